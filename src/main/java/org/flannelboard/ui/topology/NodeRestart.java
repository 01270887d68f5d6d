package org.flannelboard.ui.topology;

import org.flannelboard.app.Messages;
import org.flannelboard.app.Restarts;
import org.flannelboard.app.Service;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/** A restart from the window: looked into, asked about, done as a job, told of. */
final class NodeRestart {

  private final Session session;
  private final Words words;
  private final Restarts restarts;

  NodeRestart(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.restarts = new Restarts(session.cluster(), session.door());
  }

  /** Finds out what a restart would hit, then asks. */
  void propose(NodeSpec node, Service service) {
    session
        .jobs()
        .start(
            words.text("restart.looking", "unit", service.code(), "node", node.id()),
            _ -> restarts.propose(node, service),
            this::ask);
  }

  private void ask(Result<Restarts.Proposal, Failure> proposed) {
    switch (proposed) {
      case Result.Err<Restarts.Proposal, Failure>(Failure failure) -> tell(failure);
      case Result.Ok<Restarts.Proposal, Failure>(Restarts.Proposal proposal) ->
          session.show(
              new Sheet(
                  spoken ->
                      RestartSheet.of(proposal, spoken, () -> run(proposal), session::closeSheet),
                  session::closeSheet));
    }
  }

  private void run(Restarts.Proposal proposal) {
    session.closeSheet();
    String unit = proposal.before().name();
    session
        .jobs()
        .change(
            words.text("restart.running", "unit", unit, "node", proposal.node().id()),
            _ -> restarts.run(proposal),
            ended -> tell(proposal, ended));
  }

  private void tell(Restarts.Proposal proposal, Result<Restarts.Restarted, Failure> ended) {
    session.status().refresh();
    switch (ended) {
      case Result.Err<Restarts.Restarted, Failure>(Failure failure) -> tell(failure);
      case Result.Ok<Restarts.Restarted, Failure>(Restarts.Restarted restarted) -> {
        String title =
            words.text(
                "restart.done",
                "unit",
                restarted.after().name() + " " + restarted.after().activeState(),
                "node",
                proposal.node().id());
        String pairs =
            words.text(
                "restart.pairs", "reached", restarted.reached(), "pairs", restarted.mesh().size());
        session.tell(new Notice(restarted.succeeded() ? Status.OK : Status.WARNING, title, pairs));
      }
    }
  }

  private void tell(Failure failure) {
    Messages.Explanation why = words.describe(failure);
    session.tell(new Notice(Status.FAILED, why.message(), why.remedy()));
  }
}
