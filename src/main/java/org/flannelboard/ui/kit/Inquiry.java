package org.flannelboard.ui.kit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics;
import org.flannelboard.app.Diagnostics.Probe;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.base.CancelToken;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What the person wants explained, and the diagnoses they asked for: one at a time, as a job that
 * tells what it sends. The views share it, so that what was found for a cell is known on the map.
 */
public final class Inquiry {

  private final Session session;
  private final Diagnostics diagnostics;
  private final Consumer<Progress> sent;
  private final ReadOnlyObjectWrapper<Subject.@Nullable OnPair> pair =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Idle());
  private final ReadOnlyObjectWrapper<@Nullable Report> latest = new ReadOnlyObjectWrapper<>();
  private @Nullable Job job;
  private int asked;

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

  // Commands

  /** Has a pair explained, unless it is. */
  public void explain(Subject.OnPair wanted, Words words) {
    if (!wanted.equals(pair.get())) {
      pair.set(wanted);
      ask(wanted, words);
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

  /** Takes what somebody else found of all nodes. */
  public void learn(Report report) {
    Report known = latest.get();
    if (known == null || report.facts().at().isAfter(known.facts().at())) {
      latest.set(report);
    }
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
