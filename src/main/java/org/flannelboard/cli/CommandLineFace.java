package org.flannelboard.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** The command line as a whole: its commands, and what becomes of a word it does not know. */
public final class CommandLineFace {

  private final CliContext context;

  public CommandLineFace(CliContext context) {
    this.context = context;
  }

  /** Runs one command and gives the process's exit status. */
  public int run(String... arguments) {
    Invocation invocation = new Invocation(context);
    // picocli's classes are Java 5's, which no class archive keeps: the window does without.
    return invocation.takes(List.of(arguments)) ? invocation.openWindow() : parsed(arguments);
  }

  private int parsed(String... arguments) {
    return settings(new CommandTree(context).meantBy(arguments))
        // What a few commands do not understand is told by all of them: it may be a word of
        // another.
        .setParameterExceptionHandler(
            (_, words) -> settings(new CommandTree(context).whole()).execute(words))
        .execute(arguments);
  }

  private CommandLine settings(CommandLine line) {
    return line.setOut(new PrintWriter(context.out(), true))
        .setErr(new PrintWriter(context.err(), true))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
