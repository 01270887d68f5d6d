package org.flannelboard.etcd;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * A TLS connection that sends no request and only listens to what the server says of our
 * certificate.
 *
 * <p>In TLS 1.3 a client is done with the handshake before the server has looked at the client's
 * certificate (RFC 8446 section 4.4.2), so a request is already under way when the refusal comes. A
 * server that then closes with that request unread makes its kernel answer with a reset (RFC 2525
 * section 2.17), which may overtake the alert: the client sees a lost connection where a refusal
 * was meant. With nothing sent there is nothing unread, and the alert arrives.
 */
public final class SilentHandshake {

  /** An alert follows the handshake at once; longer silence means that the server is content. */
  private static final Duration LISTEN = Duration.ofSeconds(1);

  /** The doors' answer to CONNECT is a few short lines. */
  private static final int LONGEST_ANSWER = 4096;

  private final SSLContext tls;
  private final @Nullable EtcdTunnel tunnel;

  /** Listens over these credentials, through the tunnel if there is one. */
  public SilentHandshake(SSLContext tls, @Nullable EtcdTunnel tunnel) {
    this.tls = tls;
    this.tunnel = tunnel;
  }

  /**
   * What the loss of a connection was: the server's refusal if it repeats one, else the loss as it
   * was. Only a connection that was lost without a word is asked about.
   */
  public <T> Attempt.Missed<T> explain(URI endpoint, Attempt.Missed<T> loss, Deadline deadline) {
    boolean wordless =
        "https".equalsIgnoreCase(endpoint.getScheme())
            && loss.failure() instanceof StoreFailure.Unreachable unreachable
            && unreachable.reasons().values().stream()
                .anyMatch(reason -> reason.startsWith(ConnectionVerdict.LOST));
    if (!wordless) {
      return loss;
    }
    return refusal(endpoint, deadline.atMost(LISTEN))
        .map(failure -> new Attempt.Missed<T>(failure, loss.taken()))
        .orElse(loss);
  }

  /**
   * Whose certificate the server shows is no question here: it gets nothing but our certificate,
   * which it has seen before.
   */
  private Optional<StoreFailure> refusal(URI endpoint, Deadline deadline) {
    try (Socket transport = connect(EtcdTunnel.target(endpoint), deadline)) {
      listen(transport);
      return Optional.empty();
    } catch (IOException e) {
      return ConnectionVerdict.refusal(endpoint.toString(), e);
    }
  }

  /**
   * Shakes hands and reads until the other side ends it or falls silent; its alert is the
   * exception.
   *
   * <p>Each flight goes out in one write. A server that has refused after half of a flight would
   * otherwise break the second write, and the alert would lie unread behind that error.
   */
  private void listen(Socket transport) throws IOException {
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    received.flip();
    engine.beginHandshake();
    while (!engine.isInboundDone()) {
      transport.getOutputStream().write(flight(engine));
      SSLEngineResult result = engine.unwrap(received, plain.clear());
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
        more(transport, received);
      }
    }
  }

  /** All that the engine wants to say before it listens again. */
  private static byte[] flight(SSLEngine engine) throws SSLException {
    ByteArrayOutputStream flight = new ByteArrayOutputStream();
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> {
          engine.wrap(ByteBuffer.allocate(0), record.clear());
          flight.write(record.array(), 0, record.position());
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
          return flight.toByteArray();
        }
      }
    }
  }

  private static void more(Socket transport, ByteBuffer received) throws IOException {
    received.compact();
    int length =
        transport
            .getInputStream()
            .read(received.array(), received.position(), received.remaining());
    if (length < 0) {
      throw new EOFException("closed without a word");
    }
    received.position(received.position() + length).flip();
  }

  private Socket connect(HostPort target, Deadline deadline) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(millis(deadline));
      if (tunnel == null) {
        socket.connect(new InetSocketAddress(target.host(), target.port()), millis(deadline));
      } else {
        socket.connect(tunnel.door(target), millis(deadline));
        pass(socket, target, tunnel);
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Goes through a door (RFC 9110 section 9.3.6); one that stays shut ends the connection. */
  private static void pass(Socket socket, HostPort target, EtcdTunnel tunnel) throws IOException {
    String request =
        "CONNECT %s HTTP/1.1\r\nHost: %s\r\nProxy-Authorization: %s\r\n\r\n"
            .formatted(target, target, tunnel.authorization());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream answers = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = answers.read();
      if (next < 0 || answer.length() > LONGEST_ANSWER) {
        throw new IOException("the tunnel ended before it answered");
      }
      answer.append((char) next);
    }
    if (!answer.toString().startsWith("HTTP/1.1 200")) {
      throw new IOException("the tunnel did not open");
    }
  }

  private static int millis(Deadline deadline) {
    return Math.toIntExact(Math.clamp(deadline.remainingMillis(), 1, LISTEN.toMillis()));
  }
}
