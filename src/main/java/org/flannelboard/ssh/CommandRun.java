package org.flannelboard.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.posix.ExecResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command on one channel: its input fed and both its outputs drained at the same time. */
final class CommandRun {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

  /** Two of the largest packets that OpenSSH sends. */
  private static final int CHUNK = 64 * 1024;

  private final String name;
  private final SshConnection connection;

  CommandRun(NodeId node, String operation, SshConnection connection) {
    this.name = "ssh " + node + " " + operation;
    this.connection = connection;
  }

  /** Runs it and waits for its end. */
  ExecResult toEnd(Sudo.Command command, byte[] input, Deadline deadline)
      throws IOException, Bounded.GaveUp {
    ExecChannel channel = connection.session(deadline);
    try {
      return Bounded.call(
          name,
          deadline,
          channel::abandon,
          () -> {
            channel.exec(command.line());
            ByteArrayOutputStream stdout = new ByteArrayOutputStream();
            ExecResult ended =
                converse(
                    channel,
                    stdout,
                    () -> {
                      channel.feed(command.ahead());
                      channel.feed(input);
                      channel.endInput();
                    });
            return new ExecResult(ended.exitStatus(), stdout.toByteArray(), ended.stderr());
          });
    } finally {
      connection.done();
    }
  }

  /** What goes to the command's standard input. */
  @FunctionalInterface
  interface Input {
    void feed() throws IOException;
  }

  /** From the started command to its end; the result's {@code stdout} is empty. */
  ExecResult converse(ExecChannel channel, OutputStream stdout, Input input) throws IOException {
    Bounded.start(name + " stdin", () -> feed(input));
    FutureTask<byte[]> stderr = new FutureTask<>(() -> channel.getErrorStream().readAllBytes());
    Bounded.start(name + " stderr", stderr);
    copy(channel.getInputStream(), stdout);
    String said = new String(result(stderr), StandardCharsets.UTF_8);
    channel.join();
    return new ExecResult(channel.exitStatus(), new byte[0], said);
  }

  /** A command may end without having read its input; how it ended is for its status to say. */
  private void feed(Input input) {
    try {
      input.feed();
    } catch (IOException e) {
      LOG.debug("{}: its input was not read to the end", name, e);
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[CHUNK];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
    }
  }

  private static byte[] result(FutureTask<byte[]> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException e) {
      throw new IOException(Reason.of(e), e.getCause());
    }
  }
}
