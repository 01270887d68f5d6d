package org.flannelboard.deploy.plan;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.cluster.RemotePath;

/**
 * The guide's change to docker's unit file itself: {@code EnvironmentFile=-/run/flannel/docker},
 * {@code flanneld.service} in {@code After=}, {@code $DOCKER_NETWORK_OPTIONS} in {@code
 * ExecStart=}. Everything else stays as it is, byte for byte.
 */
final class DockerUnitEdit {

  /** The line the guide replaces, as CentOS ships it once it is commented out or not. */
  private static final String CENTOS_LINE = "EnvironmentFile=-/etc/sysconfig/docker-network";

  private DockerUnitEdit() {}

  /** The edited text; the same text if nothing is missing. */
  static String apply(String text, DockerUnit has, RemotePath optionsFile) {
    List<String> lines = new ArrayList<>(UnitFileText.lines(text));
    // From the bottom up, so that line numbers of what is still to be edited stay true.
    if (!has.passes()) {
      appendToExecStart(lines, text);
    }
    if (!has.reads()) {
      addEnvironmentFile(lines, "EnvironmentFile=-" + optionsFile);
    }
    if (!has.after()) {
      addAfter(lines);
    }
    return String.join("\n", lines);
  }

  private static void appendToExecStart(List<String> lines, String text) {
    UnitFileText.parse(text).assignments().stream()
        .filter(a -> a.section().equals("Service") && a.name().equals("ExecStart"))
        .filter(a -> !a.value().isEmpty())
        .reduce((_, last) -> last)
        .ifPresent(
            a -> {
              String line = lines.get(a.lastLine()).stripTrailing();
              lines.set(a.lastLine(), line + " $" + DockerUnit.VARIABLE);
            });
  }

  private static void addEnvironmentFile(List<String> lines, String line) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().replaceFirst("^#\\s*", "").equals(CENTOS_LINE)) {
        lines.set(i, line);
        return;
      }
    }
    lines.add(sectionStart(lines, "[Service]") + 1, line);
  }

  private static void addAfter(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("After=") && !line.endsWith("\\")) {
        lines.set(i, lines.get(i).stripTrailing() + " " + DockerUnit.FLANNELD);
        return;
      }
    }
    lines.add(sectionStart(lines, "[Unit]") + 1, "After=" + DockerUnit.FLANNELD);
  }

  private static int sectionStart(List<String> lines, String header) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(header)) {
        return i;
      }
    }
    int end = lines.getLast().isEmpty() ? lines.size() - 1 : lines.size();
    lines.add(end, header);
    return end;
  }
}
