package org.flannelboard.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Programs on the machine of a test, in a home of their own.
 *
 * @param home stands for the person's home
 * @param variables further variables of the environment
 */
record Shell(Path home, Map<String, String> variables) {

  /** Longer than anything a test starts may take, in seconds. */
  private static final int PATIENCE = 300;

  /**
   * What a program said and how it ended.
   *
   * @param output both of its outputs
   */
  record Outcome(int status, String output) {

    /** What it said, if it ended well. */
    String good() {
      assertThat(status).as(output).isZero();
      return output;
    }
  }

  /** Runs a program to its end. */
  Outcome run(String... command) {
    try {
      Path output = Files.createTempFile(home, "output", ".txt");
      Process process = start(output, command);
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + List.of(command));
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a program that goes on. */
  Process start(Path output, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(it -> it.startsWith("XDG_") || it.equals("DISPLAY"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(variables);
    return builder.start();
  }

  Shell with(String variable, String value) {
    Map<String, String> all = new java.util.HashMap<>(variables);
    all.put(variable, value);
    return new Shell(home, Map.copyOf(all));
  }
}
