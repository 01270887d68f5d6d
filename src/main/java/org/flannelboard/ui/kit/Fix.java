package org.flannelboard.ui.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Diagnostics;
import org.flannelboard.app.Fixes;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.ui.kit.FixState.Mark;
import org.jspecify.annotations.Nullable;

/**
 * The fixing of a finding, one at a time: proposed in the background, confirmed by the person,
 * followed line by line, proved by another diagnosis.
 */
public final class Fix {

  private final Session session;
  private final Fixes fixes;
  private final Consumer<FixState> show;
  private final Sheet question;
  private final ReadOnlyObjectWrapper<FixState> state =
      new ReadOnlyObjectWrapper<>(new FixState.Idle());
  private @Nullable Job job;

  private Fix(Session session) {
    this.session = session;
    this.fixes = new Fixes(session.cluster(), session.door());
    this.show = session.bridge().latest(this::progressed);
    this.question = new Sheet(words -> FixSheet.of(this, words), this::leave);
  }

  /** The session's own. */
  public static Fix of(Session session) {
    return session.kept(Fix.class, () -> new Fix(session));
  }

  // Properties

  public ReadOnlyObjectProperty<FixState> state() {
    return state.getReadOnlyProperty();
  }

  /** The ways to fix a finding, the least invasive first. */
  public List<Fixes.Choice> choices(Finding finding) {
    return fixes.choices(finding);
  }

  // Commands

  /**
   * Finds out what a remedy would do; nothing happens while a change is at work.
   *
   * @param seen what the finding was made from
   */
  public void propose(Diagnostics.Report seen, Finding finding, Remedy remedy, Words words) {
    if (session.engaged().get() || session.readOnly()) {
      return;
    }
    state.set(new FixState.Proposing(finding));
    session.show(question);
    job =
        session
            .jobs()
            .start(
                words.text("fix.proposing"),
                _ -> fixes.propose(seen, finding, remedy),
                proposed -> proposed(finding, proposed));
  }

  /** Does what was proposed. */
  public void confirm(Words words) {
    if (state.get() instanceof FixState.Confirming(Fixes.Proposal proposal)) {
      Board board = new Board(proposal);
      state.set(board.state());
      job =
          session
              .jobs()
              .change(
                  words.text("fix.running"),
                  control ->
                      fixes.run(
                          proposal, board, new Diagnostics.Watcher(_ -> {}, control.cancelled())),
                  this::ended);
    }
  }

  /** Has the work end between two steps. */
  public void stop() {
    if (job != null) {
      job.cancel();
    }
  }

  /** Lets go of what was proposed, or of what came of it; what is at work goes on. */
  public void leave() {
    if (state.get() instanceof FixState.Proposing && job != null) {
      job.cancel();
    }
    if (!(state.get() instanceof FixState.Running)) {
      state.set(new FixState.Idle());
    }
    session.closeSheet();
  }

  private void proposed(Finding finding, Result<Fixes.Proposal, Failure> proposed) {
    // The person may have left meanwhile.
    if (state.get() instanceof FixState.Proposing(Finding asked) && asked.equals(finding)) {
      state.set(
          switch (proposed) {
            case Result.Ok<Fixes.Proposal, Failure>(Fixes.Proposal proposal) ->
                new FixState.Confirming(proposal);
            case Result.Err<Fixes.Proposal, Failure>(Failure failure) ->
                new FixState.Refused(finding, failure);
          });
    }
  }

  private void progressed(FixState next) {
    if (state.get() instanceof FixState.Running) {
      state.set(next);
    }
  }

  /** The proof comes to whoever left the work to itself, too. */
  private void ended(Fixes.Report report) {
    state.set(new FixState.Ended(report));
    if (session.sheet().get() != question) {
      session.show(question);
    }
    session.status().refresh();
    session.drift().changed();
    if (!session.mesh().running().get()) {
      session.mesh().probe();
    }
    Inquiry.of(session).settle(report.after());
  }

  /** How far each line is; told by whoever works on the node, shown in the window. */
  private final class Board implements ApplyListener {

    private final Fixes.Proposal proposal;
    private final List<Mark> marks;

    Board(Fixes.Proposal proposal) {
      this.proposal = proposal;
      this.marks =
          new ArrayList<>(Collections.nCopies(proposal.lines().size(), new Mark.Waiting()));
    }

    synchronized FixState.Running state() {
      return new FixState.Running(proposal, marks);
    }

    @Override
    public void started(NodeId node, StepId step) {
      mark(node, step, Mark.Waiting.class, new Mark.Working());
    }

    @Override
    public void finished(NodeId node, StepId step, StepOutcome outcome) {
      mark(node, step, Mark.Working.class, new Mark.Done(outcome));
    }

    @Override
    public void started(StepId step) {
      mark(null, step, Mark.Waiting.class, new Mark.Working());
    }

    @Override
    public void finished(StepId step, StepOutcome outcome) {
      mark(null, step, Mark.Working.class, new Mark.Done(outcome));
    }

    /** Of lines alike the first that stands as it must. A push tells of what is no line, too. */
    private synchronized void mark(
        @Nullable NodeId node, StepId step, Class<? extends Mark> from, Mark to) {
      for (int i = 0; i < marks.size(); i++) {
        Fixes.Line line = proposal.lines().get(i);
        if (Objects.equals(line.node(), node)
            && line.step().id() == step
            && from.isInstance(marks.get(i))) {
          marks.set(i, to);
          show.accept(state());
          return;
        }
      }
    }
  }
}
