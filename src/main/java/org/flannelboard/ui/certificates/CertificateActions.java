package org.flannelboard.ui.certificates;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.CertificateChange;
import org.flannelboard.app.CertificateSource;
import org.flannelboard.app.Certificates;
import org.flannelboard.app.Distribution;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.PushReport;
import org.flannelboard.app.RollingRenewal;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StepText;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** What can be done with certificates: each is found out, asked, done as a job, and told. */
final class CertificateActions {

  private final Session session;
  private final Words words;
  private final Certificates certificates;
  private final Consumer<Question> ask;
  private final ReadOnlyObjectWrapper<@Nullable Job> job = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Path> issued = new ReadOnlyObjectWrapper<>();
  private final BooleanBinding busy;

  /**
   * The actions of a session.
   *
   * @param ask lays a question before the person
   */
  CertificateActions(Session session, Words words, Consumer<Question> ask) {
    this.session = session;
    this.words = words;
    this.ask = ask;
    this.certificates = new Certificates(session.cluster());
    this.busy = job.isNotNull().or(session.engaged());
  }

  // Properties

  /** What is at work; null if nothing is. */
  ReadOnlyObjectProperty<@Nullable Job> job() {
    return job.getReadOnlyProperty();
  }

  /** Whether something is at work, so that nothing else can be begun. */
  BooleanBinding busy() {
    return busy;
  }

  /** The folder a certificate was issued to here; null before that. */
  ReadOnlyObjectProperty<@Nullable Path> issued() {
    return issued.getReadOnlyProperty();
  }

  // Commands

  /** Issues to files; the next distribution takes them. */
  void issue(Path folder, CertificateSpec.Ca ca, CertificateSpec.Request request) {
    start(
        words.text("certificates.job.issue"),
        _ -> certificates.issue(folder, ca, request),
        made -> {
          issued.set(folder.toAbsolutePath());
          tell(
              new Notice(
                  made.endWithAuthority() == null ? Status.OK : Status.WARNING,
                  words.text("certificates.issued"),
                  made.endWithAuthority() == null
                      ? folder.toString()
                      : folder + "\n" + words.endsWithAuthority(made.endWithAuthority()),
                  new Notice.Action(
                      words.text("certificates.distribute-all"),
                      () -> distribute(session.nodes()))));
        });
  }

  /** Makes a new authority in files. */
  void createAuthority(Path folder, CertificateSpec.Request request, Runnable then) {
    start(
        words.text("certificates.job.create-ca"),
        _ -> certificates.createAuthority(folder, request),
        files -> {
          tell(
              new Notice(
                  Status.OK,
                  words.text("certificates.ca-created"),
                  words.text("certificates.ca-created.text", "folder", folder)));
          then.run();
        });
  }

  /** Writes the ends of all certificates into a calendar file. */
  void export(Path file) {
    start(
        words.text("certificates.job.export"),
        _ ->
            certificates.exportCalendar(
                file,
                certificates.calendar(
                    certificates.survey(),
                    certificates.authority().toOptional().orElse(null),
                    Messages.of(words.locale()))),
        written ->
            tell(new Notice(Status.OK, words.text("certificates.exported"), written.toString())));
  }

  /** Asks whether to give these nodes the certificate: the issued one, else one that fits. */
  void distribute(List<NodeSpec> targets) {
    if (busy.get() || targets.isEmpty()) {
      return;
    }
    Distribution distribution = new Distribution(session.cluster(), session.door());
    Path folder = issued.get();
    CertificateSource source =
        folder == null ? new CertificateSource.WhatFits() : CertificateSource.Files.in(folder);
    start(
        words.text("certificates.job.propose"),
        _ -> distribution.propose(targets, source),
        proposal -> {
          if (proposal.plan().isEmpty() && proposal.unreachable().isEmpty()) {
            tell(new Notice(Status.OK, words.text("certificates.nothing-to-do"), ""));
          } else {
            ask.accept(distributing(distribution, proposal));
          }
        });
  }

  /** Asks whether to renew on these nodes, one after the other. */
  void renew(List<NodeSpec> targets) {
    if (busy.get() || targets.isEmpty()) {
      return;
    }
    RollingRenewal renewal = new RollingRenewal(session.cluster(), session.door());
    start(
        words.text("certificates.job.propose"),
        _ -> renewal.propose(targets),
        proposal -> ask.accept(renewing(renewal, proposal)));
  }

  private Question distributing(Distribution distribution, Proposal proposal) {
    return question(
        words.text("certificates.distribute.title", "count", proposal.plan().nodes().size()),
        words.text("certificates.distribute.text"),
        proposal,
        words.text("certificates.distribute"),
        () ->
            change(
                words.text("certificates.job.distribute"),
                control ->
                    Result.ok(
                        distribution.apply(
                            proposal,
                            new Counting(control, proposal.plan().nodes().size()),
                            control.cancelled())),
                this::distributed));
  }

  private Question renewing(RollingRenewal renewal, Proposal proposal) {
    return question(
        words.text("certificates.renew.title", "count", proposal.plan().nodes().size()),
        words.text("certificates.renew.text"),
        proposal,
        words.text("certificates.renew"),
        () ->
            change(
                words.text("certificates.job.renew"),
                control ->
                    Result.ok(renewal.run(proposal, new Following(control), control.cancelled())),
                this::renewed));
  }

  private Question question(
      String title, String text, Proposal proposal, String confirm, Runnable run) {
    List<Question.Line> lines = CertificateChange.of(proposal).stream().map(this::line).toList();
    return new Question(title, text, notes(proposal), lines, confirm, run);
  }

  private Question.Line line(CertificateChange change) {
    if (change.after().isEmpty()) {
      return new Question.Line(
          change.node().name(), change.what(), words.text("certificates.restarts"));
    }
    String before = change.before().isEmpty() ? words.text("certificates.new") : change.before();
    return new Question.Line(
        change.node().name(),
        change.what() + "  " + change.mode(),
        before.equals(change.after()) ? change.after() : before + " → " + change.after());
  }

  private List<Light> notes(Proposal proposal) {
    List<Light> notes = new ArrayList<>();
    proposal
        .unreachable()
        .forEach(
            (node, why) -> notes.add(new Light(Status.FAILED, node + ": " + words.message(why))));
    StepText text = new StepText(words);
    Set<String> risks = new LinkedHashSet<>();
    for (NodePlan plan : proposal.plan().nodes()) {
      plan.problems()
          .forEach(
              it -> notes.add(new Light(Status.FAILED, plan.node() + ": " + words.message(it))));
      plan.changes().stream().map(text::risk).filter(risk -> !risk.isEmpty()).forEach(risks::add);
    }
    risks.forEach(risk -> notes.add(new Light(Status.WARNING, risk)));
    Path folder = issued.get();
    notes.add(
        new Light(
            Status.OK,
            proposal.certificateIssued()
                ? words.text("plan.certificate-issued")
                : folder == null
                    ? words.text("certificates.from-node")
                    : words.text("certificates.from-folder", "folder", folder)));
    proposal
        .endWithAuthority()
        .ifPresent(end -> notes.add(new Light(Status.WARNING, words.endsWithAuthority(end))));
    return notes;
  }

  private void distributed(PushReport report) {
    session.status().refresh();
    if (report.succeeded()) {
      tell(
          new Notice(
              Status.OK,
              words.text("certificates.distributed"),
              words.text("certificates.distributed.text", "count", report.nodes().size())));
      return;
    }
    report.nodes().stream()
        .flatMap(node -> node.failure().stream().map(it -> new Stop(node, it.getValue())))
        .findFirst()
        .ifPresentOrElse(
            stop -> stopped(stop.node().node(), stop.why(), stop.node().changes() > 0),
            () ->
                tell(
                    new Notice(
                        Status.WARNING,
                        words.text("certificates.not-everywhere"),
                        unreached(report))));
  }

  private record Stop(NodeOutcome node, Failure why) {}

  private String unreached(PushReport report) {
    return report.unreachable().values().stream()
        .map(words::message)
        .findFirst()
        .orElse(words.text("push.stopped"));
  }

  private void renewed(RollingRenewal.Report report) {
    session.status().refresh();
    report
        .stoppedAt()
        .ifPresentOrElse(
            node -> {
              if (report.nodes().get(node)
                  instanceof RollingRenewal.Outcome.Stopped(Failure why, boolean undoable)) {
                stopped(node, why, undoable);
              }
            },
            () ->
                tell(
                    new Notice(
                        report.succeeded() ? Status.OK : Status.WARNING,
                        words.text(
                            report.succeeded()
                                ? "certificates.renewed"
                                : "certificates.renewal-cancelled"),
                        words.text(
                            "certificates.renewed.text",
                            "count",
                            report.renewed(),
                            "all",
                            report.nodes().size()))));
  }

  private void stopped(NodeId node, Failure why, boolean undoable) {
    Messages.Explanation explained = words.describe(why);
    tell(
        new Notice(
            Status.FAILED,
            words.text("certificates.stopped", "node", node),
            explained.message() + " " + explained.remedy(),
            undoable
                ? new Notice.Action(
                    words.text("certificates.rollback", "node", node),
                    () -> new CertificateRollback(session, words, ask, this::watch).propose(node))
                : null));
  }

  /** Starts a job that changes no node; its failure is told. */
  private <T> void start(
      String title, Function<Job.Control, Result<T, Failure>> work, Consumer<T> done) {
    watch(session.jobs().start(title, work::apply, result -> ended(title, result, done)));
  }

  /** The same for one that changes nodes. */
  private <T> void change(
      String title, Function<Job.Control, Result<T, Failure>> work, Consumer<T> done) {
    watch(session.jobs().change(title, work::apply, result -> ended(title, result, done)));
  }

  private <T> void ended(String title, Result<T, Failure> result, Consumer<T> done) {
    job.set(null);
    result.ifOk(done);
    result.toFailure().ifPresent(why -> tell(failed(words, title, why)));
  }

  private void watch(Job started) {
    if (started.state().get() == Job.State.RUNNING) {
      job.set(started);
      started.state().addListener((_, _, _) -> job.set(null));
    }
  }

  static Notice failed(Words words, String title, Failure why) {
    Messages.Explanation explained = words.describe(why);
    return new Notice(Status.FAILED, title, explained.message() + " " + explained.remedy());
  }

  private void tell(Notice notice) {
    session.tell(notice);
  }

  /** Shows how many nodes have come to their end. */
  private final class Counting implements ApplyListener {

    private final Job.Control control;
    private final int all;
    private final Set<NodeId> begun = new LinkedHashSet<>();

    Counting(Job.Control control, int all) {
      this.control = control;
      this.all = all;
    }

    @Override
    public synchronized void started(NodeId node, StepId step) {
      begun.add(node);
      control
          .report()
          .accept(new Job.Progress((begun.size() - 0.5) / all, node.name() + " · " + title(step)));
    }

    @Override
    public void finished(NodeId node, StepId step, StepOutcome outcome) {}
  }

  /** Shows whose turn it is, and at which step. */
  private final class Following implements RollingRenewal.Listener {

    private final Job.Control control;
    private double part;
    private String turn = "";

    Following(Job.Control control) {
      this.control = control;
    }

    @Override
    public void node(NodeId node, int number, int all) {
      part = (number - 1.0) / all;
      turn = words.text("certificates.turn", "number", number, "all", all) + " · " + node;
      control.report().accept(new Job.Progress(part, turn));
    }

    @Override
    public void ended(NodeId node, RollingRenewal.Outcome outcome) {}

    @Override
    public void started(NodeId node, StepId step) {
      control.report().accept(new Job.Progress(part, turn + " · " + title(step)));
    }

    @Override
    public void finished(NodeId node, StepId step, StepOutcome outcome) {
      if (step == StepId.VERIFY) {
        control
            .report()
            .accept(new Job.Progress(part, turn + " · " + words.text("certificates.mesh-look")));
      }
    }
  }

  private String title(StepId step) {
    return words.text("step." + step.code());
  }
}
