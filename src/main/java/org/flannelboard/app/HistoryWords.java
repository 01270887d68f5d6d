package org.flannelboard.app;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.history.Event.Cells;
import org.flannelboard.app.history.Event.Lease;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;

/** What happened, in sentences of one language. */
public final class HistoryWords {

  private final Messages messages;
  private final DiagnosisWords diagnosis;

  public HistoryWords(Messages messages) {
    this.messages = messages;
    this.diagnosis = new DiagnosisWords(messages);
  }

  /** An event in one sentence. */
  public String sentence(Event event) {
    return switch (event) {
      case Event.WatchBegan _ -> messages.text("history.watch-began");
      case Event.WatchEnded _ -> messages.text("history.watch-ended");
      case Event.CellsLost(Instant _, Cells cells) ->
          messages.text("history.cells-lost", Map.of("pairs", pairs(cells)));
      case Event.CellsRecovered(Instant _, Cells cells) ->
          messages.text("history.cells-recovered", Map.of("pairs", pairs(cells)));
      case Event.FindingAppeared(Instant _, Event.Found found) ->
          messages.text("history.finding-appeared", Map.of("finding", diagnosis.sentence(found)));
      case Event.FindingGone(Instant _, Event.Found found) ->
          messages.text("history.finding-gone", Map.of("finding", diagnosis.sentence(found)));
      case Event.Changed changed -> changed(changed);
      case Event.LeaseAppeared(Instant _, Lease lease) ->
          messages.text("history.lease-appeared", Map.of("lease", lease(lease)));
      case Event.LeaseGone(Instant _, Lease lease) ->
          messages.text("history.lease-gone", Map.of("lease", lease(lease)));
      case Event.LeaseChanged(Instant _, Lease before, Lease after) ->
          messages.text(
              "history.lease-changed", Map.of("before", lease(before), "after", lease(after)));
      case Event.ConfigChanged changed ->
          messages.text(
              "history.config-changed",
              Map.of("before", config(changed.before()), "after", config(changed.after())));
    };
  }

  private String changed(Event.Changed changed) {
    NodeId node = changed.node();
    return messages.text(
        "history.changed",
        Map.of("change", changed.change(), "where", node == null ? "etcd" : node.name()));
  }

  private String pairs(Cells cells) {
    return cells.pairs().stream()
        .min(Comparator.comparing(Subject.OnPair::text))
        .map(first -> diagnosis.pairs(first, cells.total()))
        .orElse("");
  }

  private static String lease(Lease lease) {
    String mac = lease.vtepMac() == null ? "" : ", " + lease.vtepMac();
    String node = lease.node() == null ? "" : lease.node() + ", ";
    return lease.subnet() + " (" + node + lease.publicIp() + mac + ")";
  }

  private String config(@Nullable String raw) {
    return raw == null ? messages.text("history.no-config") : raw.replaceAll("\\s+", " ").strip();
  }
}
