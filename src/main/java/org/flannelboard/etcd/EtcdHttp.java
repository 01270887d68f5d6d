package org.flannelboard.etcd;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;

/**
 * Plain requests to etcd's client port, over mutual TLS and through the tunnel where the access
 * says so. HTTP/1.1 only, no redirects: an endpoint that points elsewhere is not the one
 * configured.
 */
public final class EtcdHttp implements AutoCloseable {

  /** A dead address must not cost more than a share of any deadline. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** Beyond what etcd stores under flannel's prefix by three orders of magnitude. */
  private static final long LONGEST_REPLY = 64L << 20;

  private final HttpClient client;
  private final @Nullable EtcdTunnel tunnel;
  private final @Nullable SilentHandshake handshake;

  private EtcdHttp(
      HttpClient client, @Nullable EtcdTunnel tunnel, @Nullable SilentHandshake handshake) {
    this.client = client;
    this.tunnel = tunnel;
    this.handshake = handshake;
  }

  /**
   * A reply of etcd, whatever its status.
   *
   * @param headers among them {@code X-Etcd-Index}
   */
  public record Reply(int status, HttpHeaders headers, String body) {
    /** The beginning of the body, for a person to recognise what answered. */
    public String excerpt() {
      String line = body.strip().lines().findFirst().orElse("");
      return status + " " + (line.length() > 120 ? line.substring(0, 120) + "…" : line);
    }
  }

  /** A client for these endpoints; fails if the TLS material cannot be used. */
  public static Result<EtcdHttp, StoreFailure> open(EtcdAccess access) {
    EtcdAccess.Tls tls = access.tls();
    if (tls == null) {
      return Result.ok(create(access, null));
    }
    return PemTls.of(tls).map(material -> create(access, material.context()));
  }

  private static EtcdHttp create(EtcdAccess access, @Nullable SSLContext tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY);
    if (tls != null) {
      builder.sslContext(tls);
    }
    EtcdTunnel tunnel =
        access.dialer() == null ? null : EtcdTunnel.open(access.endpoints(), access.dialer());
    if (tunnel != null) {
      builder.proxy(tunnel.selector());
    }
    return new EtcdHttp(
        builder.build(), tunnel, tls == null ? null : new SilentHandshake(tls, tunnel));
  }

  /** Sends one request and waits for the whole reply. */
  public Attempt<Reply> send(URI endpoint, HttpRequest.Builder request, Deadline deadline) {
    return await(endpoint, start(endpoint, request, _ -> {}), deadline);
  }

  /** As {@link #send}, and shows the headers as soon as they are there. */
  public CompletableFuture<HttpResponse<String>> start(
      URI endpoint, HttpRequest.Builder request, Consumer<HttpHeaders> onHeaders) {
    if (tunnel != null) {
      request.header("Proxy-Authorization", tunnel.authorization());
    }
    return client.sendAsync(
        request.build(),
        BodyHandlers.limiting(
            info -> {
              onHeaders.accept(info.headers());
              return HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
            },
            LONGEST_REPLY));
  }

  /** Waits for a reply; gives the request up when the deadline passes. */
  public Attempt<Reply> await(
      URI endpoint, CompletableFuture<HttpResponse<String>> reply, Deadline deadline) {
    try {
      HttpResponse<String> response = reply.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
      return response.headers().firstValue(EtcdTunnel.REFUSED).isPresent()
          ? missed(endpoint, new ConnectException("no connection at the far end"), deadline)
          : new Attempt.Answered<>(
              new Reply(response.statusCode(), response.headers(), response.body()));
    } catch (ExecutionException e) {
      return missed(endpoint, e.getCause() == null ? e : e.getCause(), deadline);
    } catch (TimeoutException e) {
      reply.cancel(true);
      return missed(endpoint, e, deadline);
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      return missed(endpoint, e, deadline);
    }
  }

  /** The address of a resource at an endpoint; the path is escaped, the query is taken as it is. */
  public static URI resource(URI endpoint, String path, String query) {
    HostPort target = EtcdTunnel.target(endpoint);
    String base = endpoint.getScheme().toLowerCase(Locale.ROOT) + "://" + target;
    return URI.create(base + escape(path) + (query.isEmpty() ? "" : "?" + query));
  }

  @Override
  public void close() {
    client.shutdownNow();
    if (tunnel != null) {
      tunnel.close();
    }
  }

  private Attempt<Reply> missed(URI endpoint, Throwable error, Deadline deadline) {
    ConnectionVerdict verdict = ConnectionVerdict.of(endpoint.toString(), error, true);
    if (tunnel == null || verdict.taken()) {
      Attempt.Missed<Reply> loss = new Attempt.Missed<>(verdict.failure(), verdict.taken());
      return handshake == null ? loss : handshake.explain(endpoint, loss, deadline);
    }
    StoreFailure failure =
        tunnel
            .refusal(EtcdTunnel.target(endpoint))
            .map(why -> StoreFailure.unreachable(endpoint.toString(), why))
            .orElse(verdict.failure());
    return new Attempt.Missed<>(failure, false);
  }

  /** Percent-encodes all but the unreserved characters of RFC 3986 and the slash. */
  private static String escape(String path) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          b >= 'a' && b <= 'z'
              || b >= 'A' && b <= 'Z'
              || b >= '0' && b <= '9'
              || "-._~/".indexOf(b) >= 0;
      if (plain) {
        escaped.append((char) b);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", b));
      }
    }
    return escaped.toString();
  }
}
