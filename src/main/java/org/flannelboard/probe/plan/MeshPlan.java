package org.flannelboard.probe.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.probe.matrix.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Who pings whom: for each source the address it pings from and its targets, and for each pair that
 * cannot be measured the reason.
 *
 * <p>Targets come from the leases, never from what a node says of itself: two nodes that both carry
 * docker's default 172.17.0.1 would each answer their own ping.
 *
 * @param sources for each node that can ping, what it pings
 * @param unmeasured for each pair that is left out, why
 */
public record MeshPlan(Map<NodeId, Source> sources, Map<Pair, Cell.Reason> unmeasured) {

  public MeshPlan {
    sources = Map.copyOf(sources);
    unmeasured = Map.copyOf(unmeasured);
  }

  /** An ordered pair of nodes. */
  public record Pair(NodeId from, NodeId to) {}

  /**
   * A node's part in the mesh.
   *
   * @param address its docker0, from which it pings
   * @param targets by address, the nodes behind them
   */
  public record Source(Ipv4Address address, SortedMap<Ipv4Address, NodeId> targets) {

    /** The same with some of its targets. */
    public Source only(Predicate<NodeId> wanted) {
      TreeMap<Ipv4Address, NodeId> some = new TreeMap<>(targets);
      some.values().removeIf(wanted.negate());
      return new Source(address, some);
    }
  }

  /**
   * What is known of a node's own addresses.
   *
   * @param docker0 null if it has no docker0, or one without an address
   * @param local every address that is local to it
   */
  public record Locals(@Nullable Ipv4Address docker0, Set<Ipv4Address> local) {
    public Locals {
      local = Set.copyOf(local);
    }
  }

  /**
   * Plans a full mesh.
   *
   * @param nodes in the profile's order
   * @param leases as etcd has them
   * @param locals for each node that could be asked; one that is missing here gets no part
   */
  public static MeshPlan full(
      List<NodeSpec> nodes, List<SubnetLease> leases, Map<NodeId, Locals> locals) {
    Map<NodeId, Ipv4Address> targets = targets(nodes, leases);
    Map<NodeId, Source> sources = new HashMap<>();
    Map<Pair, Cell.Reason> unmeasured = new HashMap<>();
    for (NodeSpec from : nodes) {
      Locals own = locals.get(from.id());
      if (own != null) {
        planSource(from.id(), own, nodes, targets, sources, unmeasured);
      }
    }
    return new MeshPlan(sources, unmeasured);
  }

  /** The pairs of this plan that a node is a part of. */
  public MeshPlan around(NodeId node) {
    Map<NodeId, Source> near = new HashMap<>();
    sources.forEach(
        (from, source) -> {
          Source part = source.only(to -> from.equals(node) || to.equals(node));
          if (!part.targets().isEmpty()) {
            near.put(from, part);
          }
        });
    return new MeshPlan(near, unmeasured);
  }

  /** What these nodes have to do with one another. */
  public MeshPlan among(Collection<NodeId> nodes) {
    Map<NodeId, Source> near = new HashMap<>();
    for (NodeId from : nodes) {
      Source source = sources.get(from);
      if (source != null) {
        Source part = source.only(nodes::contains);
        if (!part.targets().isEmpty()) {
          near.put(from, part);
        }
      }
    }
    return new MeshPlan(near, unmeasured);
  }

  private static Map<NodeId, Ipv4Address> targets(List<NodeSpec> nodes, List<SubnetLease> leases) {
    Map<NodeId, Ipv4Address> targets = new HashMap<>();
    for (NodeSpec node : nodes) {
      SubnetLease.inUse(leases, node.ip())
          .ifPresent(lease -> targets.put(node.id(), lease.docker0()));
    }
    return targets;
  }

  private static void planSource(
      NodeId from,
      Locals own,
      List<NodeSpec> nodes,
      Map<NodeId, Ipv4Address> targets,
      Map<NodeId, Source> sources,
      Map<Pair, Cell.Reason> unmeasured) {
    TreeMap<Ipv4Address, NodeId> reachable = new TreeMap<>();
    for (NodeSpec to : nodes) {
      if (to.id().equals(from)) {
        continue;
      }
      Ipv4Address target = targets.get(to.id());
      if (own.docker0() == null) {
        unmeasured.put(new Pair(from, to.id()), Cell.Reason.SOURCE_HAS_NO_DOCKER0);
      } else if (target == null) {
        unmeasured.put(new Pair(from, to.id()), Cell.Reason.TARGET_HAS_NO_LEASE);
      } else if (own.local().contains(target) || reachable.containsKey(target)) {
        unmeasured.put(new Pair(from, to.id()), Cell.Reason.TARGET_IS_LOCAL);
      } else {
        reachable.put(target, to.id());
      }
    }
    if (own.docker0() != null && !reachable.isEmpty()) {
      sources.put(from, new Source(own.docker0(), reachable));
    }
  }
}
