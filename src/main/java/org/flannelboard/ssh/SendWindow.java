package org.flannelboard.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.channel.Channel;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;

/**
 * Sends data on a channel as fast as the other side takes it (RFC 4254 section 5.2).
 *
 * <p>sshj's own output stream holds its monitor while it waits for room. When the other side then
 * closes the channel, for instance because a command ended without reading its input, sshj's reader
 * blocks on that monitor and with it the whole connection. Here the reader only ever signals.
 */
final class SendWindow {

  private final Channel channel;
  private final Transport transport;
  private final LongConsumer consume;

  private final ReentrantLock news = new ReentrantLock();
  private final Condition changed = news.newCondition();
  private boolean over;

  /** Held while a packet goes out and while the channel is closed, so that none follows a close. */
  private final ReentrantLock sending = new ReentrantLock();

  /**
   * @param consume takes bytes off the window
   */
  SendWindow(Channel channel, Transport transport, LongConsumer consume) {
    this.channel = channel;
    this.transport = transport;
    this.consume = consume;
  }

  /** Sends it all, waiting for room as often as needed. */
  void write(byte[] data, int offset, int length) throws IOException {
    int sent = 0;
    while (sent < length) {
      long room = awaitRoom();
      int most = (int) Math.min(room, channel.getRemoteMaxPacketSize());
      int now = Math.min(length - sent, most);
      send(data, offset + sent, now);
      sent += now;
    }
  }

  private void send(byte[] data, int offset, int length) throws IOException {
    sending.lock();
    try {
      if (isOver()) {
        throw new IOException("the other side closed the channel");
      }
      consume.accept(length);
      transport.write(
          new SSHPacket(Message.CHANNEL_DATA)
              .putUInt32FromInt(channel.getRecipient())
              .putBytes(data, offset, length));
    } finally {
      sending.unlock();
    }
  }

  private long awaitRoom() throws IOException {
    news.lock();
    try {
      while (!over && channel.getRemoteWinSize() == 0) {
        changed.await();
      }
      if (over) {
        throw new IOException("the other side closed the channel");
      }
      return channel.getRemoteWinSize();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      news.unlock();
    }
  }

  /** The other side made room. */
  void grew() {
    news.lock();
    try {
      changed.signalAll();
    } finally {
      news.unlock();
    }
  }

  /** No more can be sent. */
  void end() {
    news.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      news.unlock();
    }
  }

  /** Ends the sending and then does {@code close}, with no packet on its way. */
  void endThen(Close close) throws TransportException {
    end();
    sending.lock();
    try {
      close.run();
    } finally {
      sending.unlock();
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

  /** Sends the message that closes the channel. */
  @FunctionalInterface
  interface Close {
    void run() throws TransportException;
  }
}
