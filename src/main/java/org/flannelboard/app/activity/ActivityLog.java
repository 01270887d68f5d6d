package org.flannelboard.app.activity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.base.Ticker;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.profile.FileFailure;
import org.jspecify.annotations.Nullable;

/**
 * What was done on nodes and in etcd, the latest of it in memory: {@value #CHANGES_KEPT} operations
 * that could change something and, in a place of their own, so that readings every few seconds do
 * not push those out, {@value #READS_KEPT} that only read. Of each output the last {@value
 * #OUTPUT_KEPT} characters are kept. Every operation that ends can be written to a file as well.
 *
 * <p>Any thread may write and read.
 */
public final class ActivityLog implements NodeActivity {

  /** A push takes about 18 changing operations a node: all 255 nodes pushed to, and more. */
  public static final int CHANGES_KEPT = 6000;

  public static final int READS_KEPT = 1000;

  /** Characters. */
  public static final int OUTPUT_KEPT = 4096;

  /** The operation this thread is at: the one whose commands it runs. */
  private static final ScopedValue<Course> CURRENT = ScopedValue.newInstance();

  private final InstantSource clock;
  private final Ticker ticker;
  private final NavigableMap<Long, Activity> changes = new TreeMap<>();
  private final NavigableMap<Long, Activity> reads = new TreeMap<>();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private volatile long version;
  private @Nullable ActivityFile file;
  private volatile Consumer<Activity> follower = _ -> {};

  public ActivityLog(InstantSource clock, Ticker ticker) {
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Grows with everything that happens: who has seen this version has seen all. */
  public long version() {
    return version;
  }

  /** What is kept, in the order in which it began. */
  public synchronized List<Activity> latest() {
    List<Activity> all = new ArrayList<>(changes.size() + reads.size());
    all.addAll(changes.values());
    all.addAll(reads.values());
    all.sort(Comparator.comparingLong(Activity::number));
    return all;
  }

  /** Whether operations could be appended to a file; makes it if it is not there. */
  public static Result<Path, FileFailure> tryFile(Path path) {
    return ActivityFile.open(path).map(ActivityFile::path);
  }

  /**
   * From now on also appends each operation that ends to a file, as a line of JSON. The file's
   * owner alone can read it if it has to be made.
   */
  public synchronized Result<Path, FileFailure> appendTo(Path path) {
    return ActivityFile.open(path).ifOk(opened -> file = opened).map(ActivityFile::path);
  }

  /** From now on also hands on each operation that ends, on the thread that it ends on. */
  public void follow(Consumer<Activity> listener) {
    follower = listener;
  }

  /** Why the file lacks something; empty if it is whole. */
  public synchronized Optional<FileFailure> lacking() {
    return file == null ? Optional.empty() : file.lacking();
  }

  /** A change that begins now. */
  public Change change(Change.Kind kind) {
    return new Change(kind, clock.instant(), asked.incrementAndGet());
  }

  @Override
  public Command began(NodeId node, String line) {
    return CURRENT.isBound() ? CURRENT.get().command(line) : (_, _, _) -> {};
  }

  /** Notes the beginning of an operation. */
  Course begin(@Nullable NodeId node, Operation operation) {
    Change change = Change.current().orElse(null);
    synchronized (this) {
      long number = begun.incrementAndGet();
      Activity activity = Activity.beginning(number, clock.instant(), node, operation, change);
      NavigableMap<Long, Activity> kept = kept(operation);
      kept.put(number, activity);
      if (kept.size() > (operation.kind().mutating() ? CHANGES_KEPT : READS_KEPT)) {
        kept.pollFirstEntry();
      }
      version++;
      return new Course(activity, ticker.nanos());
    }
  }

  /** Notes an operation from its beginning to its end. */
  <T, F extends Failure> Result<T, F> during(
      @Nullable NodeId node, Operation operation, Supplier<Result<T, F>> work, Answer<T> words) {
    Course course = begin(node, operation);
    try {
      Result<T, F> result = course.running(work);
      switch (result) {
        case Result.Ok<T, F>(T value) -> course.end(words.of(value));
        case Result.Err<T, F>(F failure) -> course.fail(failure);
      }
      return result;
    } finally {
      course.abandon();
    }
  }

  private NavigableMap<Long, Activity> kept(Operation operation) {
    return operation.kind().mutating() ? changes : reads;
  }

  /** Puts an operation's present state in the place of its earlier one. */
  private synchronized void update(Course course, UnaryOperator<Activity> step, boolean ended) {
    Activity next = step.apply(course.state);
    course.state = next;
    kept(next.operation()).replace(next.number(), next);
    version++;
    if (ended && file != null) {
      file.append(next);
    }
  }

  /**
   * What came of an operation that went well.
   *
   * @param <T> its value
   */
  @FunctionalInterface
  interface Answer<T> {

    /** In a few English words; contents by size and SHA-256. */
    Said of(T value);
  }

  /**
   * An answer in words.
   *
   * @param good false where nothing failed and yet not what was asked for was done
   */
  record Said(boolean good, String words) {
    static Said good(String words) {
      return new Said(true, words);
    }
  }

  /** An operation under way. */
  final class Course {

    private final long began;
    private Activity state;
    private boolean over;

    Course(Activity state, long began) {
      this.state = state;
      this.began = began;
    }

    /** Does the work; the commands it runs on this thread are this operation's. */
    <T> T running(Supplier<T> work) {
      return ScopedValue.where(CURRENT, this).call(work::get);
    }

    Command command(String line) {
      update(
          this,
          activity -> {
            List<String> lines = new ArrayList<>(activity.commands());
            lines.add(line);
            return activity.running(lines);
          },
          false);
      return (status, stdout, stderr) ->
          update(
              this,
              activity -> activity.exited(status, shown(activity, stdout), end(stderr)),
              false);
    }

    void end(Said said) {
      Activity.Outcome outcome = said.good() ? Activity.Outcome.DONE : Activity.Outcome.FAILED;
      close(outcome, null, end(said.words()));
    }

    void fail(Failure failure) {
      close(Activity.Outcome.FAILED, failure, "");
    }

    /** Ends it where nothing else has: the work threw. */
    void abandon() {
      close(Activity.Outcome.FAILED, null, "");
    }

    private void close(Activity.Outcome outcome, @Nullable Failure failure, String answer) {
      synchronized (ActivityLog.this) {
        if (over) {
          return;
        }
        over = true;
        Duration took = Duration.ofNanos(ticker.nanos() - began);
        update(this, activity -> activity.ended(took, outcome, failure, answer), true);
      }
      follower.accept(state);
    }

    private static String shown(Activity activity, byte[] stdout) {
      if (activity.operation().kind().confidential()) {
        return stdout.length == 0
            ? ""
            : stdout.length + " bytes, sha256 " + Digest.of(stdout).sha256();
      }
      int from = Math.max(0, stdout.length - OUTPUT_KEPT);
      return new String(stdout, from, stdout.length - from, StandardCharsets.UTF_8);
    }

    private static String end(String text) {
      return text.length() <= OUTPUT_KEPT ? text : text.substring(text.length() - OUTPUT_KEPT);
    }
  }
}
