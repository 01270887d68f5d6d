package org.flannelboard.app.history;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;

/** Something that happened to a cluster, at a moment by this machine's clock. */
public sealed interface Event {

  /** When. */
  Instant at();

  /** From here on the mesh was watched; what was there already is told anew. */
  record WatchBegan(Instant at) implements Event {}

  /** From here on nobody looked: silence says nothing. */
  record WatchEnded(Instant at) implements Event {}

  /**
   * Cells turned red, and were red when they were pinged again.
   *
   * @param at when the first request of the first of them was lost
   */
  record CellsLost(Instant at, Cells cells) implements Event {}

  /** Cells that were red are reached again, or are measured no longer. */
  record CellsRecovered(Instant at, Cells cells) implements Event {}

  /** A diagnosis named something that the one before it did not. */
  record FindingAppeared(Instant at, Found found) implements Event {}

  /** A diagnosis no longer named something. */
  record FindingGone(Instant at, Found found) implements Event {}

  /**
   * Somebody changed a node, or etcd: the first operation there that a change consists of.
   *
   * @param at when that operation began
   * @param change the change's id, the same for all nodes it is about
   * @param kind what was asked for
   * @param node where; null for etcd
   */
  record Changed(Instant at, String change, Change.Kind kind, @Nullable NodeId node)
      implements Event {}

  /** A node took a subnet. */
  record LeaseAppeared(Instant at, Lease lease) implements Event {}

  /** A subnet was given up, or expired. */
  record LeaseGone(Instant at, Lease lease) implements Event {}

  /** A subnet is held by another node, or at another address. */
  record LeaseChanged(Instant at, Lease before, Lease after) implements Event {}

  /**
   * Flannel's network configuration is another one.
   *
   * @param before as it stood in etcd; null if there was none
   * @param after as it stands; null if there is none
   */
  record ConfigChanged(Instant at, @Nullable String before, @Nullable String after)
      implements Event {}

  /**
   * Cells, by their pairs of nodes.
   *
   * @param pairs which ones; of very many the first {@value #NAMED}
   * @param total how many there are
   */
  record Cells(Set<Subject.OnPair> pairs, int total) {

    /** All of two nodes among 255, and a few: what is more is the cluster as a whole. */
    public static final int NAMED = 1024;

    public Cells {
      pairs = Set.copyOf(pairs);
    }

    /** These cells. */
    public static Cells of(Set<Subject.OnPair> all) {
      return new Cells(
          all.size() <= NAMED
              ? all
              : new HashSet<>(
                  all.stream()
                      .sorted(Comparator.comparing(Subject.OnPair::text))
                      .limit(NAMED)
                      .toList()),
          all.size());
    }

    /** Whether that pair is among them, as far as they are named. */
    boolean mayHave(Subject.OnPair pair) {
      return pairs.contains(pair) || pairs.size() < total;
    }
  }

  /**
   * A finding without its evidence, which has aged.
   *
   * @param finding what was found
   * @param arguments of its sentence, by name
   */
  record Found(
      FindingCode finding,
      Severity severity,
      Subject subject,
      SortedMap<String, String> arguments) {

    public Found {
      arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    }

    /** What is kept of a finding. */
    public static Found of(Finding finding) {
      return new Found(finding.code(), finding.severity(), finding.subject(), finding.arguments());
    }

    /** The finding's id. */
    public String id() {
      return finding.code() + "@" + subject.text();
    }
  }

  /**
   * A claim to a subnet, as it stood in etcd.
   *
   * @param node whose address {@code publicIp} was; null if of no node of the profile
   * @param vtepMac null where the backend has none
   */
  record Lease(
      @Nullable NodeId node, Cidr subnet, Ipv4Address publicIp, @Nullable MacAddress vtepMac) {}

  /** Kebab-case, stable over releases; the sentence's key ends in it. */
  default String code() {
    return switch (this) {
      case WatchBegan _ -> "watch-began";
      case WatchEnded _ -> "watch-ended";
      case CellsLost _ -> "cells-lost";
      case CellsRecovered _ -> "cells-recovered";
      case FindingAppeared _ -> "finding-appeared";
      case FindingGone _ -> "finding-gone";
      case Changed _ -> "changed";
      case LeaseAppeared _ -> "lease-appeared";
      case LeaseGone _ -> "lease-gone";
      case LeaseChanged _ -> "lease-changed";
      case ConfigChanged _ -> "config-changed";
    };
  }

  /** Whether it is about that node, among others perhaps. */
  default boolean concerns(NodeId node) {
    return switch (this) {
      case WatchBegan _, WatchEnded _ -> false;
      case CellsLost(Instant _, Cells cells) -> touches(cells, node);
      case CellsRecovered(Instant _, Cells cells) -> touches(cells, node);
      case FindingAppeared(Instant _, Found found) -> found.subject().touches(node);
      case FindingGone(Instant _, Found found) -> found.subject().touches(node);
      // What stands in etcd is everybody's.
      case Changed changed -> changed.node() == null || node.equals(changed.node());
      case LeaseAppeared(Instant _, Lease lease) -> node.equals(lease.node());
      case LeaseGone(Instant _, Lease lease) -> node.equals(lease.node());
      case LeaseChanged(Instant _, Lease before, Lease after) ->
          node.equals(before.node()) || node.equals(after.node());
      case ConfigChanged _ -> true;
    };
  }

  /** Whether something was done to the cluster, rather than seen of it. */
  default boolean deed() {
    return switch (this) {
      case Changed _, LeaseAppeared _, LeaseGone _, LeaseChanged _, ConfigChanged _ -> true;
      case WatchBegan _,
          WatchEnded _,
          CellsLost _,
          CellsRecovered _,
          FindingAppeared _,
          FindingGone _ ->
          false;
    };
  }

  private static boolean touches(Cells cells, NodeId node) {
    return cells.pairs().stream().anyMatch(pair -> pair.touches(node));
  }
}
