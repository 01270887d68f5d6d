package org.flannelboard.app.activity;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.flannelboard.app.activity.ActivityLog.Answer;
import org.flannelboard.app.activity.ActivityLog.Course;
import org.flannelboard.app.activity.ActivityLog.Said;
import org.flannelboard.app.activity.Operation.Kind;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Done;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.node.PutOutcome;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;

/**
 * Nodes, real ones or practice, whose every operation is noted in a log.
 *
 * @param behind the nodes themselves
 */
public record RecordedNodes(NodeConnector behind, ActivityLog log) implements NodeConnector {

  @Override
  public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
    return log.during(
            node.id(),
            Operation.of(Kind.CONNECT, "address", address(node)),
            () -> behind.connect(node, deadline),
            _ -> Said.good(""))
        .map(ops -> new Recorded(ops, log));
  }

  @Override
  public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
    return log.during(
        node.id(),
        Operation.of(Kind.TUNNEL, "address", address(node)),
        () -> behind.dialer(node, deadline),
        _ -> Said.good(""));
  }

  @Override
  public void close() {
    behind.close();
  }

  private static String address(NodeSpec node) {
    return node.ssh().address() + ":" + node.ssh().port();
  }

  /** One node. */
  private record Recorded(NodeOps ops, ActivityLog log) implements NodeOps {

    /** What is done behind. */
    @FunctionalInterface
    private interface Work<T> {
      Result<T, NodeFailure> run();
    }

    private <T> Result<T, NodeFailure> noted(Operation operation, Work<T> work, Answer<T> words) {
      return log.during(node(), operation, work::run, words);
    }

    @Override
    public NodeId node() {
      return ops.node();
    }

    @Override
    public Result<Observation, NodeFailure> observe(ObservationQuery query, Deadline deadline) {
      return noted(
          Operation.of(Kind.OBSERVE, "files", query.files().size(), "units", query.units().size()),
          () -> ops.observe(query, deadline),
          seen -> Said.good(NodeWords.of(seen)));
    }

    @Override
    public Result<byte[], NodeFailure> read(RemotePath path, int limit, Deadline deadline) {
      return noted(
          Operation.of(Kind.READ_FILE, "path", path),
          () -> ops.read(path, limit, deadline),
          bytes -> Said.good(bytes.length + " bytes, sha256 " + Digest.of(bytes)));
    }

    @Override
    public Result<PutOutcome, NodeFailure> put(FileWrite write, Deadline deadline) {
      return noted(
          Operation.of(
              Kind.WRITE_FILE,
              "path",
              write.path(),
              "size",
              write.content().size(),
              "sha256",
              write.content().digest()),
          () -> ops.put(write, deadline),
          made ->
              Said.good(NodeWords.of(made.now()) + (made.kept() ? "; the earlier file kept" : "")));
    }

    @Override
    public Result<FileState, NodeFailure> restore(
        RemotePath kept, RemotePath target, Deadline deadline) {
      return noted(
          Operation.of(Kind.RESTORE_FILE, "path", target, "kept", kept),
          () -> ops.restore(kept, target, deadline),
          file -> Said.good(NodeWords.of(file)));
    }

    @Override
    public Result<FileState, NodeFailure> remove(RemotePath path, Deadline deadline) {
      return noted(
          Operation.of(Kind.REMOVE_FILE, "path", path),
          () -> ops.remove(path, deadline),
          file -> Said.good(NodeWords.of(file)));
    }

    @Override
    public Result<UnitState, NodeFailure> control(UnitVerb verb, String unit, Deadline deadline) {
      return noted(
          Operation.of(Kind.CONTROL_UNIT, "verb", verb.word(), "unit", unit),
          () -> ops.control(verb, unit, deadline),
          state -> Said.good(NodeWords.of(state)));
    }

    @Override
    public Result<Done, NodeFailure> reloadUnits(Deadline deadline) {
      return noted(
          Operation.of(Kind.RELOAD_UNITS), () -> ops.reloadUnits(deadline), _ -> Said.good(""));
    }

    @Override
    public Result<String, NodeFailure> journal(String unit, int lines, Deadline deadline) {
      return noted(
          Operation.of(Kind.READ_JOURNAL, "unit", unit, "lines", lines),
          () -> ops.journal(unit, lines, deadline),
          Said::good);
    }

    @Override
    public Result<JournalStream, NodeFailure> follow(
        String unit, int lines, Consumer<String> entries, Deadline deadline) {
      AtomicInteger seen = new AtomicInteger();
      Consumer<String> counted =
          entry -> {
            seen.incrementAndGet();
            entries.accept(entry);
          };
      return started(
          Operation.of(Kind.FOLLOW_JOURNAL, "unit", unit),
          () -> ops.follow(unit, lines, counted, deadline),
          (stream, course) -> new RecordedJournal(stream, course, seen));
    }

    @Override
    public Result<PingStream, NodeFailure> ping(
        PingRequest request, Consumer<PingRound> rounds, Deadline deadline) {
      AtomicInteger seen = new AtomicInteger();
      Consumer<PingRound> counted =
          round -> {
            seen.incrementAndGet();
            rounds.accept(round);
          };
      return started(
          Operation.of(Kind.PING, "source", request.source(), "targets", request.targets().size()),
          () -> ops.ping(request, counted, deadline),
          (stream, course) -> new RecordedPing(stream, course, seen));
    }

    @Override
    public Result<NodeFacts, NodeFailure> inspect(Inspection inspection, Deadline deadline) {
      return noted(
          Operation.of(Kind.INSPECT, "depth", inspection.depth().name().toLowerCase(Locale.ROOT)),
          () -> ops.inspect(inspection, deadline),
          facts -> Said.good(NodeWords.of(facts)));
    }

    @Override
    public Result<ProbeReport, NodeFailure> probe(ProbeRequest request, Deadline deadline) {
      return noted(
          Operation.of(Kind.PROBE, "target", request.target(), "count", request.count()),
          () -> ops.probe(request, deadline),
          report -> Said.good(NodeWords.of(report)));
    }

    @Override
    public Result<String, NodeFailure> change(KernelChange change, Deadline deadline) {
      return noted(
          Operation.of(Kind.CHANGE_KERNEL, "command", change.command()),
          () -> ops.change(change, deadline),
          Said::good);
    }

    /** Notes the beginning of a stream; its end is noted by what stands around it. */
    private <T> Result<T, NodeFailure> started(
        Operation operation, Work<T> start, BiFunction<T, Course, T> around) {
      Course course = log.begin(node(), operation);
      boolean begun = false;
      try {
        Result<T, NodeFailure> started = course.running(start::run);
        started.toFailure().ifPresent(course::fail);
        begun = started.toFailure().isEmpty();
        return started.map(stream -> around.apply(stream, course));
      } finally {
        if (!begun) {
          course.abandon();
        }
      }
    }

    @Override
    public void close() {
      ops.close();
    }
  }

  /** A journal followed, which is over when somebody hears of its end or ends it. */
  private record RecordedJournal(JournalStream stream, Course course, AtomicInteger seen)
      implements JournalStream {

    @Override
    public Optional<NodeFailure> awaitEnd() throws InterruptedException {
      Optional<NodeFailure> end = stream.awaitEnd();
      end.ifPresentOrElse(course::fail, this::ended);
      return end;
    }

    @Override
    public void close() {
      stream.close();
      ended();
    }

    private void ended() {
      course.end(Said.good("lines: " + seen));
    }
  }

  /** A prober at work, which is over when somebody hears of its end or ends it. */
  private record RecordedPing(PingStream stream, Course course, AtomicInteger seen)
      implements PingStream {

    @Override
    public String prober() {
      return stream.prober();
    }

    @Override
    public Optional<NodeFailure> awaitEnd() throws InterruptedException {
      Optional<NodeFailure> end = stream.awaitEnd();
      end.ifPresentOrElse(course::fail, this::ended);
      return end;
    }

    @Override
    public void close() {
      stream.close();
      ended();
    }

    private void ended() {
      course.end(Said.good(seen + " rounds with " + stream.prober()));
    }
  }
}
