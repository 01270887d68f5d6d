package org.flannelboard.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.base.Ticker;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.posix.ExecResult;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.Script;

/** Scripts on a node over SSH, through sudo where the profile says so. */
final class SshjNodeShell implements NodeShell {

  private final NodeId node;
  private final boolean sudo;
  private final SshConnections.Lease lease;
  private final NodeActivity activity;
  private final Ticker ticker;
  private final Set<RunningCommand> running = ConcurrentHashMap.newKeySet();

  SshjNodeShell(NodeSpec node, SshConnections.Lease lease, NodeActivity activity, Ticker ticker) {
    this.node = node.id();
    this.sudo =
        switch (node.ssh().sudo()) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> !node.ssh().user().equals("root");
        };
    this.lease = lease;
    this.activity = activity;
    this.ticker = ticker;
  }

  @Override
  public NodeId node() {
    return node;
  }

  @Override
  public Result<ExecResult, NodeFailure> exec(Script script, Deadline deadline) {
    long began = ticker.nanos();
    Result<ExecResult, NodeFailure> result = run(script, deadline);
    tell(script, began, result);
    return result;
  }

  private void tell(Script script, long began, Result<ExecResult, NodeFailure> end) {
    int status = end.toOptional().map(ExecResult::exitStatus).orElse(ExecResult.NO_STATUS);
    activity.executed(node, script.operation(), Duration.ofNanos(ticker.nanos() - began), status);
  }

  private Result<ExecResult, NodeFailure> run(Script script, Deadline deadline) {
    try {
      Attempt attempt = lease.attempt(node, deadline);
      Sudo.Command command = command(attempt, script);
      try {
        return Result.ok(
            new CommandRun(node, script.operation(), lease.connection())
                .toEnd(command, script.stdin(), attempt.deadline()));
      } finally {
        Arrays.fill(command.ahead(), (byte) 0);
      }
    } catch (NodeFailed e) {
      return Result.err(e.failure());
    } catch (Bounded.GaveUp e) {
      return Result.err(new NodeFailure.TimedOut(node, script.operation()));
    } catch (IOException e) {
      return Result.err(failure(script, e));
    }
  }

  @Override
  public Result<Running, NodeFailure> start(
      Script script, Consumer<String> lines, Deadline deadline) {
    long began = ticker.nanos();
    Result<Running, NodeFailure> started = begin(script, lines, deadline, began);
    started.toFailure().ifPresent(failure -> tell(script, began, Result.err(failure)));
    return started;
  }

  private Result<Running, NodeFailure> begin(
      Script script, Consumer<String> lines, Deadline deadline, long began) {
    try {
      Attempt attempt = lease.attempt(node, deadline);
      Sudo.Command command = command(attempt, script);
      ExecChannel channel = started(command, attempt.deadline());
      RunningCommand run = new RunningCommand(channel, end -> tell(script, began, end));
      running.add(run);
      Bounded.start(
          "ssh " + node + " " + script.operation(),
          () -> follow(run, channel, command, script, lines));
      return Result.ok(run);
    } catch (NodeFailed e) {
      return Result.err(e.failure());
    } catch (Bounded.GaveUp e) {
      return Result.err(new NodeFailure.TimedOut(node, script.operation()));
    } catch (IOException e) {
      return Result.err(failure(script, e));
    }
  }

  /** A channel with the command started on it. */
  private ExecChannel started(Sudo.Command command, Deadline deadline)
      throws IOException, Bounded.GaveUp {
    ExecChannel channel = lease.connection().session(deadline);
    boolean started = false;
    try {
      Bounded.call(
          "ssh " + node + " start",
          deadline,
          channel::abandon,
          () -> {
            channel.exec(command.line());
            return channel;
          });
      started = true;
      return channel;
    } finally {
      if (!started) {
        lease.connection().done();
      }
    }
  }

  private void follow(
      RunningCommand run,
      ExecChannel channel,
      Sudo.Command command,
      Script script,
      Consumer<String> lines) {
    try {
      CommandRun conversation = new CommandRun(node, script.operation(), lease.connection());
      LineSplitter splitter =
          new LineSplitter(
              line -> {
                if (!run.over()) {
                  lines.accept(line);
                }
              });
      ExecResult end =
          conversation.converse(
              channel,
              splitter,
              () -> {
                channel.feed(command.ahead());
                Arrays.fill(command.ahead(), (byte) 0);
                channel.feed(script.stdin());
              });
      run.ended(Result.ok(end));
    } catch (IOException e) {
      run.ended(Result.err(failure(script, e)));
    } catch (RuntimeException e) {
      run.broke(e);
    } finally {
      running.remove(run);
      lease.connection().done();
    }
  }

  private Sudo.Command command(Attempt attempt, Script script)
      throws NodeFailed, IOException, Bounded.GaveUp {
    return sudo ? lease.sudo().elevated(attempt, script) : Sudo.plain(script);
  }

  private NodeFailure failure(Script script, IOException trouble) {
    String why = Reason.of(trouble);
    return SshConnection.refusedOnly(trouble)
        ? new NodeFailure.CommandFailed(node, script.operation(), ExecResult.NO_STATUS, why)
        : new NodeFailure.ConnectionLost(node, script.operation(), why);
  }

  @Override
  public void close() {
    running.forEach(RunningCommand::close);
    lease.close();
  }
}
