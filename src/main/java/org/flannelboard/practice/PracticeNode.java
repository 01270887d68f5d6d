package org.flannelboard.practice;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Done;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.KernelChange;
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

/** A connection to a practice node. It breaks when the node's cable is pulled, for good. */
final class PracticeNode implements NodeOps {

  private static final int JOURNAL_END = 40;

  private static final double MEGABYTE = 1024.0 * 1024.0;

  private final World world;
  private final Faults faults;
  private final Machine machine;
  private final PracticeTiming timing;
  private final Pacer pacer;
  private final PracticeFiles files;
  private final int cuts;
  private final List<NodeStream> streams = new ArrayList<>();
  private boolean closed;

  PracticeNode(World world, Faults faults, Machine machine, PracticeTiming timing, Pacer pacer) {
    this.world = world;
    this.faults = faults;
    this.machine = machine;
    this.timing = timing;
    this.pacer = pacer;
    this.files = new PracticeFiles(world, faults, machine);
    this.cuts = machine.cuts();
  }

  @Override
  public NodeId node() {
    return machine.id();
  }

  @Override
  public Result<Observation, NodeFailure> observe(ObservationQuery query, Deadline deadline) {
    return perform("observe", Duration.ZERO, deadline, () -> Result.ok(observation(query)));
  }

  @Override
  public Result<byte[], NodeFailure> read(RemotePath path, int limit, Deadline deadline) {
    return perform("read " + path, Duration.ZERO, deadline, () -> files.read(path, limit));
  }

  @Override
  public Result<PutOutcome, NodeFailure> put(FileWrite write, Deadline deadline) {
    double megabytes = write.content().size() / MEGABYTE;
    Duration sending = Duration.ofNanos((long) (timing.perMegabyte().toNanos() * megabytes));
    return perform("write " + write.path(), sending, deadline, () -> files.put(write));
  }

  @Override
  public Result<FileState, NodeFailure> restore(
      RemotePath kept, RemotePath target, Deadline deadline) {
    return perform("restore " + target, Duration.ZERO, deadline, () -> files.restore(kept, target));
  }

  @Override
  public Result<FileState, NodeFailure> remove(RemotePath path, Deadline deadline) {
    return perform("remove " + path, Duration.ZERO, deadline, () -> files.remove(path));
  }

  @Override
  public Result<UnitState, NodeFailure> control(UnitVerb verb, String unit, Deadline deadline) {
    String operation = verb.word() + " " + unit;
    boolean quick = verb == UnitVerb.RESET_FAILED;
    return perform(
        operation,
        quick ? Duration.ZERO : timing.unitChange(),
        deadline,
        () -> outcome(verb, unit, operation, machine.systemd().control(verb, unit), deadline));
  }

  private Result<UnitState, NodeFailure> outcome(
      UnitVerb verb,
      String unit,
      String operation,
      Optional<Systemd.Refusal> refusal,
      Deadline deadline) {
    if (refusal.isEmpty()) {
      return Result.ok(machine.systemd().state(unit));
    }
    if (refusal.get().hanging() && deadline.remaining().compareTo(Systemd.START_TIMEOUT) < 0) {
      return Result.err(new NodeFailure.TimedOut(node(), operation));
    }
    return Result.err(
        new NodeFailure.UnitRefused(
            node(),
            unit,
            verb.word(),
            refusal.get().why(),
            machine.systemd().journal().tail(unit, JOURNAL_END)));
  }

  @Override
  public Result<Done, NodeFailure> reloadUnits(Deadline deadline) {
    return perform(
        "daemon-reload",
        timing.unitChange(),
        deadline,
        () -> {
          machine.systemd().reload();
          return Result.ok(Done.DONE);
        });
  }

  @Override
  public Result<String, NodeFailure> journal(String unit, int lines, Deadline deadline) {
    return perform(
        "journal " + unit,
        Duration.ZERO,
        deadline,
        () -> Result.ok(machine.systemd().journal().tail(unit, lines)));
  }

  @Override
  public Result<JournalStream, NodeFailure> follow(
      String unit, int lines, Consumer<String> entries, Deadline deadline) {
    return perform(
        "follow journal of " + unit,
        Duration.ZERO,
        deadline,
        () -> {
          JournalRun run = new JournalRun(world, machine, unit, lines, entries, this::broken);
          keep(run);
          run.begin(pacer);
          return Result.ok(run);
        });
  }

  @Override
  public Result<PingStream, NodeFailure> ping(
      PingRequest request, Consumer<PingRound> rounds, Deadline deadline) {
    String operation = "ping from " + request.source();
    return perform(
        operation,
        Duration.ZERO,
        deadline,
        () ->
            machine.network().isLocal(request.source())
                ? start(request, rounds)
                : stranger(request, operation));
  }

  private Result<PingStream, NodeFailure> start(PingRequest request, Consumer<PingRound> rounds) {
    PingRun run = new PingRun(world, machine, request, rounds, this::broken);
    keep(run);
    run.begin(pacer);
    return Result.ok(run);
  }

  private void keep(NodeStream stream) {
    streams.removeIf(NodeStream::isOver);
    streams.add(stream);
  }

  private Result<PingStream, NodeFailure> stranger(PingRequest request, String operation) {
    String why = request.source() + " is not an address of this node";
    return Result.err(new NodeFailure.CommandFailed(node(), operation, 1, why));
  }

  @Override
  public Result<NodeFacts, NodeFailure> inspect(Inspection inspection, Deadline deadline) {
    return perform(
        "inspect",
        Duration.ZERO,
        deadline,
        () -> Result.ok(new Inspector(world, machine).facts(inspection)));
  }

  @Override
  public Result<ProbeReport, NodeFailure> probe(ProbeRequest request, Deadline deadline) {
    return perform(
        "probe " + request.target(),
        Prober.length(request),
        deadline,
        () -> new Prober(world, machine).send(request));
  }

  @Override
  public Result<String, NodeFailure> change(KernelChange change, Deadline deadline) {
    return perform(
        change.command(),
        Duration.ZERO,
        deadline,
        () -> new KernelTool(world, machine).change(change));
  }

  @Override
  public void close() {
    List<NodeStream> running =
        world.locked(
            () -> {
              closed = true;
              return List.copyOf(streams);
            });
    running.forEach(NodeStream::close);
  }

  /** What has become of the connection, if it is no more. */
  private Optional<NodeFailure> broken(String operation) {
    if (closed) {
      return Optional.of(new NodeFailure.ConnectionLost(node(), operation, "closed"));
    }
    return machine.cuts() == cuts
        ? Optional.empty()
        : Optional.of(new NodeFailure.ConnectionLost(node(), operation, "no answer to keep-alive"));
  }

  /** Lets the time pass that it takes, then does it, if the connection still stands. */
  private <T> Result<T, NodeFailure> perform(
      String operation,
      Duration extra,
      Deadline deadline,
      Supplier<Result<T, NodeFailure>> action) {
    if (!passes(timing.exchange().plus(extra), deadline)) {
      return Result.err(new NodeFailure.TimedOut(node(), operation));
    }
    return world.locked(
        () ->
            broken(operation)
                .or(this::refused)
                .<Result<T, NodeFailure>>map(Result::err)
                .orElseGet(action));
  }

  /** Whether the operation is done before its deadline. */
  private boolean passes(Duration length, Deadline deadline) {
    Duration left = deadline.remaining();
    try {
      timing.pauses().pause(length.compareTo(left) < 0 ? length : left);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !deadline.expired();
  }

  private Optional<NodeFailure> refused() {
    return faults.isOn(new PracticeFault.SudoRefused(node()))
        ? Optional.of(
            new NodeFailure.SudoRefused(
                node(),
                machine.spec().ssh().user(),
                machine.spec().ssh().user() + " is not in the sudoers file"))
        : Optional.empty();
  }

  private Observation observation(ObservationQuery query) {
    Map<RemotePath, FileState> states = new HashMap<>();
    query
        .files()
        .forEach(file -> states.put(file.path(), files.state(file.path(), file.contentLimit())));
    Map<String, UnitState> units = new HashMap<>();
    query.units().forEach(unit -> units.put(unit, machine.systemd().state(unit)));
    return new Observation(
        node(),
        world.now().plus(machine.skew()).truncatedTo(ChronoUnit.MILLIS),
        machine.host(),
        states,
        units,
        query.network() ? Known.of(machine.network().state()) : Known.notChecked(),
        query.containers() ? containers() : Known.notChecked());
  }

  private Known<List<Observation.Container>> containers() {
    return machine.systemd().isActive(GuideStart.DOCKER)
        ? Known.of(List.copyOf(machine.containers()))
        : Known.unknown("docker is not active");
  }
}
