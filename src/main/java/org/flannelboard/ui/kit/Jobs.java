package org.flannelboard.ui.kit;

import java.time.InstantSource;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.flannelboard.app.task.TaskRunner;
import org.jspecify.annotations.Nullable;

/** The long work of a session: what runs, and what ended a short while ago. */
public final class Jobs {

  /** More than anyone looks back for. */
  private static final int REMEMBERED = 50;

  private final TaskRunner tasks;
  private final InstantSource clock;
  private final Bridge bridge;

  /** Tells of a job's state too, so that whoever counts what runs counts right. */
  private final ObservableList<Job> all =
      FXCollections.observableArrayList(job -> new Observable[] {job.state()});

  private final ObservableList<Job> readOnly = FXCollections.unmodifiableObservableList(all);
  private final BooleanBinding changing =
      Bindings.createBooleanBinding(() -> all.stream().anyMatch(Jobs::changes), all);

  Jobs(Opened opened, Bridge bridge) {
    this.tasks = opened.cluster().tasks();
    this.clock = opened.clock();
    this.bridge = bridge;
  }

  /** The jobs, the latest first. */
  public ObservableList<Job> all() {
    return readOnly;
  }

  /** Whether one of them is changing nodes or etcd just now. */
  public BooleanBinding changing() {
    return changing;
  }

  /** Asks those that change nodes or etcd to end early. */
  public void cancelChanges() {
    all.stream().filter(Jobs::changes).forEach(Job::cancel);
  }

  /**
   * Starts work in the background that only looks. Called on the window's thread.
   *
   * @param title what it is about, in the window's language
   * @param show gets what came of it, on the window's thread; is not called if the work threw,
   *     which then goes to the uncaught-exception handler
   */
  public <T> Job start(String title, Job.Work<T> work, Consumer<T> show) {
    return start(new Job(title, clock.instant(), false), work, show);
  }

  /** The same for work that changes nodes or etcd: the window is not left over it unasked. */
  public <T> Job change(String title, Job.Work<T> work, Consumer<T> show) {
    return start(new Job(title, clock.instant(), true), work, show);
  }

  private <T> Job start(Job job, Job.Work<T> work, Consumer<T> show) {
    all.addFirst(job);
    if (all.size() > REMEMBERED) {
      all.removeIf(each -> all.size() > REMEMBERED && each.state().get() != Job.State.RUNNING);
    }
    Consumer<Job.Progress> report = bridge.latest(job::show);
    Consumer<Ended<T>> end =
        bridge.latest(
            ended -> {
              job.end(ended.error());
              if (ended.value() != null) {
                show.accept(ended.value());
              }
            });
    tasks.start(job.title(), () -> run(work, new Job.Control(job.token(), report), end)).detach();
    return job;
  }

  private static boolean changes(Job job) {
    return job.changing() && job.state().get() == Job.State.RUNNING;
  }

  private static <T> boolean run(Job.Work<T> work, Job.Control control, Consumer<Ended<T>> end) {
    try {
      end.accept(new Ended<>(work.run(control), null));
      return true;
    } catch (RuntimeException | Error e) {
      end.accept(new Ended<>(null, e));
      throw e;
    }
  }

  private record Ended<T>(@Nullable T value, @Nullable Throwable error) {}
}
