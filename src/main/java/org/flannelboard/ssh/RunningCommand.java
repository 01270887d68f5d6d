package org.flannelboard.ssh;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.flannelboard.base.Result;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.posix.ExecResult;
import org.flannelboard.node.posix.NodeShell;

/** A command that goes on until it is closed, its standard input open all the while. */
final class RunningCommand implements NodeShell.Running {

  /** Nobody waited for how it ended. */
  private static final Result<ExecResult, NodeFailure> UNSEEN =
      Result.ok(new ExecResult(ExecResult.NO_STATUS, new byte[0], ""));

  private final ExecChannel channel;
  private final Consumer<Result<ExecResult, NodeFailure>> told;
  private final CompletableFuture<Result<ExecResult, NodeFailure>> end = new CompletableFuture<>();

  /**
   * @param told of the end, once, however it comes
   */
  RunningCommand(ExecChannel channel, Consumer<Result<ExecResult, NodeFailure>> told) {
    this.channel = channel;
    this.told = told;
  }

  /** It came to its end by itself. */
  void ended(Result<ExecResult, NodeFailure> how) {
    if (end.complete(how)) {
      told.accept(how);
    }
  }

  /** Whoever takes its lines threw. */
  void broke(RuntimeException bug) {
    if (end.completeExceptionally(bug)) {
      told.accept(UNSEEN);
    }
    channel.abandon();
  }

  boolean over() {
    return end.isDone();
  }

  @Override
  public Result<ExecResult, NodeFailure> await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a taker of output lines failed", e.getCause());
    }
  }

  /**
   * End of file and then the close: a script that waits for its input to end does so at once. The
   * node's last words are not waited for.
   */
  @Override
  public void close() {
    if (end.complete(UNSEEN)) {
      told.accept(UNSEEN);
      channel.abandon();
    }
  }
}
