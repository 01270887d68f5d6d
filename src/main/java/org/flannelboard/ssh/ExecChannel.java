package org.flannelboard.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session channel for one command, with input that cannot block the connection. */
final class ExecChannel extends SessionChannel {

  private static final Logger LOG = LoggerFactory.getLogger(ExecChannel.class);

  /** Null while the superclass is being built, when the connection may already break. */
  private final @Nullable SendWindow window;

  private volatile boolean abandoned;

  ExecChannel(Connection connection) {
    super(connection, StandardCharsets.UTF_8);
    window = new SendWindow(this, connection.getTransport(), n -> rwin.consume(n));
  }

  /** Sends input, waiting for room. */
  void feed(byte[] data) throws IOException {
    if (window != null) {
      window.write(data, 0, data.length);
    }
  }

  /** Sends end of file. */
  void endInput() throws IOException {
    getOutputStream().close();
  }

  /** Asks the server to close the channel and does not wait for it; never blocks. */
  void abandon() {
    abandoned = true;
    Bounded.start("ssh close", this::closeQuietly);
  }

  private void closeQuietly() {
    try {
      if (isOpen()) {
        sendClose();
      }
    } catch (TransportException e) {
      LOG.debug("closing a channel", e); // the connection is gone, and the channel with it
    }
  }

  @Override
  public void handle(Message message, SSHPacket packet) throws SSHException {
    super.handle(message, packet);
    if (message == Message.CHANNEL_WINDOW_ADJUST && window != null) {
      window.grew();
    } else if (message == Message.CHANNEL_OPEN_CONFIRMATION && abandoned) {
      sendClose();
    }
  }

  @Override
  protected void sendClose() throws TransportException {
    if (window == null) {
      super.sendClose();
    } else {
      window.endThen(() -> super.sendClose());
    }
  }

  @Override
  protected void finishOff() {
    super.finishOff();
    if (window != null) {
      window.end();
    }
  }
}
