package org.flannelboard.cli;

import java.util.concurrent.Callable;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.StatusReader;
import org.flannelboard.base.Result;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "How nodes, services, certificates and etcd stand.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private final Invocation invocation;

  StatusCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(
        opened -> {
          ClusterStatus status = new StatusReader(opened.cluster(), opened.door()).read();
          if (invocation.json) {
            opened
                .terminal()
                .print(Json.write(StatusJson.of(status, opened.terminal().messages())));
          } else {
            new StatusPrinter(opened.terminal()).print(status);
          }
          return Result.ok(
              status.healthy()
                  ? ExitCode.AS_IT_SHOULD
                  : status.known() ? ExitCode.SOMETHING_IS_NOT : ExitCode.COULD_NOT_FIND_OUT);
        });
  }
}
