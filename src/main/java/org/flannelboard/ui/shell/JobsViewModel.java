package org.flannelboard.ui.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.PushBoard;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The long work in the status bar and in the list above it; the push is part of it. */
final class JobsViewModel {

  /** Nothing says how far the work is. */
  static final double INDETERMINATE = -1;

  private final Session session;
  private final Words words;
  private final ObjectBinding<List<Shown>> jobs;
  private final ObjectBinding<PushState> push;
  private final StringBinding summary;
  private final DoubleBinding progress;

  /** A job as it stood when the list was last looked at. */
  record Shown(Job job, Job.State state) {
    static Shown of(Job job) {
      return new Shown(job, job.state().get());
    }
  }

  JobsViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    var all = session.jobs().all();
    var state = session.push().state();
    var reading = session.status().reading();
    this.jobs = Bindings.createObjectBinding(() -> all.stream().map(Shown::of).toList(), all);
    this.push = Bindings.createObjectBinding(state::get, state);
    this.summary = Bindings.createStringBinding(this::summarize, all, state, reading);
    this.progress = Bindings.createDoubleBinding(() -> progress(state.get()), state);
  }

  // Properties

  /** The jobs, the latest first. */
  ObjectBinding<List<Shown>> jobs() {
    return jobs;
  }

  /** The push, which is a job too, but one of its own kind. */
  ObjectBinding<PushState> push() {
    return push;
  }

  /** What is being done just now, in a line. */
  StringBinding summary() {
    return summary;
  }

  /** How far the push is: 0 to 1, or {@link #INDETERMINATE}. */
  DoubleBinding progress() {
    return progress;
  }

  /** How many things are at work. */
  int running() {
    long jobsRunning =
        session.jobs().all().stream().filter(it -> it.state().get() == Job.State.RUNNING).count();
    return (int) jobsRunning + (session.push().state().get().busy() ? 1 : 0);
  }

  /** How long ago a job began. */
  StringBinding age(Job job) {
    return Bindings.createStringBinding(() -> age(job.began()), session.now());
  }

  // Commands

  /** Asks the push to stop after the step each node is at. */
  void stopPush() {
    session.push().cancel();
  }

  private String age(Instant began) {
    Instant now = Objects.requireNonNull(session.now().get());
    return words.text("age.ago", "age", words.age(Duration.between(began, now)));
  }

  private String summarize() {
    int running = running();
    PushState now = session.push().state().get();
    if (running > 1) {
      return words.text("tasks.running", "count", running);
    }
    if (now instanceof PushState.Running || now instanceof PushState.Proposing) {
      return words.text(
          now instanceof PushState.Running ? "activity.pushing" : "activity.proposing");
    }
    return session.jobs().all().stream()
        .filter(it -> it.state().get() == Job.State.RUNNING)
        .findFirst()
        .map(Job::title)
        .orElseGet(
            () ->
                words.text(
                    session.status().reading().get() ? "activity.reading" : "activity.idle"));
  }

  static double progress(@Nullable PushState push) {
    if (!(push instanceof PushState.Running(PushBoard board))) {
      return INDETERMINATE;
    }
    List<PushBoard.Progress> steps =
        board.nodes().values().stream().map(it -> it.values()).flatMap(Collection::stream).toList();
    long ended = steps.stream().filter(PushBoard.Progress.Ended.class::isInstance).count();
    return steps.isEmpty() ? INDETERMINATE : (double) ended / steps.size();
  }
}
