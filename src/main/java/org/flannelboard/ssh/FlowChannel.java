package org.flannelboard.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;
import net.schmizz.sshj.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel that sends as fast as the other side takes it (RFC 4254 section 5.2), and that can be
 * left without waiting for anybody.
 *
 * <p>sshj's own output stream holds its monitor while it waits for room. When the other side then
 * closes the channel, for instance because a command ended without reading its input, sshj's reader
 * blocks on that monitor and with it the whole connection. Here the reader only ever signals.
 */
abstract class FlowChannel extends AbstractDirectChannel {

  private static final Logger LOG = LoggerFactory.getLogger(FlowChannel.class);

  private final ReentrantLock news;
  private final Condition changed;
  private boolean over;

  /** Held while a packet goes out and while the channel is closed, so that none follows a close. */
  private final ReentrantLock sending;

  private volatile boolean abandoned;

  FlowChannel(Connection connection, String type) {
    // Before the superclass makes the channel known to a connection that may break at once.
    ReentrantLock lock = new ReentrantLock();
    news = lock;
    changed = lock.newCondition();
    sending = new ReentrantLock();
    super(connection, type);
  }

  /** Sends it all, waiting for room as often as needed. */
  final void feed(byte[] data, int offset, int length) throws IOException {
    int sent = 0;
    while (sent < length) {
      long most = Math.min(awaitRoom(), getRemoteMaxPacketSize());
      int now = (int) Math.min(length - sent, most);
      send(data, offset + sent, now);
      sent += now;
    }
  }

  /** Sends end of file. */
  final void endInput() throws IOException {
    getOutputStream().close();
  }

  /** Asks the server to close the channel and does not wait for it; never blocks. */
  final void abandon() {
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

  private void send(byte[] data, int offset, int length) throws IOException {
    sending.lock();
    try {
      if (isOver()) {
        throw closed();
      }
      rwin.consume(length);
      trans.write(newBuffer(Message.CHANNEL_DATA).putBytes(data, offset, length));
    } finally {
      sending.unlock();
    }
  }

  private long awaitRoom() throws IOException {
    news.lock();
    try {
      while (!over && getRemoteWinSize() == 0) {
        changed.await();
      }
      if (over) {
        throw closed();
      }
      return getRemoteWinSize();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      news.unlock();
    }
  }

  private static IOException closed() {
    return new IOException("the other side closed the channel");
  }

  @Override
  public final void handle(Message message, SSHPacket packet) throws SSHException {
    super.handle(message, packet);
    if (message == Message.CHANNEL_WINDOW_ADJUST) {
      tell(false);
    } else if (message == Message.CHANNEL_OPEN_CONFIRMATION && abandoned) {
      sendClose();
    }
  }

  @Override
  protected final void sendClose() throws TransportException {
    tell(true);
    sending.lock();
    try {
      super.sendClose();
    } finally {
      sending.unlock();
    }
  }

  @Override
  protected final void finishOff() {
    super.finishOff();
    tell(true);
  }

  /** Wakes who waits for room: there is some, or there will be none any more. */
  private void tell(boolean end) {
    news.lock();
    try {
      over |= end;
      changed.signalAll();
    } finally {
      news.unlock();
    }
  }

  private boolean isOver() {
    news.lock();
    try {
      return over;
    } finally {
      news.unlock();
    }
  }
}
