package org.flannelboard.deploy.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.UnitState;

/**
 * What docker's unit says, its drop-ins included, as far as flannel's network depends on it: that
 * docker starts after flanneld, reads the options flanneld's helper wrote, and passes them on.
 *
 * @param after whether {@code After=} names {@code flanneld.service}
 * @param reads whether an {@code EnvironmentFile=} names the options file
 * @param passes whether {@code ExecStart=} has {@code $DOCKER_NETWORK_OPTIONS}
 * @param execStart the command line in force; empty if there is none or more than one
 */
record DockerUnit(boolean after, boolean reads, boolean passes, String execStart) {

  /** The variable {@code mk-docker-opts.sh -k DOCKER_NETWORK_OPTIONS} sets, as the guide has it. */
  static final String VARIABLE = "DOCKER_NETWORK_OPTIONS";

  static final String FLANNELD = "flanneld.service";

  /** Reads the unit file and its drop-ins in systemd's order. */
  static DockerUnit read(List<UnitState.UnitFile> files, RemotePath optionsFile) {
    boolean after = false;
    List<String> environment = new ArrayList<>();
    List<String> execStart = new ArrayList<>();
    for (UnitState.UnitFile file : files) {
      for (UnitFileText.Assignment a : UnitFileText.parse(file.text()).assignments()) {
        switch (a.section() + "." + a.name()) {
          case "Unit.After" -> after |= List.of(a.value().split("\\s+")).contains(FLANNELD);
          case "Service.EnvironmentFile" -> assign(environment, a.value());
          case "Service.ExecStart" -> assign(execStart, a.value());
          default -> {}
        }
      }
    }
    String command = execStart.size() == 1 ? execStart.getFirst() : "";
    boolean reads = environment.stream().anyMatch(f -> stripDash(f).equals(optionsFile.text()));
    return new DockerUnit(after, reads, passesOptions(command), command);
  }

  boolean complete() {
    return after && reads && passes;
  }

  /** The {@code --bip} the command line itself sets, which flannel's would collide with. */
  Optional<String> ownBip() {
    return Arrays.stream(execStart.split("\\s+"))
        .filter(word -> word.equals("--bip") || word.startsWith("--bip="))
        .findFirst();
  }

  /**
   * The drop-in that adds what is missing; the files given must not include an earlier one of ours.
   */
  String dropIn(RemotePath optionsFile) {
    StringBuilder text =
        new StringBuilder("# Written by Flannelboard: docker takes its network from flannel.\n");
    if (!after) {
      text.append("[Unit]\nAfter=").append(FLANNELD).append("\n\n");
    }
    if (!reads || !passes) {
      text.append("[Service]\n");
    }
    if (!reads) {
      text.append("EnvironmentFile=-").append(optionsFile).append('\n');
    }
    if (!passes) {
      text.append("ExecStart=\nExecStart=")
          .append(execStart)
          .append(" $")
          .append(VARIABLE)
          .append('\n');
    }
    return text.toString();
  }

  private static void assign(List<String> list, String value) {
    if (value.isEmpty()) {
      list.clear();
    } else {
      list.add(value);
    }
  }

  private static String stripDash(String file) {
    return file.startsWith("-") ? file.substring(1) : file;
  }

  private static boolean passesOptions(String command) {
    return List.of(command.split("\\s+")).contains("$" + VARIABLE)
        || command.contains("${" + VARIABLE + "}");
  }
}
