package org.flannelboard.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that is only the first word of others. */
abstract class CommandGroup implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // set by picocli before the call
  @Spec
  CommandSpec spec;

  @Override
  public final Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Missing: one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
