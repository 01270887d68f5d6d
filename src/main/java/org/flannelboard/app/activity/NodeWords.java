package org.flannelboard.app.activity;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Known;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;

/** What a node answered, in English words that hold no file's content. */
final class NodeWords {

  private NodeWords() {}

  /** A line a file and a unit. */
  static String of(Observation seen) {
    Stream<String> files =
        seen.files().entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().text()))
            .map(Map.Entry::getValue)
            .map(file -> file.path() + ": " + of(file));
    Stream<String> units =
        seen.units().values().stream()
            .sorted(Comparator.comparing(UnitState::name))
            .map(unit -> unit.name() + ": " + of(unit));
    return Stream.concat(files, units).collect(Collectors.joining("\n"));
  }

  static String of(NodeFacts facts) {
    return "links: %s, neighbours: %s, forwarding entries: %s, filters: %s"
        .formatted(
            number(facts.network().links()),
            number(facts.network().neighbours()),
            number(facts.network().forwards()),
            number(facts.firewall().map(Firewall::chains)));
  }

  static String of(ProbeReport report) {
    return Stream.concat(
            Stream.of("sent: " + report.sent() + ", answered: " + report.answered()),
            report.errors().stream())
        .collect(Collectors.joining("\n"));
  }

  private static String number(Known<? extends List<?>> facts) {
    return switch (facts) {
      case Known.Value<? extends List<?>>(List<?> value) -> Integer.toString(value.size());
      case Known.Unknown<? extends List<?>>(String why) -> "unknown (" + why + ")";
      case Known.NotChecked<? extends List<?>> _ -> "not asked for";
    };
  }

  static String of(FileState file) {
    return switch (file) {
      case FileState.Absent _ -> "absent";
      case FileState.Regular regular ->
          "%o %s:%s, %d bytes, sha256 %s"
              .formatted(
                  regular.mode(),
                  regular.owner(),
                  regular.group(),
                  regular.size(),
                  regular.digest());
      case FileState.Other other -> other.kind();
      case FileState.Unreadable unreadable -> "unreadable: " + unreadable.why();
    };
  }

  static String of(UnitState unit) {
    return unit.exists()
        ? unit.activeState() + " (" + unit.subState() + "), " + unit.enablement()
        : unit.loadState();
  }
}
