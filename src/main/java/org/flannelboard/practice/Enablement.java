package org.flannelboard.practice;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.cluster.RemotePath;

/** The links by which {@code systemctl enable} has units started with others. */
final class Enablement {

  private Enablement() {}

  /** What {@code systemctl is-enabled} says; empty where there is no such unit. */
  static String of(FileTree files, String name) {
    UnitDefinition unit = UnitDefinition.load(files, name);
    if (unit.fragment() == null) {
      return "";
    }
    if (unit.loadState().equals("masked")) {
      return "masked";
    }
    if (!links(files, name).isEmpty()) {
      return "enabled";
    }
    return targets(unit).isEmpty() ? "static" : "disabled";
  }

  /** Makes the links the unit's own text asks for; false if there is no such unit. */
  static boolean enable(FileTree files, String name) {
    UnitDefinition unit = UnitDefinition.load(files, name);
    RemotePath fragment = unit.fragment();
    if (fragment == null) {
      return false;
    }
    targets(unit).forEach(directory -> files.link(directory + "/" + name, fragment.text()));
    return true;
  }

  /** Removes every link to the unit; false if there is neither a link nor a unit. */
  static boolean disable(FileTree files, String name) {
    List<String> links = links(files, name);
    links.forEach(files::remove);
    return !links.isEmpty() || UnitDefinition.load(files, name).fragment() != null;
  }

  /** The directories the unit's {@code [Install]} section names. */
  private static List<String> targets(UnitDefinition unit) {
    return Stream.concat(
            unit.names("Install", "WantedBy").stream().map(target -> target + ".wants"),
            unit.names("Install", "RequiredBy").stream().map(target -> target + ".requires"))
        .map(directory -> UnitDefinition.ADMIN + "/" + directory)
        .toList();
  }

  private static List<String> links(FileTree files, String name) {
    return files.children(UnitDefinition.ADMIN).stream()
        .filter(entry -> entry.endsWith(".wants") || entry.endsWith(".requires"))
        .map(entry -> UnitDefinition.ADMIN + "/" + entry + "/" + name)
        .filter(path -> isPresent(files.look(path)))
        .toList();
  }

  private static boolean isPresent(Optional<FileTree.Inode> inode) {
    return inode.filter(FileTree.Link.class::isInstance).isPresent();
  }
}
