package org.flannelboard.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "flannelboard",
    description = {
      "Deploys and watches flannel networks, node by node, over plain SSH.",
      "Without a command it opens the window."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 as it should be, 1 something is not, 2 wrong usage or profile,",
      "3 could not find out."
    })
final class RootCommand implements Callable<Integer> {

  @Mixin private final Invocation invocation;

  RootCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.openWindow();
  }
}
