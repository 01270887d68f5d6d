package org.flannelboard.cli;

import picocli.CommandLine.Command;

@Command(
    name = "practice",
    description = "The switches of practice clusters: faults, and the clock.",
    mixinStandardHelpOptions = true)
final class PracticeCommand extends CommandGroup {

  @Command(
      name = "fault",
      description = "What is broken in practice clusters.",
      mixinStandardHelpOptions = true)
  static final class Fault extends CommandGroup {}

  @Command(
      name = "clock",
      description = "The time in practice clusters.",
      mixinStandardHelpOptions = true)
  static final class Clock extends CommandGroup {}
}
