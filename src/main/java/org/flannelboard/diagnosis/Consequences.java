package org.flannelboard.diagnosis;

import static org.flannelboard.diagnosis.FindingCode.CERTIFICATE_EXPIRED;
import static org.flannelboard.diagnosis.FindingCode.CLOCK_SKEW;
import static org.flannelboard.diagnosis.FindingCode.DOCKER0_DOWN;
import static org.flannelboard.diagnosis.FindingCode.DOCKER0_MISSING;
import static org.flannelboard.diagnosis.FindingCode.DOCKER0_ROUTE_LOST;
import static org.flannelboard.diagnosis.FindingCode.DOCKER0_WRONG_SUBNET;
import static org.flannelboard.diagnosis.FindingCode.ETCD_UNREACHABLE;
import static org.flannelboard.diagnosis.FindingCode.FLANNELD_NOT_RUNNING;
import static org.flannelboard.diagnosis.FindingCode.FLANNELD_START_FAILS;
import static org.flannelboard.diagnosis.FindingCode.FORWARD_MISSING;
import static org.flannelboard.diagnosis.FindingCode.FORWARD_WRONG;
import static org.flannelboard.diagnosis.FindingCode.IP_FORWARD_OFF;
import static org.flannelboard.diagnosis.FindingCode.LEASE_EXPIRING;
import static org.flannelboard.diagnosis.FindingCode.LEASE_MISSING;
import static org.flannelboard.diagnosis.FindingCode.LEASE_STALE_OWN;
import static org.flannelboard.diagnosis.FindingCode.NEIGHBOUR_MISSING;
import static org.flannelboard.diagnosis.FindingCode.NEIGHBOUR_STALE;
import static org.flannelboard.diagnosis.FindingCode.PUBLIC_IP_WRONG;
import static org.flannelboard.diagnosis.FindingCode.REVERSE_PATH_FILTER;
import static org.flannelboard.diagnosis.FindingCode.ROUTE_MISSING;
import static org.flannelboard.diagnosis.FindingCode.ROUTE_SHADOWED;
import static org.flannelboard.diagnosis.FindingCode.SHARED_MACHINE_ID;
import static org.flannelboard.diagnosis.FindingCode.SUBNETS_EXHAUSTED;
import static org.flannelboard.diagnosis.FindingCode.SUBNET_DUPLICATE;
import static org.flannelboard.diagnosis.FindingCode.SUBNET_ENV_STALE;
import static org.flannelboard.diagnosis.FindingCode.TARGET_LOCAL;
import static org.flannelboard.diagnosis.FindingCode.UDP_PORT_TAKEN;
import static org.flannelboard.diagnosis.FindingCode.VNI_MISMATCH;
import static org.flannelboard.diagnosis.FindingCode.VTEP_MAC_CHANGED;
import static org.flannelboard.diagnosis.FindingCode.VTEP_MAC_DUPLICATE;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_DEVICE_BOUNCED;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_DEVICE_DOWN;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_DEVICE_MISSING;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_LOCAL_FOREIGN;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_PORT_MISMATCH;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;

/**
 * Which finding follows from which: a cause hides its consequences, so that one fault has one name.
 * What only happens at the same node follows from nothing, so that two faults have two.
 */
final class Consequences {

  /** What breaks a node's device or identity, in the order in which it is looked for. */
  private static final List<FindingCode> CHAIN =
      List.of(
          SUBNET_DUPLICATE,
          VTEP_MAC_DUPLICATE,
          UDP_PORT_TAKEN,
          VXLAN_LOCAL_FOREIGN,
          VNI_MISMATCH,
          VXLAN_PORT_MISMATCH,
          VXLAN_DEVICE_MISSING,
          VXLAN_DEVICE_DOWN,
          VTEP_MAC_CHANGED,
          VXLAN_DEVICE_BOUNCED);

  private static final Set<FindingCode> ENTRIES =
      EnumSet.of(
          ROUTE_MISSING,
          ROUTE_SHADOWED,
          NEIGHBOUR_MISSING,
          NEIGHBOUR_STALE,
          FORWARD_MISSING,
          FORWARD_WRONG);

  /** What a cause does to the node it is at, and to what that node knows of others. */
  private static final Map<FindingCode, Set<FindingCode>> AT_ITS_NODE =
      new EnumMap<>(FindingCode.class);

  /** What a cause does to what others know of its node. */
  private static final Map<FindingCode, Set<FindingCode>> AT_ITS_PEERS =
      new EnumMap<>(FindingCode.class);

  static {
    for (int i = 0; i < CHAIN.size(); i++) {
      CHAIN.subList(i + 1, CHAIN.size()).forEach(hides(CHAIN.get(i))::add);
      hides(CHAIN.get(i)).addAll(Set.of(ROUTE_MISSING, NEIGHBOUR_MISSING, NEIGHBOUR_STALE));
      hides(CHAIN.get(i)).addAll(Set.of(FORWARD_MISSING, FORWARD_WRONG));
    }
    hides(SUBNET_DUPLICATE)
        .addAll(
            Set.of(
                ROUTE_SHADOWED,
                LEASE_MISSING,
                PUBLIC_IP_WRONG,
                LEASE_STALE_OWN,
                DOCKER0_WRONG_SUBNET,
                SUBNET_ENV_STALE,
                DOCKER0_ROUTE_LOST,
                TARGET_LOCAL));
    hides(UDP_PORT_TAKEN).addAll(Set.of(FLANNELD_START_FAILS, FLANNELD_NOT_RUNNING));
    hides(VXLAN_LOCAL_FOREIGN).addAll(Set.of(PUBLIC_IP_WRONG, LEASE_STALE_OWN));
    hides(LEASE_MISSING).addAll(Set.of(FLANNELD_NOT_RUNNING, DOCKER0_WRONG_SUBNET));
    hides(FLANNELD_START_FAILS).addAll(Set.of(FLANNELD_NOT_RUNNING, VXLAN_DEVICE_MISSING));
    hides(FLANNELD_START_FAILS).addAll(Set.of(LEASE_MISSING, LEASE_EXPIRING));
    hides(FLANNELD_NOT_RUNNING).addAll(Set.of(VXLAN_DEVICE_MISSING, LEASE_EXPIRING));
    hides(LEASE_STALE_OWN)
        .addAll(Set.of(DOCKER0_ROUTE_LOST, DOCKER0_WRONG_SUBNET, SUBNET_ENV_STALE));
    hides(VTEP_MAC_DUPLICATE).add(SHARED_MACHINE_ID);
    for (FindingCode docker : List.of(DOCKER0_WRONG_SUBNET, SUBNET_ENV_STALE)) {
      hides(docker).addAll(Set.of(TARGET_LOCAL, ROUTE_SHADOWED));
    }
    for (FindingCode bridge : List.of(DOCKER0_DOWN, DOCKER0_MISSING)) {
      hides(bridge).add(DOCKER0_ROUTE_LOST);
    }
    hides(DOCKER0_MISSING).add(IP_FORWARD_OFF); // docker switches forwarding on when it starts
    hides(SUBNETS_EXHAUSTED).add(LEASE_MISSING);
    hides(CLOCK_SKEW).addAll(Set.of(LEASE_MISSING, LEASE_EXPIRING));
    hides(CERTIFICATE_EXPIRED).add(LEASE_EXPIRING);
    hides(ETCD_UNREACHABLE).add(LEASE_EXPIRING);
    hides(ROUTE_MISSING).addAll(Set.of(NEIGHBOUR_MISSING, FORWARD_MISSING, REVERSE_PATH_FILTER));
    hides(ROUTE_SHADOWED).add(REVERSE_PATH_FILTER);
    hides(NEIGHBOUR_MISSING).add(FORWARD_MISSING);
    hides(NEIGHBOUR_STALE).addAll(Set.of(FORWARD_MISSING, FORWARD_WRONG));
    hidesAtPeers(SUBNET_DUPLICATE).addAll(ENTRIES);
    hidesAtPeers(SUBNET_DUPLICATE).add(TARGET_LOCAL);
    hidesAtPeers(VTEP_MAC_DUPLICATE)
        .addAll(Set.of(NEIGHBOUR_STALE, FORWARD_MISSING, FORWARD_WRONG));
    hidesAtPeers(VTEP_MAC_CHANGED).addAll(Set.of(NEIGHBOUR_STALE, FORWARD_MISSING, FORWARD_WRONG));
    hidesAtPeers(PUBLIC_IP_WRONG).add(FORWARD_WRONG);
  }

  private Consequences() {}

  /**
   * The same findings, each with the ids of those it follows from: by this table, or by what its
   * rule knows of this very case.
   */
  static List<Finding> among(List<Finding> findings) {
    Map<Subject, List<Finding>> causes = new HashMap<>();
    for (Finding cause : findings) {
      if (!hiddenBy(cause.code()).isEmpty()) {
        subjects(cause)
            .forEach(it -> causes.computeIfAbsent(it, _ -> new ArrayList<>()).add(cause));
      }
    }
    Set<String> ids = findings.stream().map(Finding::id).collect(Collectors.toSet());
    return findings.stream()
        .map(
            it -> {
              Set<String> after = causesOf(it, causes);
              it.dependsOn().stream().filter(ids::contains).forEach(after::add);
              return it.after(after);
            })
        .toList();
  }

  private static Stream<Subject> subjects(Finding cause) {
    return cause.subject() instanceof Subject.OnNode
        ? Reach.nodes(cause).stream().map(Subject.OnNode::new)
        : Stream.of(cause.subject());
  }

  private static Set<String> causesOf(Finding finding, Map<Subject, List<Finding>> causes) {
    Stream<Finding> near =
        switch (finding.subject()) {
          case Subject.OnNode node -> at(node, causes);
          case Subject.OnPair pair ->
              Stream.of(pair, new Subject.OnNode(pair.from()), new Subject.OnNode(pair.to()))
                  .flatMap(it -> at(it, causes));
          case Subject.OnCluster _ -> causes.values().stream().flatMap(List::stream);
        };
    return Stream.concat(near, at(new Subject.OnCluster(), causes))
        .filter(cause -> follows(finding, cause))
        .map(Finding::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Stream<Finding> at(Subject subject, Map<Subject, List<Finding>> causes) {
    return causes.getOrDefault(subject, List.of()).stream();
  }

  private static boolean follows(Finding finding, Finding cause) {
    boolean atItsNode = AT_ITS_NODE.getOrDefault(cause.code(), Set.of()).contains(finding.code());
    boolean atItsPeers = AT_ITS_PEERS.getOrDefault(cause.code(), Set.of()).contains(finding.code());
    if (cause.subject() instanceof Subject.OnCluster) {
      return atItsNode || atItsPeers;
    }
    if (cause.subject() instanceof Subject.OnPair) {
      return atItsNode && finding.subject().equals(cause.subject());
    }
    Set<NodeId> nodes = Reach.nodes(cause);
    return switch (finding.subject()) {
      case Subject.OnNode(NodeId node) -> atItsNode && nodes.contains(node);
      case Subject.OnPair(NodeId from, NodeId to) ->
          atItsNode && nodes.contains(from) || atItsPeers && nodes.contains(to);
      case Subject.OnCluster _ -> atItsNode;
    };
  }

  /** What a code can hide, for the test that no two hide each other. */
  static Set<FindingCode> hiddenBy(FindingCode cause) {
    Set<FindingCode> hidden = EnumSet.noneOf(FindingCode.class);
    hidden.addAll(AT_ITS_NODE.getOrDefault(cause, Set.of()));
    hidden.addAll(AT_ITS_PEERS.getOrDefault(cause, Set.of()));
    return hidden;
  }

  private static Set<FindingCode> hides(FindingCode cause) {
    return AT_ITS_NODE.computeIfAbsent(cause, _ -> EnumSet.noneOf(FindingCode.class));
  }

  private static Set<FindingCode> hidesAtPeers(FindingCode cause) {
    return AT_ITS_PEERS.computeIfAbsent(cause, _ -> EnumSet.noneOf(FindingCode.class));
  }
}
