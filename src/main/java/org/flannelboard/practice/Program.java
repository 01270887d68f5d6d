package org.flannelboard.practice;

import java.util.List;
import java.util.Map;

/** What a practice node does when systemd runs a command. */
interface Program {

  /**
   * What is run.
   *
   * @param arguments the command line, the program's path first
   * @param environment the unit's variables
   */
  record Command(List<String> arguments, Map<String, String> environment) {}

  /** What systemd does for a process of a unit. */
  interface Supervisor {

    /** Takes a line the process printed. */
    void log(String line);

    /** Learns that the process is up, after a start that took long ({@code READY=1}). */
    void ready();

    /** Learns that the process has ended. */
    void exited(int status);
  }

  /** A process that stays. */
  interface Daemon {

    /** Ends it; what it did to the node stays. */
    void stop();
  }

  /** What a start came to. */
  sealed interface Start {

    /** The process is up. */
    record Ready(Daemon daemon) implements Start {}

    /** The process goes on trying, and will call {@link Supervisor#ready}. */
    record Trying(Daemon daemon) implements Start {}

    /** The process has done its work, or failed at it. */
    record Ended(int status) implements Start {}
  }

  Start start(Machine machine, Command command, Supervisor supervisor);
}
