package org.flannelboard.ssh;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.flannelboard.base.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an SSH connection runs over, a TCP connection or a tunnel through another SSH connection, in
 * the shape sshj wants it. It notices when nothing arrives any more.
 *
 * <p>sshj's keep-alive alone does not: with a full send buffer on a dead link it blocks in the very
 * write that would find out, and so does everybody who wants to close the connection. Closing the
 * socket underneath frees them all.
 */
final class LinkSocket extends Socket {

  private static final Logger LOG = LoggerFactory.getLogger(LinkSocket.class);

  private final HostPort peer;
  private final InputStream input;
  private final OutputStream output;
  private final Closeable underneath;
  private final AtomicLong arrivals = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);

  LinkSocket(HostPort peer, InputStream input, OutputStream output, Closeable underneath) {
    this.peer = peer;
    this.input =
        new FilterInputStream(input) {
          @Override
          public int read() throws IOException {
            int b = super.read();
            arrivals.incrementAndGet();
            return b;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            arrivals.incrementAndGet();
            return n;
          }
        };
    this.output = output;
    this.underneath = underneath;
  }

  /** Hands this very socket to sshj. */
  SocketFactory asFactory() {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return LinkSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port) {
        return LinkSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return LinkSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        return LinkSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return LinkSocket.this;
      }
    };
  }

  /**
   * Ends the link once so many intervals in a row have passed with nothing arriving; to be called
   * when keep-alive requests are being sent, which a live server answers.
   */
  void watch(String name, SshSettings settings) {
    Bounded.start(name, () -> watch(settings));
  }

  private void watch(SshSettings settings) {
    long seen = arrivals.get();
    int silent = 0;
    try {
      while (!ended.await(settings.keepAlive().toMillis(), TimeUnit.MILLISECONDS)) {
        long now = arrivals.get();
        silent = now == seen ? silent + 1 : 0;
        seen = now;
        if (silent > settings.unanswered()) {
          abort();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the link without a word to the other side; never blocks. */
  void abort() {
    ended.countDown();
    try {
      underneath.close();
    } catch (IOException e) {
      LOG.debug("closing the link to {}", peer, e); // it is of no use any more either way
    }
  }

  @Override
  public void close() {
    abort();
  }

  @Override
  public boolean isClosed() {
    return ended.getCount() == 0;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public int getPort() {
    return peer.port();
  }

  @Override
  public void setSoTimeout(int timeout) {
    // Waiting is bounded by deadlines, not by the socket.
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }
}
