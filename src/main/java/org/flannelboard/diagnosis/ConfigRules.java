package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NetworkRules;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.facts.DaemonFacts;

/** What is wrong with flannel's configuration in etcd, or with the way to it. */
final class ConfigRules {

  /** Problems of a configuration with which flanneld does not start. */
  private static final Set<String> FATAL =
      Set.of(
          "network-too-small",
          "subnet-len-range",
          "subnet-bound-outside",
          "subnet-bound-unaligned",
          "subnet-bounds-order");

  private ConfigRules() {}

  static List<Finding> look(Case it) {
    return Stream.concat(
            Stream.of(unreadable(it), missing(it), backend(it), exhausted(it))
                .flatMap(Optional::stream),
            it.config().stream().flatMap(config -> invalid(it, config).stream()))
        .toList();
  }

  private static Optional<Finding> unreadable(Case it) {
    return Optional.ofNullable(it.facts().configFailure())
        .map(
            failure ->
                failure instanceof StoreFailure.Malformed malformed
                    ? configInvalid(it, malformed.why())
                    : etcdUnreachable(it, failure));
  }

  private static Finding etcdUnreachable(Case it, Failure failure) {
    String said =
        failure instanceof StoreFailure store
            ? store.reason()
            : failure.code() + " " + failure.arguments();
    return clusterWide(
        it,
        FindingCode.ETCD_UNREACHABLE,
        Severity.WARNING,
        Map.of("reason", said),
        said,
        List.of(new Remedy.Instruct("reach-etcd", Map.of("reason", said))));
  }

  /** etcd answered and had no configuration to give. */
  private static Optional<Finding> missing(Case it) {
    boolean none =
        it.facts().config() instanceof Known.Unknown<NetworkConfig>
            && it.facts().configFailure() == null;
    String key = key(it);
    return none
        ? Optional.of(
            clusterWide(
                it,
                FindingCode.CONFIG_MISSING,
                severity(it),
                Map.of("key", key),
                "[" + key + "]",
                writeConfig(it)))
        : Optional.empty();
  }

  private static Optional<Finding> invalid(Case it, NetworkConfig config) {
    Set<String> problems =
        NetworkRules.validate(
                config, "-", new NetworkRules.Underlay(List.of(), List.of(), List.of()))
            .stream()
            .filter(Problem::isError)
            .map(Problem::code)
            .filter(FATAL::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(configInvalid(it, String.join(", ", problems)));
  }

  private static Finding configInvalid(Case it, String why) {
    return clusterWide(
        it,
        FindingCode.CONFIG_INVALID,
        severity(it),
        Map.of("key", key(it), "why", why),
        why,
        writeConfig(it));
  }

  private static Optional<Finding> backend(Case it) {
    return it.config()
        .map(config -> config.backend().type())
        .filter(type -> !type.equals("vxlan"))
        .map(
            type ->
                clusterWide(
                    it,
                    FindingCode.BACKEND_WRONG,
                    severity(it),
                    Map.of("key", key(it), "backend", type),
                    "Backend.Type = " + type,
                    writeConfig(it)));
  }

  /**
   * A push writes the profile's configuration, unless what is there cannot be read and so not be
   * compared; those whose flanneld waits for it are pushed to.
   */
  private static List<Remedy> writeConfig(Case it) {
    Remedy byHand = new Remedy.Instruct("write-config", Map.of("key", key(it)));
    boolean other = !it.config().equals(Optional.of(it.profile().network()));
    List<SeenNode> taken = it.seen().stream().filter(node -> hasTakenIt(it, node)).toList();
    if (!taken.isEmpty()) {
      // They run, and read it once: a push finds nothing wrong with them.
      Stream<Remedy> restarts =
          taken.stream()
              .flatMap(
                  node -> Stream.of(Repairs.restartFlanneld(node), Repairs.restartDocker(node)));
      return List.of(new Remedy.InTurn(Stream.concat(Stream.of(byHand), restarts).toList()));
    }
    List<Remedy> pushes =
        it.seen().stream()
            .filter(node -> node.device().isEmpty() || !runs(node))
            .<Remedy>map(node -> new Remedy.PushNode(node.id()))
            .toList();
    if (it.facts().configFailure() != null || !other || pushes.isEmpty()) {
      return List.of(byHand);
    }
    return List.of(pushes.size() == 1 ? pushes.getFirst() : new Remedy.InTurn(pushes), byHand);
  }

  /** Whether flanneld works by another backend than the profile's already. */
  private static boolean hasTakenIt(Case it, SeenNode node) {
    return node.lease()
        .filter(lease -> !lease.backendType().equals(it.profile().network().backend().type()))
        .isPresent();
  }

  private static boolean runs(SeenNode node) {
    return Units.flanneld(node).filter(DaemonFacts.Unit::active).isPresent();
  }

  /** Every subnet is leased, and a node has none. */
  private static Optional<Finding> exhausted(Case it) {
    Optional<List<SubnetLease>> leases = it.leases();
    if (leases.isEmpty() || it.config().isEmpty()) {
      return Optional.empty();
    }
    int capacity = it.config().get().capacity();
    List<String> without =
        it.profile().nodes().stream()
            .map(NodeSpec::id)
            .filter(node -> it.facts().lease(node).isEmpty())
            .map(NodeId::name)
            .toList();
    if (without.isEmpty() || leases.get().size() < capacity) {
      return Optional.empty();
    }
    List<Remedy> remedies =
        leases.get().stream()
            .filter(lease -> it.nodeAt(lease.publicIp()).isEmpty())
            .map(lease -> (Remedy) new Remedy.RemoveLease(lease.subnet().toString(), List.of()))
            .toList();
    return Optional.of(
        Finding.of(
            FindingCode.SUBNETS_EXHAUSTED,
            Severity.ERROR,
            new Subject.OnCluster(),
            Direction.BOTH,
            Map.of("nodes", String.join(", ", without), "capacity", "" + capacity),
            List.of(it.inEtcd(Case.SUBNETS, leases.get().size() + " / " + capacity)),
            remedies.isEmpty() ? widen(it) : remedies));
  }

  /** The profile may well name a wider one. */
  private static List<Remedy> widen(Case it) {
    Remedy byHand = new Remedy.Instruct("widen-network", Map.of("key", key(it)));
    boolean wider =
        it.config().filter(now -> it.profile().network().capacity() > now.capacity()).isPresent();
    List<Remedy> written = writeConfig(it);
    return wider && written.size() > 1 ? List.of(written.getFirst(), byHand) : List.of(byHand);
  }

  private static Finding clusterWide(
      Case it,
      FindingCode code,
      Severity severity,
      Map<String, String> arguments,
      String line,
      List<Remedy> remedies) {
    return Finding.of(
        code,
        severity,
        new Subject.OnCluster(),
        Direction.NONE,
        arguments,
        List.of(it.inEtcd("config", line)),
        remedies);
  }

  /** flanneld reads it when it starts; what runs since before goes on. */
  private static Severity severity(Case it) {
    boolean all =
        it.profile().nodes().stream().allMatch(node -> it.facts().lease(node.id()).isPresent());
    return all ? Severity.WARNING : Severity.ERROR;
  }

  private static String key(Case it) {
    return it.profile().etcd().prefix() + "/config";
  }
}
