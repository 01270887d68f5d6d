package org.flannelboard.ui.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics;
import org.flannelboard.app.Diagnostics.Probe;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.base.CancelToken;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What the person wants explained, and the diagnoses they asked for: one at a time, as a job that
 * tells what it sends. The views share it, so that what was found for a cell is known on the map.
 */
public final class Inquiry {

  /** Nothing that a person does between a notice and a click makes a diagnosis older than that. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final Session session;
  private final Diagnostics diagnostics;
  private final Consumer<Progress> sent;
  private final ReadOnlyObjectWrapper<Subject.@Nullable OnPair> pair =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Idle());
  private final ReadOnlyObjectWrapper<@Nullable Report> latest = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Standing> standing =
      new ReadOnlyObjectWrapper<>(new Standing(null, Set.of()));
  private @Nullable Job job;
  private int asked;

  /**
   * What is known of the cluster's causes.
   *
   * @param report the latest answer that came of a look at all nodes; null before the first
   * @param healed ids of its findings whose cells have all answered since: they are blamed for
   *     nothing that turns red later
   */
  public record Standing(@Nullable Report report, Set<String> healed) {
    public Standing {
      healed = Set.copyOf(healed);
    }

    /** The findings that nothing else explains, and that still stand. */
    public List<Finding> causes() {
      return report == null
          ? List.of()
          : report.diagnosis().roots().stream()
              .filter(finding -> !healed.contains(finding.id()))
              .toList();
    }
  }

  /** How far it is. */
  public sealed interface State {

    /** Nothing was asked, or the answer was not waited for. */
    record Idle() implements State {}

    /**
     * Nodes and etcd are looked at.
     *
     * @param pair whom it is about; null for all
     * @param probes what was sent until now to find out
     */
    record Looking(Subject.@Nullable OnPair pair, List<Probe> probes) implements State {
      public Looking {
        probes = List.copyOf(probes);
      }
    }

    /**
     * The answer is there.
     *
     * @param pair whom it is about; null for all
     */
    record Answered(Subject.@Nullable OnPair pair, Report report) implements State {}
  }

  /** What was sent for a question; the window's thread adds it up. */
  private record Progress(int question, List<Probe> probes) {}

  private Inquiry(Session session) {
    this.session = session;
    this.diagnostics = new Diagnostics(session.cluster(), session.door());
    this.sent = session.bridge().latest(this::sent);
    // These go with the session, as this does.
    session.pair().addListener((_, _, led) -> led(led));
    session.diagnosis().state().addListener((_, _, now) -> learn(now.report()));
    session.mesh().latest().addListener((_, _, now) -> compare(now));
    learn(session.diagnosis().state().get().report());
    led(session.pair().get());
  }

  /** The session's own. */
  public static Inquiry of(Session session) {
    return session.kept(Inquiry.class, () -> new Inquiry(session));
  }

  // Properties

  /** The pair that is to be explained; null for none. */
  public ReadOnlyObjectProperty<Subject.@Nullable OnPair> pair() {
    return pair.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** The latest answer that came of a look at all nodes; null before the first. */
  public ReadOnlyObjectProperty<@Nullable Report> latest() {
    return latest.getReadOnlyProperty();
  }

  /** What of that still stands. */
  public ReadOnlyObjectProperty<Standing> standing() {
    return standing.getReadOnlyProperty();
  }

  // Commands

  /** Has a pair explained, unless it is: by what was just found of all, if that is about it. */
  public void explain(Subject.OnPair wanted, Words words) {
    if (wanted.equals(pair.get())) {
      return;
    }
    cancel();
    pair.set(wanted);
    Report known = latest.get();
    if (known != null
        && fresh(known)
        && lost(known.facts().matrix(), wanted)
        && standing.get().causes().stream().anyMatch(it -> it.pairs().contains(wanted))) {
      state.set(new State.Answered(wanted, known));
    } else {
      ask(wanted, words);
    }
  }

  /** Takes what a change left as the answer to what was asked. */
  void settle(Report after) {
    learn(after);
    if (!(state.get() instanceof State.Looking)) {
      state.set(new State.Answered(null, after));
    }
  }

  /** The person has seen enough of the pair. */
  public void leave() {
    cancel();
    pair.set(null);
  }

  /**
   * Diagnoses; what was asked before is no longer waited for.
   *
   * @param about the pair; null for the whole cluster
   */
  public void ask(Subject.@Nullable OnPair about, Words words) {
    cancel();
    int question = ++asked;
    state.set(new State.Looking(about, List.of()));
    DiagnosisWords said = FindingLight.words(words);
    String title =
        about == null
            ? words.text("diagnosis.job")
            : words.text("diagnosis.job-pair", "from", about.from(), "to", about.to());
    job =
        session
            .jobs()
            .start(
                title,
                control -> look(about, question, said, control),
                report -> answered(about, question, report));
  }

  /** Waits no longer; what is under way ends before its next packet. */
  public void cancel() {
    if (job != null) {
      job.cancel();
    }
    job = null;
    asked++;
    if (state.get() instanceof State.Looking) {
      state.set(new State.Idle());
    }
  }

  private void led(Subject.@Nullable OnPair to) {
    if (to != null) {
      explain(to, Words.of(session.preferences().language().get()));
    }
  }

  /** Takes what was found of all nodes, whoever asked, if nothing later is known. */
  private void learn(@Nullable Report report) {
    Report known = latest.get();
    if (report != null && (known == null || report.facts().at().isAfter(known.facts().at()))) {
      latest.set(report);
      standing.set(new Standing(report, Set.of()));
    }
  }

  /** A finding whose cells all answer was true once. */
  private void compare(MatrixSnapshot mesh) {
    Standing before = standing.get();
    Report report = before.report();
    if (report == null) {
      return;
    }
    Set<String> healed = new HashSet<>(before.healed());
    before.causes().stream()
        .filter(finding -> !finding.pairs().isEmpty())
        .filter(finding -> answered(finding, mesh, report.facts().at()))
        .forEach(finding -> healed.add(finding.id()));
    if (healed.size() > before.healed().size()) {
      standing.set(new Standing(report, healed));
    }
  }

  private static boolean answered(Finding finding, MatrixSnapshot mesh, Instant since) {
    return finding.pairs().stream()
        .allMatch(pair -> cell(mesh, pair) instanceof Cell.Reached it && it.at().isAfter(since));
  }

  private static Cell cell(MatrixSnapshot mesh, Subject.OnPair pair) {
    return mesh.cell(mesh.nodes().indexOf(pair.from()), mesh.nodes().indexOf(pair.to()));
  }

  private boolean fresh(Report report) {
    return session.now().get().isBefore(report.facts().at().plus(FRESH));
  }

  /** Whether a ping was lost then, and is now: small packets that pass are another question. */
  private boolean lost(MatrixSnapshot then, Subject.OnPair wanted) {
    return Stream.of(then, session.mesh().latest().get())
        .allMatch(mesh -> cell(mesh, wanted) instanceof Cell.Lost);
  }

  private Report look(
      Subject.@Nullable OnPair about, int question, DiagnosisWords said, Job.Control control) {
    List<Probe> probes = new CopyOnWriteArrayList<>();
    CancelToken cancel = control.cancelled();
    Diagnostics.Watcher watcher =
        new Diagnostics.Watcher(
            probe -> {
              probes.add(probe);
              control.report().accept(new Job.Progress(-1, said.sentence(probe)));
              sent.accept(new Progress(question, probes));
            },
            cancel);
    return about == null
        ? diagnostics.all(watcher)
        : diagnostics.pair(about.from(), about.to(), watcher);
  }

  private void sent(Progress progress) {
    if (progress.question() == asked && state.get() instanceof State.Looking(var about, var _)) {
      state.set(new State.Looking(about, progress.probes()));
    }
  }

  private void answered(Subject.@Nullable OnPair about, int question, Report report) {
    if (question != asked) {
      return;
    }
    job = null;
    if (whole(report)) {
      learn(report);
    }
    state.set(new State.Answered(about, report));
  }

  /** Of a large cluster a pair's diagnosis has looked at two nodes alone. */
  private boolean whole(Report report) {
    return report.facts().sightings().size() + report.facts().silent().size()
        == session.nodes().size();
  }
}
