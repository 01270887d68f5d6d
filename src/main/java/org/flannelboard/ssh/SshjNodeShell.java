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
    int status = result.toOptional().map(ExecResult::exitStatus).orElse(ExecResult.NO_STATUS);
    activity.executed(node, script.operation(), Duration.ofNanos(ticker.nanos() - began), status);
    return result;
  }

  private Result<ExecResult, NodeFailure> run(Script script, Deadline deadline) {
    try {
      Sudo.Command command = command(script, deadline);
      try {
        return Result.ok(
            new CommandRun(node, script.operation(), lease.connection())
                .toEnd(command, script.stdin(), deadline));
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
    try {
      Sudo.Command command = command(script, deadline);
      ExecChannel channel = lease.connection().session(deadline);
      boolean started = false;
      try {
        Bounded.call(
            "ssh " + node + " start",
            deadline,
            channel::abandon,
            () -> {
              channel.open();
              return channel.exec(command.line());
            });
        started = true;
      } finally {
        if (!started) {
          lease.connection().done();
        }
      }
      RunningCommand run = new RunningCommand(channel);
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

  private void follow(
      RunningCommand run,
      ExecChannel channel,
      Sudo.Command command,
      Script script,
      Consumer<String> lines) {
    try {
      CommandRun conversation = new CommandRun(node, script.operation(), lease.connection());
      ExecResult end =
          conversation.converse(
              channel,
              new LineSplitter(
                  line -> {
                    if (!run.over()) {
                      lines.accept(line);
                    }
                  }),
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

  private Sudo.Command command(Script script, Deadline deadline)
      throws NodeFailed, IOException, Bounded.GaveUp {
    return sudo ? lease.sudo().elevated(node, script, deadline) : Sudo.plain(script);
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
