package org.flannelboard.practice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingRound.Echo;
import org.flannelboard.node.PingStream;
import org.jspecify.annotations.Nullable;

/**
 * A prober on a practice node: each round, each echo request goes its way, which is computed anew
 * when anything has changed.
 */
final class PingRun implements PingStream, NodeStream {

  /** Rounds start now and then; this is what a LAN with a tunnel over it takes, in microseconds. */
  private static final int QUICKEST = 260;

  /** How much slower the slowest pair of nodes is, in microseconds. */
  private static final int SPREAD = 240;

  /** Mean of what waiting in queues adds to one echo, in microseconds. */
  private static final double JITTER = 55;

  private final World world;
  private final Machine machine;
  private final PingRequest request;
  private final Consumer<PingRound> rounds;
  private final Function<String, Optional<NodeFailure>> broken;
  private final SplittableRandom random;
  private final CompletableFuture<Optional<NodeFailure>> end = new CompletableFuture<>();
  private final @Nullable Journey[] journeys;
  private Pacer.@Nullable Repetition repetition;
  private int number;

  /**
   * @param broken whether the connection it runs over is gone
   */
  PingRun(
      World world,
      Machine machine,
      PingRequest request,
      Consumer<PingRound> rounds,
      Function<String, Optional<NodeFailure>> broken) {
    this.world = world;
    this.machine = machine;
    this.request = request;
    this.rounds = rounds;
    this.broken = broken;
    this.random = world.random().split();
    this.journeys = new Journey[request.targets().size()];
  }

  void begin(Pacer pacer) {
    repetition = pacer.every(request.interval(), this::round);
  }

  @Override
  public boolean isOver() {
    return end.isDone();
  }

  @Override
  public String prober() {
    return "practice";
  }

  @Override
  public Optional<NodeFailure> awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a ping run ends normally", e);
    }
  }

  @Override
  public void close() {
    finish(Optional.empty());
  }

  private void round() {
    if (end.isDone()) {
      return;
    }
    Result<PingRound, NodeFailure> result =
        world.locked(
            () ->
                broken
                    .apply("ping")
                    .<Result<PingRound, NodeFailure>>map(Result::err)
                    .orElseGet(() -> Result.ok(new PingRound(++number, echoes()))));
    switch (result) {
      case Result.Err<PingRound, NodeFailure>(NodeFailure failure) -> finish(Optional.of(failure));
      case Result.Ok<PingRound, NodeFailure>(PingRound round) -> {
        rounds.accept(round);
        if (round.number() == request.rounds()) {
          finish(Optional.empty());
        }
      }
    }
  }

  private List<Echo> echoes() {
    boolean first = number == 1;
    List<Echo> echoes = new ArrayList<>(journeys.length);
    for (int i = 0; i < journeys.length; i++) {
      Ipv4Address target = request.targets().get(i);
      Journey known = journeys[i];
      Journey journey = known != null && known.holds() ? known : journey(target);
      journeys[i] = journey;
      echoes.add(
          switch (first ? journey.open() : journey.go()) {
            case PacketPath.Fate.Answered _ -> answered(target);
            case PacketPath.Fate.Lost _ -> new Echo(target, null, null);
            case PacketPath.Fate.Refused(String error) -> new Echo(target, null, error);
          });
    }
    return echoes;
  }

  private Journey journey(Ipv4Address target) {
    return world.path().journey(machine, request.source(), target, PacketPath.Probe.USUAL);
  }

  private Echo answered(Ipv4Address target) {
    Duration rtt = roundTrip(target);
    return new Echo(target, rtt.compareTo(request.timeout()) <= 0 ? rtt : null, null);
  }

  /** A pair of nodes has its own distance, the same both ways; queues add to it. */
  private Duration roundTrip(Ipv4Address target) {
    int pair = (request.source().bits() ^ target.bits()) * 0x9E3779B1;
    double distance = QUICKEST + Integer.remainderUnsigned(pair, SPREAD);
    double waiting = -Math.log(1 - random.nextDouble()) * JITTER;
    return Duration.ofNanos((long) ((distance + waiting) * 1000));
  }

  private void finish(Optional<NodeFailure> outcome) {
    end.complete(outcome);
    Pacer.Repetition running = repetition;
    if (running != null) {
      running.close();
    }
  }
}
