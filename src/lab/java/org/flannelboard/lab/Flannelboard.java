package org.flannelboard.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The product as its users have it: the program of target/app, run as the lab's workstation. */
record Flannelboard(Lab lab, Path profile) {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Runs a command to its end. */
  Ran run(String... arguments) {
    return start(arguments).await(PATIENCE);
  }

  /** Runs a command that prints a JSON document. */
  Ran json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return run(all.toArray(String[]::new));
  }

  /** Starts a command. */
  Program start(String... arguments) {
    Path program = Path.of("target/app/bin/flannelboard").toAbsolutePath();
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "--profile", profile.toString()));
    command.addAll(List.of(arguments));
    return lab.start(command);
  }

  /** Brings all nodes to the wanted state, from whatever state they are in. */
  void deploy() {
    json("push", "--all", "--yes").exits(0);
  }
}
