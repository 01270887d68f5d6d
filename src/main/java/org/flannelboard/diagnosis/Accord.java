package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;

/**
 * Climbs that agree: what was found between a node and each of its lost peers that was tried is the
 * node's, towards whomever; what was found wherever it was tried, with every cell red, is the
 * cluster's.
 */
final class Accord {

  /** So many agreeing pairs speak for those that were not tried, in a cluster too large for it. */
  private static final int ENOUGH = 3;

  private final Case cluster;
  private final List<Finding> probed;

  private Accord(Case cluster, List<Finding> probed) {
    this.cluster = cluster;
    this.probed = probed;
  }

  /** The same findings, with one in place of those that agree. */
  static List<Finding> among(List<Finding> probed, Case cluster) {
    Accord accord = new Accord(cluster, probed);
    Map<String, List<Finding>> alike = new LinkedHashMap<>();
    List<Finding> all = new ArrayList<>();
    for (Finding found : probed) {
      if (found.subject() instanceof Subject.OnPair) {
        // The hop is what tells one unknown cause from another.
        String what = found.code() + found.arguments().getOrDefault("hop", "");
        alike.computeIfAbsent(what, _ -> new ArrayList<>()).add(found);
      } else {
        all.add(found);
      }
    }
    alike.values().forEach(same -> all.addAll(accord.joined(same)));
    return all;
  }

  private List<Finding> joined(List<Finding> same) {
    if (same.size() >= ENOUGH && same.size() == probed.size() && everythingIsLost()) {
      return List.of(join(same, new Subject.OnCluster(), Direction.BOTH));
    }
    List<Finding> left = new ArrayList<>(same);
    List<Finding> joined = new ArrayList<>();
    gather(left, joined, Subject.OnPair::to, Subject.OnPair::from, Direction.INBOUND);
    gather(left, joined, Subject.OnPair::from, Subject.OnPair::to, Direction.OUTBOUND);
    joined.addAll(left);
    return joined;
  }

  /** Takes those that one node has with all others out of what is left. */
  private void gather(
      List<Finding> left,
      List<Finding> joined,
      Function<Subject.OnPair, NodeId> one,
      Function<Subject.OnPair, NodeId> other,
      Direction direction) {
    for (NodeId node : ends(left, one)) {
      List<Finding> own = left.stream().filter(it -> one.apply(pair(it)).equals(node)).toList();
      if (agree(node, ends(own, other))) {
        left.removeAll(own);
        joined.add(join(own, new Subject.OnNode(node), direction));
      }
    }
  }

  /** Whether nothing else was found at the node, and all its lost peers were tried, or enough. */
  private boolean agree(NodeId node, Set<NodeId> peers) {
    Set<NodeId> tried =
        probed.stream()
            .filter(it -> it.subject() instanceof Subject.OnPair)
            .map(Accord::pair)
            .filter(it -> it.touches(node))
            .map(it -> it.from().equals(node) ? it.to() : it.from())
            .collect(Collectors.toSet());
    Set<NodeId> lost = new HashSet<>();
    cluster.lostTouching(node).stream()
        .flatMap(it -> Stream.of(it.from(), it.to()))
        .filter(it -> !it.equals(node) && cluster.seen(it).isPresent())
        .forEach(lost::add);
    return peers.size() > 1
        && peers.equals(tried)
        && (peers.containsAll(lost) || peers.size() >= ENOUGH);
  }

  private boolean everythingIsLost() {
    return MatrixShapes.of(cluster.facts().matrix()) instanceof MatrixShape.AllLost;
  }

  private static Finding join(List<Finding> same, Subject subject, Direction direction) {
    Finding first = same.getFirst();
    Map<String, String> arguments = new TreeMap<>(first.arguments());
    arguments.put("from", Names.brief(ends(same, Subject.OnPair::from)));
    arguments.put("to", Names.brief(ends(same, Subject.OnPair::to)));
    return Finding.of(
        first.code(),
        first.severity(),
        subject,
        direction,
        arguments,
        distinct(same, Finding::evidence),
        distinct(same, Finding::remedies));
  }

  private static <T> List<T> distinct(List<Finding> same, Function<Finding, Collection<T>> what) {
    return same.stream().map(what).flatMap(Collection::stream).distinct().toList();
  }

  private static Set<NodeId> ends(List<Finding> findings, Function<Subject.OnPair, NodeId> end) {
    return findings.stream()
        .map(Accord::pair)
        .map(end)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Subject.OnPair pair(Finding found) {
    return (Subject.OnPair) found.subject();
  }
}
