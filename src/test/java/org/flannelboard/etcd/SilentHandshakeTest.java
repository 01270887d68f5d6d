package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The server resets its first connection, as the kernel does when a refused client's request lies
 * unread, and then refuses each client certificate with an alert.
 *
 * <p>{@code loopback.pem} was made with {@code openssl req -x509 -addext
 * subjectAltName=IP:127.0.0.1}.
 */
class SilentHandshakeTest {

  private static final char[] PASSWORD = "server".toCharArray();

  private final ServerSocket listener;
  private final SSLContext server;

  SilentHandshakeTest() throws IOException, GeneralSecurityException {
    server = strict();
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
  }

  static Stream<Function<EtcdAccess, Result<Wire, StoreFailure>>> wires() {
    return Stream.of(EtcdV2Wire::open, EtcdV3Wire::open);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aResetThatHidARefusalIsToldAsTheRefusal(
      Function<EtcdAccess, Result<Wire, StoreFailure>> open) {
    serve(this::refuse);

    assertThat(failure(open, null)).isInstanceOf(StoreFailure.ClientRejected.class);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void throughATunnelAsWell(Function<EtcdAccess, Result<Wire, StoreFailure>> open) {
    serve(this::refuse);

    assertThat(failure(open, (target, _) -> dial(target)))
        .isInstanceOf(StoreFailure.ClientRejected.class);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aServerThatOnlyResetsIsALostConnection(
      Function<EtcdAccess, Result<Wire, StoreFailure>> open) {
    serve(SilentHandshakeTest::reset);

    assertThat(failure(open, null))
        .isInstanceOfSatisfying(
            StoreFailure.Unreachable.class,
            failure ->
                assertThat(failure.reasons().values())
                    .singleElement()
                    .asString()
                    .startsWith("connection lost"));
  }

  /** What the server does with a connection. */
  private interface Service {
    void to(Socket client) throws IOException;
  }

  /** Resets the first connection and gives every later one to the service. */
  private void serve(Service later) {
    Thread.ofVirtual()
        .name("server")
        .start(
            () -> {
              try {
                reset(listener.accept());
                while (true) {
                  later.to(listener.accept());
                }
              } catch (IOException e) {
                // The listener was closed: the test is over.
              }
            });
  }

  /** An abortive close (RFC 9293 section 3.10.4), once the client has begun to speak. */
  private static void reset(Socket client) throws IOException {
    client.getInputStream().read();
    client.setSoLinger(true, 0);
    client.close();
  }

  private void refuse(Socket client) throws IOException {
    try (SSLSocket secure =
        (SSLSocket) server.getSocketFactory().createSocket(client, null, 0, true)) {
      secure.setUseClientMode(false);
      secure.setNeedClientAuth(true);
      secure.startHandshake();
      throw new AssertionError("the client's certificate was accepted");
    } catch (SSLException e) {
      // The alert is on its way.
    }
  }

  private StoreFailure failure(
      Function<EtcdAccess, Result<Wire, StoreFailure>> open, @Nullable StreamDialer dialer) {
    URI endpoint = URI.create("https://127.0.0.1:" + listener.getLocalPort());
    EtcdAccess access =
        new EtcdAccess(
            List.of(endpoint),
            new EtcdAccess.Tls(
                pem("loopback.pem"), pem("loopback.pem"), Secret.of(pem("loopback.key"))),
            dialer);
    try (Wire wire = open.apply(access).orElseThrow()) {
      return switch (wire.get(endpoint, "/k", Deadline.after(Duration.ofSeconds(20)))) {
        case Attempt.Missed<Wire.Sighting>(StoreFailure failure, boolean _) -> failure;
        case Attempt.Answered<Wire.Sighting> answer -> throw new AssertionError(answer);
        case Attempt.Refused<Wire.Sighting> answer -> throw new AssertionError(answer);
      };
    }
  }

  private static StreamDialer.ByteStream dial(HostPort target) throws IOException {
    Socket socket = new Socket(target.host(), target.port());
    InputStream input = socket.getInputStream();
    OutputStream output = socket.getOutputStream();
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
      public void close() throws IOException {
        socket.close();
      }
    };
  }

  /** A server with the certificate the client trusts, which itself trusts another authority. */
  private static SSLContext strict() throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "server",
        PemKey.parse(Secret.of(pem("loopback.key"))).orElseThrow(),
        PASSWORD,
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem("loopback.pem").getBytes(StandardCharsets.US_ASCII)))
            .toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    EtcdAccess.Tls other =
        new EtcdAccess.Tls(pem("ec.pem"), pem("ec.pem"), Secret.of(pem("ec-sec1.key")));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys.getKeyManagers(),
        new TrustManager[] {PemTls.of(other).orElseThrow().trustManager()},
        null);
    return context;
  }

  private static String pem(String name) {
    try (InputStream in = SilentHandshakeTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
