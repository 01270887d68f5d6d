package org.flannelboard.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.transport.TransportException;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.StreamDialer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP connection made by the server on our behalf ({@code direct-tcpip}, RFC 4254, 7.2). */
final class TunnelChannel extends DirectConnection {

  private static final Logger LOG = LoggerFactory.getLogger(TunnelChannel.class);

  /** Null while the superclass is being built, when the connection may already break. */
  private final @Nullable SendWindow window;

  private volatile boolean abandoned;

  TunnelChannel(Connection connection, HostPort target) {
    super(connection, target.host(), target.port());
    window = new SendWindow(this, connection.getTransport(), n -> rwin.consume(n));
  }

  /** Both directions; closing asks the server to close and does not wait for it. */
  StreamDialer.ByteStream stream() {
    OutputStream output =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] data, int offset, int length) throws IOException {
            if (window != null) {
              window.write(data, offset, length);
            }
          }

          @Override
          public void close() throws IOException {
            getOutputStream().close();
          }
        };
    // To sshj, data after the closing of its own stream is an error that ends the connection.
    InputStream input =
        new FilterInputStream(getInputStream()) {
          @Override
          public void close() {
            abandon();
          }
        };
    return new StreamDialer.ByteStream() {
      @Override
      public InputStream input() {
        return input;
      }

      @Override
      public OutputStream output() {
        return output;
      }

      @Override
      public void close() {
        abandon();
      }
    };
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
      LOG.debug("closing a tunnel", e); // the connection is gone, and the tunnel with it
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
