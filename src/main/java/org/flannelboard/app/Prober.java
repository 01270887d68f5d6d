package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.flannelboard.app.Diagnostics.Probe;
import org.flannelboard.app.Diagnostics.Watcher;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.ClusterFacts;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Ladder;
import org.flannelboard.diagnosis.LadderPlan;
import org.flannelboard.diagnosis.LadderReadings;
import org.flannelboard.diagnosis.LadderReadings.Datagrams;
import org.flannelboard.diagnosis.MtuSearch;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;

/** Sends the few packets that tell where others are lost, each kind announced before. */
final class Prober {

  private static final Duration PROBE = Duration.ofSeconds(10);

  private final Cluster cluster;

  Prober(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What was counted at the receiver while a request was carried out. */
  private record Counted(ProbeReport report, Counters before, Counters after) {
    Counters added() {
      return after.since(before);
    }
  }

  /** Why a red pair's pings are lost; empty if they are not any more, or nobody could be asked. */
  Optional<Finding> climb(ClusterFacts facts, Subject.OnPair pair, Watcher watcher) {
    return LadderPlan.echoes(facts, pair)
        .flatMap(plan -> echoes(plan, pair, watcher))
        .flatMap(
            readings ->
                Ladder.read(
                    facts,
                    Ladder.wantsDatagrams(facts, readings)
                        .flatMap(way -> datagrams(facts, way, readings, watcher))
                        .orElse(readings)));
  }

  private Optional<LadderReadings> echoes(LadderPlan plan, Subject.OnPair pair, Watcher watcher) {
    announce(plan, Probe.Kind.ECHOES, watcher);
    return counted(plan, plan.requests().getFirst())
        .map(
            it ->
                new LadderReadings(pair, it.report(), it.before(), it.after(), null, null, now()));
  }

  private Optional<LadderReadings> datagrams(
      ClusterFacts facts, Subject.OnPair way, LadderReadings readings, Watcher watcher) {
    if (watcher.cancel().isCancelled()) {
      return Optional.empty();
    }
    return LadderPlan.datagrams(facts, way)
        .flatMap(
            plan -> {
              announce(plan, Probe.Kind.DATAGRAMS, watcher);
              Optional<Counted> vxlan = counted(plan, plan.requests().getFirst());
              return vxlan.flatMap(
                  v ->
                      counted(plan, plan.requests().getLast(), v.after())
                          .map(o -> new Datagrams(v.report().sent(), v.added(), o.added())));
            })
        .map(sent -> sent.wantPings() ? pings(facts, way, sent, watcher) : sent)
        .map(
            sent ->
                way.equals(readings.pair()) ? readings.withThere(sent) : readings.withBack(sent));
  }

  private Datagrams pings(ClusterFacts facts, Subject.OnPair way, Datagrams sent, Watcher watcher) {
    if (watcher.cancel().isCancelled()) {
      return sent;
    }
    LadderPlan plan = LadderPlan.pings(facts, way);
    announce(plan, Probe.Kind.UNDERLAY_ECHOES, watcher);
    return counted(plan, plan.requests().getFirst())
        .map(it -> sent.withPings(it.added()))
        .orElse(sent);
  }

  /** Why packets of the size flannel promises do not get through; empty if they do. */
  Optional<Finding> whole(ClusterFacts facts, Subject.OnPair pair, Watcher watcher) {
    Optional<MtuSearch> search = MtuSearch.of(facts, pair);
    while (search.isPresent() && search.get().next().isPresent()) {
      ProbeRequest.Echoes request = search.get().next().get();
      if (watcher.cancel().isCancelled()) {
        return Optional.empty();
      }
      watcher
          .announce()
          .accept(new Probe(pair.from(), pair.to(), Probe.Kind.WHOLE_ECHOES, request.count()));
      MtuSearch at = search.get();
      search = probe(pair.from(), request).map(report -> at.after(report.answered() > 0));
    }
    return search.flatMap(it -> it.finding(now()));
  }

  private Optional<Counted> counted(LadderPlan plan, ProbeRequest request) {
    return counters(plan.receiver()).flatMap(before -> counted(plan, request, before));
  }

  private Optional<Counted> counted(LadderPlan plan, ProbeRequest request, Counters before) {
    return probe(plan.sender(), request)
        .flatMap(
            report -> counters(plan.receiver()).map(after -> new Counted(report, before, after)));
  }

  private Optional<ProbeReport> probe(NodeId node, ProbeRequest request) {
    return cluster.on(spec(node), ops -> ops.probe(request, Deadline.after(PROBE))).toOptional();
  }

  private Optional<Counters> counters(NodeId node) {
    Result<NodeFacts, Failure> facts =
        cluster.on(spec(node), ops -> ops.inspect(Inspection.counters(), Deadline.after(PROBE)));
    return facts.toOptional().flatMap(it -> it.counters().toOptional());
  }

  private static void announce(LadderPlan plan, Probe.Kind kind, Watcher watcher) {
    watcher.announce().accept(new Probe(plan.sender(), plan.receiver(), kind, plan.packets()));
  }

  private NodeSpec spec(NodeId node) {
    return cluster.profile().nodes().stream()
        .filter(spec -> spec.id().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private Instant now() {
    return cluster.surroundings().clock().instant();
  }
}
