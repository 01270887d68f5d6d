package org.flannelboard.node.posix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitState.MainProcess;
import org.flannelboard.node.UnitState.UnitFile;
import org.jspecify.annotations.Nullable;

/** Reads what {@code unit.sh} prints: {@code systemctl show}, unit files, main processes. */
final class UnitStateParser {

  /** How proc(5) marks the executable of a process whose file has been removed or replaced. */
  private static final String REPLACED = " (deleted)";

  private final List<ShownUnit> shown = new ArrayList<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Section> processes = new HashMap<>();

  private UnitStateParser() {}

  /** The named units, each of them. */
  static Map<String, UnitState> parse(List<String> names, List<Section> sections)
      throws MalformedOutputException {
    UnitStateParser parser = new UnitStateParser();
    parser.take(sections);
    Map<String, UnitState> units = new LinkedHashMap<>();
    for (String name : names) {
      units.put(name, parser.unit(name));
    }
    return units;
  }

  private void take(List<Section> sections) throws MalformedOutputException {
    for (Section section : sections) {
      switch (section.name()) {
        case "units" -> shown.addAll(ShownUnit.split(section.lines()));
        case "unit-file" ->
            texts.put(section.rest(), Section.unpackText(String.join("", section.lines())));
        case "process" -> processes.put(section.rest(), section);
        default -> {}
      }
    }
  }

  private UnitState unit(String name) throws MalformedOutputException {
    ShownUnit unit = ShownUnit.find(shown, name);
    String fragment = unit.orEmpty("FragmentPath");
    return new UnitState(
        name,
        unit.require("LoadState"),
        unit.require("ActiveState"),
        unit.require("SubState"),
        unit.orEmpty("UnitFileState"),
        unit.orEmpty("Result"),
        unit.orEmpty("NeedDaemonReload").equals("yes"),
        RemotePath.isValid(fragment) ? RemotePath.of(fragment) : null,
        files(fragment, unit.orEmpty("DropInPaths")),
        process(unit.orEmpty("MainPID")));
  }

  private List<UnitFile> files(String fragment, String dropIns) {
    List<UnitFile> files = new ArrayList<>();
    for (String path : (fragment + " " + dropIns).split(" ")) {
      String text = texts.get(path);
      if (text != null && RemotePath.isValid(path)) {
        files.add(new UnitFile(RemotePath.of(path), text));
      }
    }
    return files;
  }

  private Known<MainProcess> process(String pid) throws MalformedOutputException {
    if (pid.isEmpty() || pid.equals("0")) {
      return Known.notChecked();
    }
    @Nullable Section section = processes.get(pid);
    String executable = section == null ? "" : section.value("exe").orElse("");
    if (section == null || executable.isEmpty()) {
      return Known.unknown("process " + pid + " ended meanwhile or may not be looked at");
    }
    boolean replaced = executable.endsWith(REPLACED);
    return Known.of(
        new MainProcess(
            number(pid),
            replaced
                ? executable.substring(0, executable.length() - REPLACED.length())
                : executable,
            replaced,
            arguments(Section.unpack(section.value("cmdline").orElse("")))));
  }

  /** {@code /proc/PID/cmdline}: each argument ends in a NUL byte. */
  private static List<String> arguments(byte[] cmdline) {
    String text = new String(cmdline, StandardCharsets.UTF_8);
    List<String> arguments = new ArrayList<>(List.of(text.split("\0", -1)));
    if (arguments.getLast().isEmpty()) {
      arguments.removeLast();
    }
    return arguments;
  }

  private static int number(String pid) throws MalformedOutputException {
    try {
      return Integer.parseInt(pid);
    } catch (NumberFormatException e) {
      throw new MalformedOutputException("MainPID=" + pid);
    }
  }
}
