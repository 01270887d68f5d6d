package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.StreamDialer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The far end of the tunnel here is a socket to a server on loopback, whatever name is dialled. */
class EtcdTunnelTest {

  private static final URI ENDPOINT = URI.create("http://vm01.far.example:2379");
  private static final HostPort TARGET = new HostPort("vm01.far.example", 2379);

  private final Queue<HostPort> dialled = new ConcurrentLinkedQueue<>();
  private final Queue<String> tokensSeenByServer = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  EtcdTunnelTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/version",
        exchange -> {
          tokensSeenByServer.add("" + exchange.getRequestHeaders().get("Proxy-Authorization"));
          byte[] body = "{\"etcdserver\":\"3.4.23\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void requestsGoThroughTheDialerWithTheNameUnresolved() {
    try (EtcdHttp http = http(this::dial)) {
      assertThat(version(http).toString()).contains("3.4.23");
      assertThat(dialled).containsExactly(TARGET);
      assertThat(tokensSeenByServer).containsExactly("null");
    }
  }

  @Test
  void whatTheFarEndSaysOfAnEndpointIsTheReason() {
    try (EtcdHttp http =
        http(
            (target, deadline) -> {
              throw new IOException("open failed: Connection refused");
            })) {
      assertThat(version(http))
          .isEqualTo(
              new Attempt.Missed<>(
                  StoreFailure.unreachable(ENDPOINT.toString(), "open failed: Connection refused"),
                  false));
    }
  }

  @Test
  void aDoorOpensOnlyToTheTokenAndLeadsOnlyToItsEndpoint() throws IOException {
    try (EtcdTunnel tunnel = EtcdTunnel.open(List.of(ENDPOINT), this::dial)) {
      String token = "\r\nProxy-Authorization: " + tunnel.authorization();

      assertThat(ask(tunnel, "CONNECT vm01.far.example:2379 HTTP/1.1")).startsWith("HTTP/1.1 407");
      assertThat(
              ask(
                  tunnel,
                  "CONNECT vm01.far.example:2379 HTTP/1.1\r\nProxy-Authorization: Bearer 0"))
          .startsWith("HTTP/1.1 407");
      assertThat(ask(tunnel, "CONNECT other.example:2379 HTTP/1.1" + token))
          .startsWith("HTTP/1.1 403");
      assertThat(ask(tunnel, "GET http://other.example:2379/ HTTP/1.1" + token))
          .startsWith("HTTP/1.1 403");
      assertThat(dialled).isEmpty();
      assertThat(ask(tunnel, "CONNECT vm01.far.example:2379 HTTP/1.1" + token))
          .startsWith("HTTP/1.1 200");
      assertThat(dialled).containsExactly(TARGET);
    }
  }

  @Test
  void aClosedTunnelHasNoDoorLeft() {
    EtcdTunnel tunnel = EtcdTunnel.open(List.of(ENDPOINT), this::dial);
    InetSocketAddress door = tunnel.door(TARGET);
    tunnel.close();

    // Another process may be given the port at once; nobody but the tunnel speaks of proxies there.
    assertThat(whatAnswers(door)).doesNotContain("HTTP/1.1 407");
  }

  /** What a request without a token is told there; empty if nothing listens. */
  private static String whatAnswers(InetSocketAddress door) {
    try (Socket socket = new Socket(door.getAddress(), door.getPort())) {
      socket.setSoTimeout(2_000);
      socket
          .getOutputStream()
          .write("CONNECT a:1 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static Attempt<EtcdHttp.Reply> version(EtcdHttp http) {
    return http.send(
        ENDPOINT,
        HttpRequest.newBuilder(EtcdHttp.resource(ENDPOINT, "/version", "")),
        Deadline.after(Duration.ofSeconds(5)));
  }

  private static EtcdHttp http(StreamDialer dialer) {
    return EtcdHttp.open(new EtcdAccess(List.of(ENDPOINT), null, dialer)).orElseThrow();
  }

  private static String ask(EtcdTunnel tunnel, String head) throws IOException {
    InetSocketAddress door = tunnel.door(TARGET);
    try (Socket socket = new Socket(door.getAddress(), door.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  private StreamDialer.ByteStream dial(HostPort target, Deadline deadline) throws IOException {
    dialled.add(target);
    return new SocketStream(
        new Socket(server.getAddress().getAddress(), server.getAddress().getPort()));
  }

  /** A socket as the far end of a tunnel. */
  private record SocketStream(Socket socket, InputStream input, OutputStream output)
      implements StreamDialer.ByteStream {

    SocketStream(Socket socket) throws IOException {
      this(socket, socket.getInputStream(), socket.getOutputStream());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
