package org.flannelboard.etcd;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.StreamDialer;
import org.jspecify.annotations.Nullable;

/**
 * A listening port on loopback that speaks enough of an HTTP proxy (RFC 9110 section 9.3.6) to lead
 * to one endpoint.
 *
 * <p>It has threads of its own, one to accept and two a connection, because a socket can only be
 * waited for; closing the door closes the sockets, which ends them all.
 */
final class TunnelDoor implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The longest request head of our own clients is far below. */
  private static final int LONGEST_HEAD = 16 * 1024;

  private final HostPort target;
  private final StreamDialer dialer;
  private final byte[] credentials;
  private final ServerSocket listener;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String refusal;

  private TunnelDoor(HostPort target, String token, StreamDialer dialer, ServerSocket listener) {
    this.target = target;
    this.dialer = dialer;
    this.listener = listener;
    this.credentials = ("Bearer " + token).getBytes(StandardCharsets.US_ASCII);
  }

  static TunnelDoor open(HostPort target, String token, StreamDialer dialer) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TunnelDoor door = new TunnelDoor(target, token, dialer, listener);
    Thread.ofVirtual().name("etcd-tunnel " + target).start(door::accept);
    return door;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public void close() {
    closeQuietly(listener);
    open.forEach(TunnelDoor::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().name("etcd-tunnel " + target).start(() -> serve(client));
      } catch (IOException _) {
        // The door was closed, or the client gave up before it was let in.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout((int) PATIENCE.toMillis());
      List<String> head = readHead(client.getInputStream());
      client.setSoTimeout(0);
      if (!admits(head)) {
        refuse(client, "407 Proxy Authentication Required");
      } else if (!leadsTo(head.getFirst())) {
        refuse(client, "403 Forbidden");
      } else {
        connect(client, head);
      }
    } catch (IOException _) {
      // The client went away.
    } finally {
      open.remove(client);
    }
  }

  private void connect(Socket client, List<String> head) throws IOException {
    StreamDialer.ByteStream far;
    try {
      far = dialer.dial(target, Deadline.after(PATIENCE));
      refusal = null;
    } catch (IOException e) {
      refusal = e.getMessage() == null ? "no connection through the tunnel" : e.getMessage();
      refuse(client, "502 Bad Gateway");
      return;
    }
    try (far) {
      open.add(far);
      if (head.getFirst().startsWith("CONNECT ")) {
        answer(client, "200 Connection established");
      } else {
        far.output().write(withoutCredentials(head));
        far.output().flush();
      }
      Thread.ofVirtual()
          .name("etcd-tunnel " + target)
          .start(() -> copy(client, client::getInputStream, far.output(), far));
      copy(far, far::input, client.getOutputStream(), client);
    } finally {
      open.remove(far);
    }
  }

  private boolean admits(List<String> head) {
    for (String line : head) {
      if (isCredentials(line)) {
        byte[] given =
            line.substring(line.indexOf(':') + 1).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(credentials, given);
      }
    }
    return false;
  }

  /** Whether the request line asks for our one endpoint, in authority-form or absolute-form. */
  private boolean leadsTo(String requestLine) {
    String[] words = requestLine.split(" ", -1);
    return words.length == 3
        && (words[0].equals("CONNECT")
            ? words[1].equalsIgnoreCase(target.toString())
            : words[1]
                .toLowerCase(Locale.ROOT)
                .startsWith("http://" + target.toString().toLowerCase(Locale.ROOT) + "/"));
  }

  private static byte[] withoutCredentials(List<String> head) {
    return head.stream()
        .filter(line -> !isCredentials(line))
        .collect(Collectors.joining("\r\n", "", "\r\n\r\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isCredentials(String line) {
    return line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:");
  }

  private static List<String> readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < LONGEST_HEAD) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the client closed the connection");
      }
      head.write(b);
      if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1).strip().lines().toList();
      }
    }
    throw new IOException("the request head is too long");
  }

  private static void refuse(Socket client, String status) throws IOException {
    answer(
        client,
        status + "\r\n" + EtcdTunnel.REFUSED + ": yes\r\nContent-Length: 0\r\nConnection: close");
  }

  private static void answer(Socket client, String status) throws IOException {
    client
        .getOutputStream()
        .write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Copies to the end; then both directions are over, because etcd's protocols know no half. */
  private static void copy(Closeable from, Source source, OutputStream to, Closeable other) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = source.open();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } catch (IOException _) {
      // One side broke; the other one learns it by being closed.
    } finally {
      closeQuietly(from);
      closeQuietly(other);
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException _) {
      // Nothing more can be done for it.
    }
  }

  /** An input stream that may fail to open. */
  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }
}
