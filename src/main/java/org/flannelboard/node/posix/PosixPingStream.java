package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.jspecify.annotations.Nullable;

/** A running {@code ping.sh}. */
final class PosixPingStream implements PingStream {

  /** The probers {@code ping.sh} knows, for a single round: fping starts fastest. */
  static final String ONE_ROUND = "fping perl python ping";

  /**
   * The same for a stream. A round of 63 targets takes, in CPU time on the node: perl 5 ms, python
   * 6 ms, fping 10 ms (a process each round), ping 200 ms (a process for each target).
   */
  static final String MANY_ROUNDS = "perl fping python ping";

  private static final String GREETING = "prober ";
  private static final String NO_TOOL = "@@ no-tool ";

  private final NodeId node;
  private final String operation;
  private final PingRequest request;
  private final PingRoundParser parser;
  private final Consumer<PingRound> rounds;

  /** The prober's name, or why there is none. */
  private final CompletableFuture<Result<String, NodeFailure>> greeting = new CompletableFuture<>();

  private final CompletableFuture<Optional<NodeFailure>> end = new CompletableFuture<>();

  /** What stopped the stream before its script ended. */
  private volatile @Nullable NodeFailure broken;

  private volatile boolean closed;
  private volatile int lastRound;
  private volatile NodeShell.@Nullable Running running;

  private PosixPingStream(NodeId node, PingRequest request, Consumer<PingRound> rounds) {
    this.node = node;
    this.operation = "ping from " + request.source();
    this.request = request;
    this.parser = new PingRoundParser(request);
    this.rounds = rounds;
  }

  /** Starts one with the prober that serves best. */
  static Result<PingStream, NodeFailure> start(
      NodeShell shell, PingRequest request, Consumer<PingRound> rounds, Deadline deadline) {
    String probers = request.rounds() == 1 ? ONE_ROUND : MANY_ROUNDS;
    return start(shell, probers, request, rounds, deadline);
  }

  /** Starts one with the first of these probers the node has, and waits for its name. */
  static Result<PingStream, NodeFailure> start(
      NodeShell shell,
      String probers,
      PingRequest request,
      Consumer<PingRound> rounds,
      Deadline deadline) {
    PosixPingStream stream = new PosixPingStream(shell.node(), request, rounds);
    return shell
        .start(stream.script(probers), stream::take, deadline)
        .flatMap(running -> stream.greet(running, deadline));
  }

  @Override
  public String prober() {
    return greeting.join().orElseThrow();
  }

  @Override
  public Optional<NodeFailure> awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a stream was not understood", e.getCause());
    }
  }

  @Override
  public void close() {
    closed = true;
    NodeShell.Running current = running;
    if (current != null) {
      current.close();
    }
  }

  private Script script(String probers) {
    List<String> arguments = new ArrayList<>();
    arguments.add(probers);
    arguments.add(request.source().toString());
    arguments.add(Long.toString(request.interval().toMillis()));
    arguments.add(Long.toString(request.timeout().toMillis()));
    arguments.add(Integer.toString(request.rounds()));
    arguments.add(Scripts.PERL_PROBER);
    arguments.add(Scripts.PYTHON_PROBER);
    request.targets().forEach(target -> arguments.add(target.toString()));
    return new Script(operation, Scripts.PING, arguments, new byte[0]);
  }

  private Result<PingStream, NodeFailure> greet(NodeShell.Running started, Deadline deadline) {
    running = started;
    if (broken != null) {
      started.close();
    }
    // Somebody has to wait for the end even if no caller does: a script that ends without a
    // greeting would else be noticed at the deadline only.
    Thread.ofVirtual().name("ping-end-" + node.name()).start(() -> watch(started));
    Result<String, NodeFailure> answer;
    try {
      answer = greeting.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = Result.err(new NodeFailure.TimedOut(node, operation));
    } catch (TimeoutException e) {
      answer = Result.err(new NodeFailure.TimedOut(node, operation));
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed with an exception", e);
    }
    return switch (answer) {
      case Result.Ok<String, NodeFailure> _ -> Result.ok(this);
      case Result.Err<String, NodeFailure>(NodeFailure failure) -> {
        close();
        yield Result.err(failure);
      }
    };
  }

  /** A line of the script. */
  private void take(String line) {
    if (closed || broken != null) {
      return;
    }
    if (line.startsWith(GREETING)) {
      greeting.complete(Result.ok(line.substring(GREETING.length())));
    } else if (line.startsWith(NO_TOOL)) {
      stop(new NodeFailure.ToolMissing(node, line.substring(NO_TOOL.length())));
    } else {
      takeRound(line);
    }
  }

  private void takeRound(String line) {
    PingRound round;
    try {
      round = parser.parse(line);
    } catch (MalformedOutputException e) {
      stop(new NodeFailure.Unintelligible(node, operation, e.excerpt()));
      return;
    }
    lastRound = round.number();
    rounds.accept(round);
  }

  private void stop(NodeFailure why) {
    broken = why;
    greeting.complete(Result.err(why));
    NodeShell.Running current = running;
    if (current != null) {
      current.close();
    }
  }

  private void watch(NodeShell.Running started) {
    Optional<NodeFailure> outcome;
    try {
      outcome = outcome(started.await());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
    greeting.complete(Result.err(outcome.orElse(endedByItself())));
    end.complete(outcome);
  }

  private Optional<NodeFailure> outcome(Result<ExecResult, NodeFailure> ended) {
    NodeFailure reason = broken;
    if (reason != null) {
      return Optional.of(reason);
    }
    if (closed || request.rounds() > 0 && lastRound == request.rounds()) {
      return Optional.empty();
    }
    return switch (ended) {
      case Result.Err<ExecResult, NodeFailure>(NodeFailure failure) -> Optional.of(failure);
      case Result.Ok<ExecResult, NodeFailure>(ExecResult result) ->
          Optional.of(
              result.succeeded()
                  ? endedByItself()
                  : new NodeFailure.CommandFailed(
                      node, operation, result.exitStatus(), result.stderr().strip()));
    };
  }

  private NodeFailure endedByItself() {
    return new NodeFailure.ConnectionLost(node, operation, "the prober ended by itself");
  }
}
