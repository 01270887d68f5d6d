package org.flannelboard.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A port of this machine's loopback behind which a node's SSH server answers: the way for adapters
 * that run in the tests' own process, outside the lab's namespaces. Each connection is carried by
 * an {@code ssh -W} of the workstation; the server at its end is the node's own.
 */
final class SshDoor implements AutoCloseable {

  private final Lab lab;
  private final String node;
  private final ServerSocket door;
  private final Queue<Process> carriers = new ConcurrentLinkedQueue<>();

  SshDoor(Lab lab, String node) throws IOException {
    this.lab = lab;
    this.node = node;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    // Accepts until the door is closed; a test has no task runner of its own.
    Thread.ofVirtual().name("door to " + node).start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = door.accept();
        Process carrier =
            lab.carrier("ssh", "-F", lab.sshConfig().toString(), "-W", "127.0.0.1:22", node);
        carriers.add(carrier);
        Thread.ofVirtual()
            .start(
                () ->
                    copy(socket, () -> carry(socket.getInputStream(), carrier.getOutputStream())));
        Thread.ofVirtual()
            .start(
                () ->
                    copy(socket, () -> carry(carrier.getInputStream(), socket.getOutputStream())));
      }
    } catch (IOException e) {
      if (!door.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private interface Copy {
    void run() throws IOException;
  }

  /** The first direction that ends takes the connection with it, as a broken link does. */
  private static void copy(Socket socket, Copy copy) {
    try (socket) {
      copy.run();
    } catch (IOException e) {
      // One of the two ends closed: so is the connection now.
    }
  }

  private static void carry(InputStream from, OutputStream to) throws IOException {
    try (to) {
      byte[] buffer = new byte[65_536];
      for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
        to.write(buffer, 0, length);
        to.flush();
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    carriers.forEach(Process::destroy);
  }
}
