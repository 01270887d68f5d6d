package org.flannelboard.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program of this machine, run to its end. */
final class LabProgram {

  private LabProgram() {}

  /** What it prints; it must succeed. */
  static String run(String... command) throws IOException, InterruptedException {
    return run(Map.of(), "", command);
  }

  /** What it prints, with more environment and with input; it must succeed. */
  static String run(Map<String, String> environment, String input, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(List.of(command) + ": " + said);
    }
    return said;
  }
}
