package org.flannelboard.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.Runbook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runbook",
    description = "Print what push would do, to be read or run by hand.",
    mixinStandardHelpOptions = true)
final class RunbookCommand implements Callable<Integer> {

  /** The form of a runbook. */
  enum Form {
    /** A shell script. */
    sh,
    /** Markdown in the guide's own order. */
    markdown
  }

  private final Invocation invocation;

  @Parameters(paramLabel = "NODE", description = "Nodes it is about (default: all).")
  List<String> names = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "markdown",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Form form = Form.markdown;

  RunbookCommand(Invocation invocation) {
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
                      Runbook runbook =
                          new Runbook(
                              opened.cluster().profile(),
                              proposal.plan(),
                              opened.terminal().messages());
                      String text =
                          switch (form) {
                            case sh -> runbook.script();
                            case markdown -> runbook.markdown();
                          };
                      if (invocation.json) {
                        opened.terminal().print(Json.write(Json.object().put("runbook", text)));
                      } else {
                        opened.terminal().print(text.stripTrailing());
                      }
                      proposal.unreachable().values().forEach(opened.terminal()::complain);
                      return proposal.unreachable().isEmpty()
                          ? ExitCode.AS_IT_SHOULD
                          : ExitCode.COULD_NOT_FIND_OUT;
                    }));
  }
}
