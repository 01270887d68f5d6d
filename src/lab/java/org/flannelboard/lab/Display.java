package org.flannelboard.lab;

import java.time.Duration;
import java.util.List;

/** A display of its own for one window: an X server that draws into memory, at the workstation. */
final class Display implements AutoCloseable {

  /** The window's own size: without a window manager there is nothing around it. */
  private static final String SCREEN = "1280x800x24";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Program server;
  private final String name;

  private Display(Program server, String name) {
    this.server = server;
    this.name = name;
  }

  /**
   * Starts the server on a number it finds free, and waits until it can be connected to. Keys do
   * not repeat ({@code -r}): on a busy machine they are held down longer than anybody means.
   */
  static Display open(Lab lab) {
    Program server =
        lab.start(
            List.of("Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-r"));
    try {
      return new Display(server, ":" + server.out().await(line -> !line.isBlank(), PATIENCE));
    } catch (AssertionError nothing) {
      server.end(PATIENCE);
      throw nothing;
    }
  }

  /** What a program finds it by, in the variable {@code DISPLAY}. */
  String name() {
    return name;
  }

  /** Ends the server, which takes its lock and its socket with it. */
  @Override
  public void close() {
    server.end(PATIENCE);
  }
}
