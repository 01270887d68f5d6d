package org.flannelboard.practice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A unit in a practice systemd's memory: what was read of it, and how it is. */
final class Unit {

  /**
   * A unit's main process.
   *
   * @param environment the variables it was started with
   * @param file the program it was started from: gone once another file stands at that path
   */
  record Process(
      int pid,
      List<String> arguments,
      Map<String, String> environment,
      FileTree.File file,
      Program.Daemon daemon) {}

  private UnitDefinition definition;
  private String activeState = "inactive";
  private String subState = "dead";
  private String result = "success";
  private @Nullable Process process;
  private int exitStatus;
  private @Nullable Instant started;
  private @Nullable Instant exited;
  private final Supplier<Instant> now;

  /**
   * @param now the time in the world
   */
  Unit(UnitDefinition definition, Supplier<Instant> now) {
    this.definition = definition;
    this.now = now;
  }

  UnitDefinition definition() {
    return definition;
  }

  void reread(UnitDefinition fresh) {
    definition = fresh;
  }

  String name() {
    return definition.name();
  }

  String activeState() {
    return activeState;
  }

  String subState() {
    return subState;
  }

  String result() {
    return result;
  }

  @Nullable Process process() {
    return process;
  }

  /** How its main process last ended; 0 while it runs. */
  int exitStatus() {
    return exitStatus;
  }

  /** When its main process last began. */
  @Nullable Instant started() {
    return started;
  }

  /** When its main process last ended; null while it runs. */
  @Nullable Instant exited() {
    return exited;
  }

  /** Its main process ended, or could not begin. */
  void exited(int status) {
    exitStatus = status;
    exited = now.get();
    started = started == null ? exited : started;
  }

  boolean isActive() {
    return activeState.equals("active");
  }

  boolean isActivating() {
    return activeState.equals("activating");
  }

  boolean isFailed() {
    return activeState.equals("failed");
  }

  void activating(Process trying) {
    become("activating", "start", "success", trying);
  }

  void running(Process started) {
    become("active", "running", "success", started);
  }

  /** For units without processes: sockets, timers, targets. */
  void reached() {
    boolean socket = name().endsWith(".socket");
    become("active", socket ? "listening" : "waiting", "success", null);
  }

  void dead() {
    become("inactive", "dead", "success", null);
  }

  /**
   * Ended badly.
   *
   * @param why {@code exit-code}, {@code resources} …
   */
  void failed(String why) {
    become("failed", "failed", why, null);
  }

  private void become(String active, String sub, String outcome, @Nullable Process main) {
    if (main == null && process != null) {
      exited = now.get();
    } else if (main != null && (process == null || process.pid() != main.pid())) {
      started = now.get();
      exited = null;
      exitStatus = 0;
    }
    activeState = active;
    subState = sub;
    result = outcome;
    process = main;
  }
}
