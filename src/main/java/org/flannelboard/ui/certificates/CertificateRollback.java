package org.flannelboard.ui.certificates;

import java.util.List;
import java.util.function.Consumer;
import org.flannelboard.app.Rollbacks;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/** The way back for a node that did not come back by itself. */
final class CertificateRollback {

  private final Session session;
  private final Words words;
  private final Consumer<Question> ask;
  private final Consumer<Job> watch;
  private final Rollbacks rollbacks;

  CertificateRollback(Session session, Words words, Consumer<Question> ask, Consumer<Job> watch) {
    this.session = session;
    this.words = words;
    this.ask = ask;
    this.watch = watch;
    this.rollbacks = new Rollbacks(session.cluster());
  }

  /** Finds out what undoing would do, and asks. */
  void propose(NodeId id) {
    session
        .profile()
        .node(id)
        .ifPresent(
            node -> {
              String title = words.text("certificates.rollback", "node", id);
              watch.accept(
                  session
                      .jobs()
                      .<Result<RollbackPlan, Failure>>start(
                          title,
                          _ -> rollbacks.propose(node),
                          plan -> proposed(node, title, plan)));
            });
  }

  private void proposed(NodeSpec node, String title, Result<RollbackPlan, Failure> result) {
    result.toFailure().ifPresent(why -> session.tell(CertificateActions.failed(words, title, why)));
    result.ifOk(
        plan -> {
          List<Question.Line> lines =
              plan.actions().stream()
                  .map(action -> new Question.Line(node.id().name(), action.text(), ""))
                  .toList();
          ask.accept(
              new Question(
                  title,
                  words.text("certificates.rollback.text"),
                  List.of(),
                  lines,
                  words.text("certificates.rollback.confirm"),
                  () -> run(node, title, plan)));
        });
  }

  private void run(NodeSpec node, String title, RollbackPlan plan) {
    watch.accept(
        session
            .jobs()
            .<Result<Verification, Failure>>change(
                title,
                _ -> rollbacks.run(node, plan, _ -> {}),
                proof -> {
                  session.status().refresh();
                  proof
                      .toFailure()
                      .ifPresent(why -> session.tell(CertificateActions.failed(words, title, why)));
                  proof.ifOk(
                      _ ->
                          session.tell(
                              new Notice(
                                  Status.OK,
                                  words.text("certificates.rolled-back", "node", node.id()),
                                  "")));
                }));
  }
}
