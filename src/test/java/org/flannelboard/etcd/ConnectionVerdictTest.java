package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as JSSE, java.net.http, netty and etcd's crypto/tls really write them. */
class ConnectionVerdictTest {

  private static final String SERVER = "https://vm01:2379";

  static Stream<Arguments> alerts() {
    return Stream.of(
        Arguments.of("(bad_certificate) Received fatal alert: bad_certificate", "bad_certificate"),
        Arguments.of("Received fatal alert: bad_certificate", "bad_certificate"),
        Arguments.of(
            "(certificate_required) Received fatal alert: certificate_required",
            "demands a client certificate"),
        Arguments.of("(unknown_ca) Received fatal alert: unknown_ca", "does not know the CA"),
        Arguments.of(
            "(certificate_expired) Received fatal alert: certificate_expired", "has expired"),
        Arguments.of(
            "(handshake_failure) Received fatal alert: handshake_failure", "handshake_failure"));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertAboutOurCertificateIsARejectionAndProvesThatNothingWasTaken(
      String message, String why) {
    // As it surfaces under TLS 1.3: not in the handshake but on the first read.
    IOException late = new IOException(message, new SSLException(message));

    ConnectionVerdict verdict = ConnectionVerdict.of(SERVER, late, true);

    assertThat(verdict.taken()).isFalse();
    assertThat(verdict.failure())
        .isInstanceOfSatisfying(
            StoreFailure.ClientRejected.class,
            rejected -> assertThat(rejected.why()).contains(why));
  }

  static Stream<Arguments> untrusted() {
    String path =
        "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException:"
            + " unable to find valid certification path to requested target";
    return Stream.of(
        Arguments.of(new CertificateException(path), "is not signed by the given CA"),
        Arguments.of(
            new CertificateException(
                "PKIX path validation failed",
                new CertificateExpiredException("NotAfter: Sat Nov 21 20:00:00 UTC 2026")),
            "has expired"),
        Arguments.of(
            new CertificateException("No subject alternative DNS name matching vm01 found."),
            "for another name"),
        Arguments.of(
            new CertificateException(
                "No subject alternative names matching IP address 172.16.16.81 found"),
            "for another name"),
        Arguments.of(
            new CertificateException("No subject alternative names present"), "for another name"),
        Arguments.of(new CertificateException("No name matching vm01 found"), "for another name"));
  }

  @ParameterizedTest
  @MethodSource("untrusted")
  void aCertificateWeCannotAcceptIsUntrusted(CertificateException cause, String why) {
    SSLHandshakeException handshake =
        new SSLHandshakeException("(certificate_unknown) " + cause.getMessage());
    handshake.initCause(cause);

    ConnectionVerdict verdict = ConnectionVerdict.of(SERVER, handshake, true);

    assertThat(verdict.taken()).isFalse();
    assertThat(verdict.failure())
        .isInstanceOfSatisfying(
            StoreFailure.ServerUntrusted.class,
            untrusted -> assertThat(untrusted.why()).contains(why));
  }

  static Stream<Arguments> unreachable() {
    return Stream.of(
        Arguments.of(new ConnectException(), "connection refused", false),
        Arguments.of(new ConnectException("Connection refused"), "connection refused", false),
        Arguments.of(new ConnectException("No route to host"), "no route to host", false),
        Arguments.of(
            caused(new ConnectException(), new UnresolvedAddressException()),
            "unknown host",
            false),
        Arguments.of(new UnknownHostException("vm01"), "unknown host", false),
        Arguments.of(
            new HttpConnectTimeoutException("HTTP connect timed out"),
            "timed out while connecting",
            false),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            "does not speak TLS",
            false),
        Arguments.of(
            new IOException("Tunnel failed, got: 502"), "not reachable through the tunnel", false),
        Arguments.of(new TimeoutException(), "timed out", true),
        Arguments.of(new InterruptedException(), "interrupted", true),
        Arguments.of(
            new IOException("Connection reset"), "connection lost: Connection reset", true),
        Arguments.of(
            new IOException("HTTP/1.1 header parser received no bytes"),
            "connection lost: HTTP/1.1 header parser received no bytes",
            true));
  }

  @ParameterizedTest
  @MethodSource("unreachable")
  void otherTroubleIsUnreachableWithItsReason(Throwable error, String reason, boolean taken) {
    assertThat(ConnectionVerdict.of(SERVER, error, true))
        .isEqualTo(new ConnectionVerdict(StoreFailure.unreachable(SERVER, reason), taken));
  }

  private static Throwable caused(Throwable error, Throwable cause) {
    return error.initCause(cause);
  }
}
