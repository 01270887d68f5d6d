package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/**
 * A unit as systemd read it: its file, the drop-ins, and who is linked below it.
 *
 * @param name with its suffix
 * @param loadState as in {@code systemctl show}
 * @param fragment the unit file; null if there is none
 * @param sources the unit file and its drop-ins, in reading order
 * @param assignments of all sources, in reading order
 * @param linked units under {@code NAME.requires/}
 */
record UnitDefinition(
    String name,
    String loadState,
    @Nullable RemotePath fragment,
    List<Source> sources,
    List<UnitText.Assignment> assignments,
    List<String> linked) {

  /** Where systemd looks for units, best first (systemd.unit(5), "Unit File Load Path"). */
  static final List<String> DIRECTORIES =
      List.of(
          "/etc/systemd/system",
          "/run/systemd/system",
          "/usr/local/lib/systemd/system",
          "/usr/lib/systemd/system");

  /** Where administrators' choices go, links of {@code systemctl enable} included. */
  static final String ADMIN = DIRECTORIES.getFirst();

  /**
   * One file of a unit.
   *
   * @param file the very file that was read: another one at the same path means reload
   */
  record Source(RemotePath path, FileTree.File file) {}

  /** Reads a unit from the disk. */
  static UnitDefinition load(FileTree files, String name) {
    Optional<String> fragment =
        DIRECTORIES.stream()
            .map(directory -> directory + "/" + name)
            .filter(path -> files.look(path).isPresent())
            .findFirst();
    if (fragment.isEmpty()) {
      return new UnitDefinition(name, "not-found", null, List.of(), List.of(), List.of());
    }
    RemotePath path = RemotePath.of(fragment.get());
    Optional<FileTree.File> file = files.file(path.text());
    if (file.isEmpty()) {
      return new UnitDefinition(name, "masked", path, List.of(), List.of(), List.of());
    }
    List<Source> sources = new ArrayList<>();
    sources.add(new Source(path, file.get()));
    sources.addAll(dropIns(files, name).values());
    List<UnitText.Assignment> assignments =
        sources.stream()
            .flatMap(source -> UnitText.parse(source.file().content().text()).stream())
            .toList();
    String state = isSound(name, assignments) ? "loaded" : "bad-setting";
    return new UnitDefinition(name, state, path, sources, assignments, requires(files, name));
  }

  /** Drop-ins by file name, which is their order; the best directory's wins. */
  private static SequencedMap<String, Source> dropIns(FileTree files, String name) {
    TreeMap<String, Source> found = new TreeMap<>();
    for (String directory : DIRECTORIES) {
      String dropIns = directory + "/" + name + ".d";
      for (String entry : files.children(dropIns)) {
        if (entry.endsWith(".conf")) {
          RemotePath path = RemotePath.of(dropIns).child(entry);
          files
              .file(path.text())
              .ifPresent(file -> found.putIfAbsent(entry, new Source(path, file)));
        }
      }
    }
    return found;
  }

  private static List<String> requires(FileTree files, String name) {
    return DIRECTORIES.stream()
        .flatMap(directory -> files.children(directory + "/" + name + ".requires").stream())
        .distinct()
        .toList();
  }

  /** A service needs a command to start, unless it is only a one-shot marker. */
  private static boolean isSound(String name, List<UnitText.Assignment> assignments) {
    return !name.endsWith(".service")
        || !valuesIn(assignments, "Service", "ExecStart").isEmpty()
        || valuesIn(assignments, "Service", "Type").contains("oneshot");
  }

  boolean isLoaded() {
    return loadState.equals("loaded");
  }

  /** The values of a list setting; an empty assignment forgets what came before it. */
  List<String> values(String section, String key) {
    return valuesIn(assignments, section, key);
  }

  private static List<String> valuesIn(
      List<UnitText.Assignment> assignments, String section, String key) {
    List<String> values = new ArrayList<>();
    for (UnitText.Assignment assignment : assignments) {
      if (assignment.section().equals(section) && assignment.key().equals(key)) {
        if (assignment.value().isEmpty()) {
          values.clear();
        } else {
          values.add(assignment.value());
        }
      }
    }
    return values;
  }

  /** The unit names in a setting that takes several in one line. */
  List<String> names(String section, String key) {
    return values(section, key).stream().flatMap(line -> CommandLine.words(line).stream()).toList();
  }

  /** The units this one cannot be without: named in the file or linked by {@code RequiredBy=}. */
  List<String> required() {
    List<String> all = new ArrayList<>(names("Unit", "Requires"));
    linked.stream().filter(unit -> !all.contains(unit)).forEach(all::add);
    return all;
  }

  /** Whether this unit waits for the other one's start. */
  boolean startsAfter(UnitDefinition other) {
    return names("Unit", "After").contains(other.name)
        || other.names("Unit", "Before").contains(name);
  }

  String description() {
    List<String> lines = values("Unit", "Description");
    return lines.isEmpty() ? name : lines.getLast();
  }
}
