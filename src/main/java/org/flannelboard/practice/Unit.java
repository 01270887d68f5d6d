package org.flannelboard.practice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A unit in a practice systemd's memory: what was read of it, and how it is. */
final class Unit {

  /**
   * A unit's main process.
   *
   * @param file the program it was started from: gone once another file stands at that path
   */
  record Process(int pid, List<String> arguments, FileTree.File file, Program.Daemon daemon) {}

  private UnitDefinition definition;
  private String activeState = "inactive";
  private String subState = "dead";
  private String result = "success";
  private @Nullable Process process;

  Unit(UnitDefinition definition) {
    this.definition = definition;
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
    activeState = active;
    subState = sub;
    result = outcome;
    process = main;
  }
}
