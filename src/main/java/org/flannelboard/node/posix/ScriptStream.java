package org.flannelboard.node.posix;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.jspecify.annotations.Nullable;

/**
 * A script that greets and then goes on, line after line, until it is closed. Its greeting is a
 * line that begins with a known word; {@code @@ no-tool} in its place says what the node lacks.
 */
final class ScriptStream {

  private static final String NO_TOOL = "@@ no-tool ";

  private final NodeId node;
  private final Talk talk;

  /** What follows the greeting's first word, or why there is no greeting. */
  private final CompletableFuture<Result<String, NodeFailure>> greeting = new CompletableFuture<>();

  private final CompletableFuture<Optional<NodeFailure>> end = new CompletableFuture<>();

  /** What stopped the stream before its script ended. */
  private volatile @Nullable NodeFailure broken;

  private volatile boolean closed;
  private volatile NodeShell.@Nullable Running running;

  private ScriptStream(NodeId node, Talk talk) {
    this.node = node;
    this.talk = talk;
  }

  /** What a script says, and when it has said all. */
  interface Talk {

    /** The script. */
    Script script();

    /** How the greeting begins. */
    String greeting();

    /** Takes a line that comes after the greeting, on one thread of the adapter. */
    void take(String line) throws MalformedOutputException;

    /** Whether the script may end now. */
    boolean complete();
  }

  /** Starts a script and waits for its greeting. */
  static Result<ScriptStream, NodeFailure> start(NodeShell shell, Talk talk, Deadline deadline) {
    ScriptStream stream = new ScriptStream(shell.node(), talk);
    return shell
        .start(talk.script(), stream::take, deadline)
        .flatMap(running -> stream.greet(running, deadline));
  }

  /** What follows the greeting's first word. */
  String greeting() {
    return greeting.join().orElseThrow();
  }

  /** Waits for the end: empty once all was said and after {@link #close}, else what broke it. */
  Optional<NodeFailure> awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a stream was not understood", e.getCause());
    }
  }

  /** Ends the script on the node. */
  void close() {
    closed = true;
    NodeShell.Running current = running;
    if (current != null) {
      current.close();
    }
  }

  private String operation() {
    return talk.script().operation();
  }

  private Result<ScriptStream, NodeFailure> greet(NodeShell.Running started, Deadline deadline) {
    running = started;
    if (broken != null) {
      started.close();
    }
    // Somebody has to wait for the end even if no caller does: a script that ends without a
    // greeting would else be noticed at the deadline only.
    Thread.ofVirtual().name(operation() + " on " + node.name()).start(() -> watch(started));
    Result<String, NodeFailure> answer;
    try {
      answer = greeting.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = Result.err(new NodeFailure.TimedOut(node, operation()));
    } catch (TimeoutException e) {
      answer = Result.err(new NodeFailure.TimedOut(node, operation()));
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
    if (greeting.isDone()) {
      hand(line);
    } else if (line.startsWith(talk.greeting())) {
      greeting.complete(Result.ok(line.substring(talk.greeting().length())));
    } else if (line.startsWith(NO_TOOL)) {
      stop(new NodeFailure.ToolMissing(node, line.substring(NO_TOOL.length())));
    } else {
      hand(line);
    }
  }

  private void hand(String line) {
    try {
      talk.take(line);
    } catch (MalformedOutputException e) {
      stop(new NodeFailure.Unintelligible(node, operation(), e.excerpt()));
    }
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
    } catch (RuntimeException bug) {
      end.completeExceptionally(bug);
      throw bug;
    }
    greeting.complete(Result.err(outcome.orElse(endedByItself())));
    end.complete(outcome);
  }

  private Optional<NodeFailure> outcome(Result<ExecResult, NodeFailure> ended) {
    NodeFailure reason = broken;
    if (reason != null) {
      return Optional.of(reason);
    }
    if (closed || talk.complete()) {
      return Optional.empty();
    }
    return switch (ended) {
      case Result.Err<ExecResult, NodeFailure>(NodeFailure failure) -> Optional.of(failure);
      case Result.Ok<ExecResult, NodeFailure>(ExecResult result) ->
          Optional.of(
              result.succeeded()
                  ? endedByItself()
                  : new NodeFailure.CommandFailed(
                      node, operation(), result.exitStatus(), result.stderr().strip()));
    };
  }

  private NodeFailure endedByItself() {
    return new NodeFailure.ConnectionLost(node, operation(), "the script ended by itself");
  }
}
