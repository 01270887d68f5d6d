package org.flannelboard.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.transport.TransportException;
import org.flannelboard.node.posix.ExecResult;
import org.jspecify.annotations.Nullable;

/**
 * A session channel for one command (RFC 4254 section 6). sshj's own closes it when a signal ended
 * the command, and what the command had said until then is lost; this one reads on.
 */
final class ExecChannel extends FlowChannel {

  /** SSH_EXTENDED_DATA_STDERR (RFC 4254 section 5.2). */
  private static final int STDERR = 1;

  /** Null while the superclass is being built, when the connection may already break. */
  private final @Nullable ChannelInputStream stderr;

  private volatile int exitStatus = ExecResult.NO_STATUS;

  ExecChannel(Connection connection) {
    super(connection, "session");
    stderr = new ChannelInputStream(this, trans, lwin);
  }

  /** Starts the command, UTF-8 like all text on the way. */
  void exec(String command) throws ConnectionException, TransportException {
    Buffer.PlainBuffer request = new Buffer.PlainBuffer().putString(command);
    sendChannelRequest("exec", true, request).await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
  }

  /** Sends input, waiting for room. */
  void feed(byte[] data) throws IOException {
    feed(data, 0, data.length);
  }

  InputStream getErrorStream() {
    return stderr == null ? InputStream.nullInputStream() : stderr;
  }

  /** Known once the channel is closed; {@link ExecResult#NO_STATUS} if a signal ended it. */
  int exitStatus() {
    return exitStatus;
  }

  @Override
  protected void handleRequest(String type, SSHPacket packet)
      throws ConnectionException, TransportException {
    switch (type) {
      case "exit-status" -> exitStatus = number(packet);
      case "exit-signal" -> {} // there is no status then
      default -> super.handleRequest(type, packet);
    }
  }

  @Override
  protected void gotExtendedData(SSHPacket packet) throws SSHException {
    if (stderr == null || number(packet) != STDERR) {
      super.gotExtendedData(packet);
    } else {
      receiveInto(stderr, packet);
    }
  }

  private static int number(SSHPacket packet) throws ConnectionException {
    try {
      return packet.readUInt32AsInt();
    } catch (Buffer.BufferException e) {
      throw new ConnectionException(e);
    }
  }

  @Override
  protected void closeAllStreams() {
    if (stderr != null) {
      stderr.close();
    }
    super.closeAllStreams();
  }

  @Override
  protected void eofInputStreams() {
    if (stderr != null) {
      stderr.eof();
    }
    super.eofInputStreams();
  }

  @Override
  public void notifyError(SSHException error) {
    if (stderr != null) {
      stderr.notifyError(error);
    }
    super.notifyError(error);
  }
}
