package org.flannelboard.etcd.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.flannelboard.base.Deadline;
import org.flannelboard.etcd.Attempt;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The v3 API where there is no etcd 3. */
class EtcdV3WireTest {

  @Test
  void aServerThatSpeaksOnlyHttp1HasNoV3() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try {
      assertThat(get(endpoint, Duration.ofSeconds(10)))
          .isEqualTo(
              new Attempt.Missed<>(
                  new StoreFailure.ApiOff(KeyStore.Api.V3, endpoint.toString(), "unknown"), false));
    } finally {
      server.stop(0);
    }
  }

  /** A frozen server completes the TCP handshake in its kernel and then says nothing. */
  @Test
  void aServerThatNeverAnswersCostsTheDeadlineAndNoMore() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI frozen = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Attempt<Wire.Sighting> attempt =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10), () -> get(frozen, Duration.ofMillis(300)));

      // Without the server's HTTP/2 preface no call is ever sent: this is proven not taken.
      assertThat(attempt)
          .isEqualTo(
              new Attempt.Missed<>(
                  StoreFailure.unreachable(frozen.toString(), "timed out"), false));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, etcdserver: no leader, etcd-no-quorum, true",
    "UNAVAILABLE, etcdserver: request timed out, etcd-no-quorum, true",
    "UNAVAILABLE, 'etcdserver: request timed out, possibly due to connection lost', etcd-no-quorum,"
        + " true",
    "UNAVAILABLE, etcdserver: leader changed, etcd-no-quorum, true",
    "UNAVAILABLE, Network closed for unknown reason, etcd-unreachable, true",
    "DEADLINE_EXCEEDED, context deadline exceeded, etcd-unreachable, true",
    "UNIMPLEMENTED, unknown service etcdserverpb.KV, etcd-v3-off, false",
  })
  void statusesThatAnotherEndpointMayAnswer(
      Status.Code code, String said, String failure, boolean taken) {
    assertThat(verdict(code, said))
        .isInstanceOfSatisfying(
            Attempt.Missed.class,
            missed -> {
              assertThat(missed.failure().code()).isEqualTo(failure);
              assertThat(missed.taken()).isEqualTo(taken);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "PERMISSION_DENIED, etcdserver: permission denied",
    "UNAUTHENTICATED, etcdserver: invalid auth token",
    "INVALID_ARGUMENT, etcdserver: user name is empty",
  })
  void statusesAboutRights(Status.Code code, String said) {
    assertThat(verdict(code, said))
        .isEqualTo(new Attempt.Refused<>(new StoreFailure.Denied("https://vm01:2379", "/k")));
  }

  private static Attempt<String> verdict(Status.Code code, String said) {
    return GrpcVerdict.of("https://vm01:2379", "/k", code.toStatus().withDescription(said), true);
  }

  private static Attempt<Wire.Sighting> get(URI endpoint, Duration bound) {
    try (Wire wire = EtcdV3Wire.open(new EtcdAccess(List.of(endpoint), null, null)).orElseThrow()) {
      return wire.get(endpoint, "/k", Deadline.after(bound));
    }
  }
}
