package org.flannelboard.app.activity;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;

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
