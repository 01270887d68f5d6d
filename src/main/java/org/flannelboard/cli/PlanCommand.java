package org.flannelboard.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.Proposal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "plan",
    description = "Show what push would do. Changes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "NODE", description = "Nodes to plan for (default: all).")
  List<String> names = List.of();

  PlanCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(
        opened ->
            opened
                .cluster()
                .select(names)
                .flatMap(new Deployment(opened.cluster(), opened.door())::propose)
                .map(
                    proposal -> {
                      print(proposal, opened.terminal());
                      return verdict(proposal);
                    }));
  }

  private void print(Proposal proposal, Terminal terminal) {
    if (invocation.json) {
      terminal.print(Json.write(PlanJson.of(proposal, terminal.messages())));
    } else {
      new PlanPrinter(terminal).print(proposal);
    }
  }

  private static ExitCode verdict(Proposal proposal) {
    boolean blocked = proposal.plan().nodes().stream().anyMatch(plan -> plan.blocked());
    if (!proposal.plan().isEmpty() || blocked) {
      return ExitCode.SOMETHING_IS_NOT;
    }
    return proposal.unreachable().isEmpty() ? ExitCode.AS_IT_SHOULD : ExitCode.COULD_NOT_FIND_OUT;
  }
}
