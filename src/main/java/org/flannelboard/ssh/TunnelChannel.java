package org.flannelboard.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.StreamDialer;

/** A TCP connection made by the server on our behalf ({@code direct-tcpip}, RFC 4254, 7.2). */
final class TunnelChannel extends FlowChannel {

  private final HostPort target;

  TunnelChannel(Connection connection, HostPort target) {
    super(connection, "direct-tcpip");
    this.target = target;
  }

  /** The originator is for the server's log alone; like ssh(1) we name no port of this machine. */
  @Override
  protected SSHPacket buildOpenReq() {
    return super.buildOpenReq()
        .putString(target.host())
        .putUInt32(target.port())
        .putString("127.0.0.1")
        .putUInt32(65535);
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
            feed(data, offset, length);
          }

          @Override
          public void close() throws IOException {
            endInput();
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
}
