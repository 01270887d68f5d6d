package org.flannelboard.installer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/** Another program, run to its end; that it fails ends the build. */
final class Tool {

  private Tool() {}

  /** Runs a tool of the JDK in this process. */
  static void jdk(String name, List<String> arguments) {
    ToolProvider tool =
        ToolProvider.findFirst(name)
            .orElseThrow(() -> new IllegalStateException("this JDK has no " + name));
    PrintStream out = System.out;
    int status = tool.run(out, out, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException(name + " ended with " + status + ": " + arguments);
    }
  }

  static void run(List<String> command) throws IOException, InterruptedException {
    run(Path.of(""), Map.of(), command);
  }

  /** Runs a program in a folder, with these variables beside those of this process. */
  static void run(Path folder, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    process.getInputStream().transferTo(System.out);
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          command.getFirst() + " ended with " + status + ": " + command);
    }
  }
}
