package org.flannelboard.ssh;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
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
  private final Set<RunningCommand> running = ConcurrentHashMap.newKeySet();

  SshjNodeShell(NodeSpec node, SshConnections.Lease lease, NodeActivity activity) {
    this.node = node.id();
    this.sudo =
        switch (node.ssh().sudo()) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> !node.ssh().user().equals("root");
        };
    this.lease = lease;
    this.activity = activity;
  }

  @Override
  public NodeId node() {
    return node;
  }

  @Override
  public Result<ExecResult, NodeFailure> exec(Script script, Deadline deadline) {
    try {
      Attempt attempt = lease.attempt(node, deadline);
      Sudo.Command command = command(attempt, script);
      NodeActivity.Command told = activity.began(node, command.line());
      Result<ExecResult, NodeFailure> result = run(command, script, attempt);
      tell(told, result);
      return result;
    } catch (NodeFailed e) {
      return Result.err(e.failure());
    } catch (Bounded.GaveUp e) {
      return Result.err(new NodeFailure.TimedOut(node, script.operation()));
    } catch (IOException e) {
      return Result.err(failure(script, e));
    }
  }

  private static void tell(NodeActivity.Command told, Result<ExecResult, NodeFailure> end) {
    switch (end) {
      case Result.Ok<ExecResult, NodeFailure>(ExecResult result) ->
          told.ended(result.exitStatus(), result.stdout(), result.stderr());
      case Result.Err<ExecResult, NodeFailure> _ ->
          told.ended(ExecResult.NO_STATUS, new byte[0], "");
    }
  }

  private Result<ExecResult, NodeFailure> run(
      Sudo.Command command, Script script, Attempt attempt) {
    try {
      return Result.ok(
          new CommandRun(node, script.operation(), lease.connection())
              .toEnd(command, script.stdin(), attempt.deadline()));
    } catch (Bounded.GaveUp e) {
      return Result.err(new NodeFailure.TimedOut(node, script.operation()));
    } catch (IOException e) {
      return Result.err(failure(script, e));
    } finally {
      Arrays.fill(command.ahead(), (byte) 0);
    }
  }

  @Override
  public Result<Running, NodeFailure> start(
      Script script, Consumer<String> lines, Deadline deadline) {
    try {
      Attempt attempt = lease.attempt(node, deadline);
      Sudo.Command command = command(attempt, script);
      NodeActivity.Command told = activity.began(node, command.line());
      Result<Running, NodeFailure> started = begin(command, script, lines, attempt, told);
      started.toFailure().ifPresent(failure -> tell(told, Result.err(failure)));
      return started;
    } catch (NodeFailed e) {
      return Result.err(e.failure());
    } catch (Bounded.GaveUp e) {
      return Result.err(new NodeFailure.TimedOut(node, script.operation()));
    } catch (IOException e) {
      return Result.err(failure(script, e));
    }
  }

  private Result<Running, NodeFailure> begin(
      Sudo.Command command,
      Script script,
      Consumer<String> lines,
      Attempt attempt,
      NodeActivity.Command told) {
    try {
      ExecChannel channel = started(command, attempt.deadline());
      RunningCommand run = new RunningCommand(channel, end -> tell(told, end));
      running.add(run);
      Bounded.start(
          "ssh " + node + " " + script.operation(),
          () -> follow(run, channel, command, script, lines));
      return Result.ok(run);
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
