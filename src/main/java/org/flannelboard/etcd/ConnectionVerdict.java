package org.flannelboard.etcd;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a broken or refused connection means, read from the exception and its causes.
 *
 * @param failure what happened, in our terms
 * @param taken whether the server may have carried the request out all the same
 */
public record ConnectionVerdict(StoreFailure failure, boolean taken) {

  /** How the reason begins when a connection ended and nobody said why. */
  static final String LOST = "connection lost";

  /** JSSE's words for an alert of the other side, for example of Go's crypto/tls in etcd. */
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

  /** JSSE's and netty's words for a certificate that names somebody else (RFC 6125). */
  private static final Pattern WRONG_NAME =
      Pattern.compile("No (?:subject alternative|name matching).*", Pattern.DOTALL);

  /** JSSE's words when the other side answers TLS with something else. */
  private static final Pattern NO_TLS =
      Pattern.compile(
          ".*(?:Unsupported or unrecognized SSL message|not an SSL/TLS record).*", Pattern.DOTALL);

  /** Words of {@code java.net.http} and netty when our own tunnel could not reach the endpoint. */
  private static final Pattern TUNNEL =
      Pattern.compile(".*(?:Tunnel failed|http, [a-z]+, .*status: ).*", Pattern.DOTALL);

  /**
   * Reads the verdict; {@code taken} is what is known from elsewhere about an exception that proves
   * nothing.
   */
  public static ConnectionVerdict of(String endpoint, Throwable error, boolean taken) {
    List<Throwable> chain = chain(error);
    return tls(endpoint, chain)
        .map(failure -> new ConnectionVerdict(failure, false))
        .or(
            () ->
                neverConnected(chain)
                    .map(
                        why ->
                            new ConnectionVerdict(StoreFailure.unreachable(endpoint, why), false)))
        .orElseGet(
            () -> new ConnectionVerdict(StoreFailure.unreachable(endpoint, broken(chain)), taken));
  }

  /** What TLS itself says of either side's certificate; empty if it says nothing. */
  static Optional<StoreFailure> refusal(String endpoint, Throwable error) {
    return tls(endpoint, chain(error));
  }

  private static Optional<StoreFailure> tls(String endpoint, List<Throwable> chain) {
    for (Throwable link : chain) {
      Matcher alert = ALERT.matcher(message(link));
      if (link instanceof SSLException && alert.find()) {
        return Optional.of(alerted(endpoint, alert.group(1)));
      }
    }
    return untrusted(chain).map(why -> new StoreFailure.ServerUntrusted(endpoint, why));
  }

  /** TLS alerts by RFC 8446 section 6.2; those about certificates are about ours. */
  private static StoreFailure alerted(String endpoint, String alert) {
    return switch (alert) {
      case "certificate_required" ->
          new StoreFailure.ClientRejected(endpoint, "the server demands a client certificate");
      case "unknown_ca" ->
          new StoreFailure.ClientRejected(
              endpoint, "the server does not know the CA that signed our certificate");
      case "certificate_expired" ->
          new StoreFailure.ClientRejected(endpoint, "our certificate has expired");
      case "certificate_revoked" ->
          new StoreFailure.ClientRejected(endpoint, "our certificate was revoked");
      case "bad_certificate",
          "unsupported_certificate",
          "certificate_unknown",
          "access_denied",
          "decrypt_error",
          "handshake_failure" ->
          new StoreFailure.ClientRejected(endpoint, "the server answered " + alert);
      default -> StoreFailure.unreachable(endpoint, "TLS failed: " + alert);
    };
  }

  private static Optional<String> untrusted(List<Throwable> chain) {
    boolean certificate =
        chain.stream()
            .anyMatch(
                link ->
                    link instanceof CertificateException
                        || link instanceof CertPathValidatorException);
    for (Throwable link : chain) {
      if (link instanceof CertificateExpiredException) {
        return Optional.of("its certificate has expired");
      }
      if (link instanceof CertificateNotYetValidException) {
        return Optional.of("its certificate is not valid yet; compare the clocks");
      }
      if (link instanceof CertificateException && WRONG_NAME.matcher(message(link)).matches()) {
        return Optional.of("its certificate is for another name: " + message(link));
      }
    }
    return certificate
        ? Optional.of("its certificate is not signed by the given CA")
        : Optional.empty();
  }

  private static Optional<String> neverConnected(List<Throwable> chain) {
    for (Throwable link : chain) {
      if (NO_TLS.matcher(message(link)).matches()) {
        return Optional.of("does not speak TLS");
      }
      if (link instanceof UnknownHostException || link instanceof UnresolvedAddressException) {
        return Optional.of("unknown host");
      }
      if (link instanceof HttpConnectTimeoutException) {
        return Optional.of("timed out while connecting");
      }
      if (TUNNEL.matcher(message(link)).matches()) {
        return Optional.of("not reachable through the tunnel");
      }
    }
    for (Throwable link : chain) {
      if (link instanceof ConnectException) {
        return Optional.of(connectRefusal(message(link)));
      }
    }
    return Optional.empty();
  }

  private static String connectRefusal(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no route to host") || lower.contains("unreachable")) {
      return "no route to host";
    }
    return lower.contains("timed out") ? "timed out while connecting" : "connection refused";
  }

  private static String broken(List<Throwable> chain) {
    for (Throwable link : chain) {
      if (link instanceof TimeoutException
          || link instanceof SocketTimeoutException
          || link instanceof HttpTimeoutException) {
        return "timed out";
      }
      if (link instanceof InterruptedException) {
        return "interrupted";
      }
    }
    String last = message(chain.getLast());
    return last.isEmpty() ? LOST : LOST + ": " + last.lines().findFirst().orElse("");
  }

  private static List<Throwable> chain(Throwable error) {
    List<Throwable> chain = new ArrayList<>();
    for (@Nullable Throwable link = error;
        link != null && !chain.contains(link);
        link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }

  private static String message(Throwable link) {
    String message = link.getMessage();
    return message == null ? "" : message;
  }
}
