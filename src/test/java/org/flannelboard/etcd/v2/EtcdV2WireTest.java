package org.flannelboard.etcd.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.flannelboard.base.Deadline;
import org.flannelboard.etcd.Attempt;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.etcd.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The v2 protocol's quirks, each reply as etcd 3.4 writes it. */
class EtcdV2WireTest {

  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private final URI endpoint;
  private final Wire wire;

  EtcdV2WireTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    wire = EtcdV2Wire.open(new EtcdAccess(List.of(endpoint), null, null)).orElseThrow();
  }

  @BeforeEach
  void serve() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    wire.close();
    server.stop(0);
  }

  @Test
  void readsAskForAQuorumAndEscapeTheKey() {
    reply(
        200,
        "{\"action\":\"get\",\"node\":{\"key\":\"/a b?\",\"value\":\"v\",\"modifiedIndex\":7}}");

    assertThat(wire.get(endpoint, "/a b?", soon()))
        .isEqualTo(
            new Attempt.Answered<>(
                new Wire.Sighting(
                    new Entry("/a b?", "v", new Revision(7), null), new Revision(42))));
    assertThat(requests).containsExactly("GET /v2/keys/a%20b%3F?quorum=true");
  }

  @Test
  void conditionsTravelInTheQueryAndTheValueInTheForm() {
    reply(
        201,
        "{\"action\":\"create\",\"node\":{\"key\":\"/k\",\"value\":\"v\",\"modifiedIndex\":8}}");

    wire.put(
        endpoint, new Wire.Write("/k", "a&b", new Expect.Absent(), Duration.ofSeconds(90)), soon());

    assertThat(requests).containsExactly("PUT /v2/keys/k?prevExist=false value=a%26b&ttl=90");
  }

  @Test
  void aPathNobodyHandlesMeansThatTheApiIsOff() {
    reply(404, "404 page not found\n");

    assertThat(failure())
        .isEqualTo(new StoreFailure.ApiOff(KeyStore.Api.V2, endpoint.toString(), "unknown"));
  }

  @Test
  void insufficientCredentialsAreADenial() {
    reply(401, "{\"message\":\"Insufficient credentials\"}");

    assertThat(failure()).isEqualTo(new StoreFailure.Denied(endpoint.toString(), "/k"));
  }

  @Test
  void aRaftTimeoutIsNoQuorumAndAWriteMayHaveBeenTaken() {
    reply(
        500,
        "{\"errorCode\":300,\"message\":\"Raft Internal Error\","
            + "\"cause\":\"etcdserver: request timed out\",\"index\":5}");

    assertThat(wire.put(endpoint, new Wire.Write("/k", "v", new Expect.Anything(), null), soon()))
        .isEqualTo(
            new Attempt.Missed<>(
                new StoreFailure.NoQuorum(endpoint.toString(), "etcdserver: request timed out"),
                true));
  }

  @Test
  void aRedirectIsNotFollowed() {
    replies.add(new Reply(307, "", "http://127.0.0.1:1/v2/keys/k"));

    assertThat(failure()).isInstanceOf(StoreFailure.Unintelligible.class);
    assertThat(requests).hasSize(1);
  }

  @Test
  void somethingElseThanEtcdIsUnintelligibleWithAnExcerpt() {
    reply(200, "<html>It works!</html>");

    assertThat(failure())
        .isEqualTo(
            new StoreFailure.Unintelligible(endpoint.toString(), "200 <html>It works!</html>"));
  }

  @Test
  void aDirectoryInPlaceOfAValueIsNamed() {
    reply(403, "{\"errorCode\":102,\"message\":\"Not a file\",\"cause\":\"/k\",\"index\":5}");

    assertThat(wire.put(endpoint, new Wire.Write("/k", "v", new Expect.Anything(), null), soon()))
        .isEqualTo(
            new Attempt.Refused<>(new StoreFailure.Malformed("/k", "is a directory, not a value")));
  }

  @Test
  void followGoesOnFromEventToEventUntilHistoryIsGone() throws InterruptedException {
    reply(
        200,
        "{\"action\":\"set\",\"node\":{\"key\":\"/d/k\",\"value\":\"v\",\"modifiedIndex\":12}}");
    reply(
        200,
        "{\"action\":\"set\",\"node\":{\"key\":\"/d/new\",\"dir\":true,\"modifiedIndex\":13}}");
    reply(200, "{\"action\":\"expire\",\"node\":{\"key\":\"/d/k\",\"modifiedIndex\":20}}");
    reply(
        400,
        "{\"errorCode\":401,\"message\":\"The event in requested index is outdated and cleared\","
            + "\"cause\":\"the requested history has been cleared [1000/21]\",\"index\":2000}");
    List<WatchEvent> events = new ArrayList<>();

    Wire.Ended ended = wire.follow(endpoint, "/d", new Revision(10), events::add);

    assertThat(ended).isEqualTo(Wire.Ended.OUTDATED);
    assertThat(events)
        .containsExactly(
            new WatchEvent.Put(new Entry("/d/k", "v", new Revision(12), null)),
            new WatchEvent.Deleted("/d/k", new Revision(20)));
    assertThat(requests)
        .containsExactly(
            "GET /v2/keys/d?wait=true&recursive=true&waitIndex=11",
            "GET /v2/keys/d?wait=true&recursive=true&waitIndex=13",
            "GET /v2/keys/d?wait=true&recursive=true&waitIndex=14",
            "GET /v2/keys/d?wait=true&recursive=true&waitIndex=21");
  }

  @Test
  void aDirectoryThatVanishesAsAWholeDemandsAResync() throws InterruptedException {
    reply(
        200, "{\"action\":\"delete\",\"node\":{\"key\":\"/d\",\"dir\":true,\"modifiedIndex\":12}}");

    assertThat(wire.follow(endpoint, "/d", new Revision(10), _ -> {}))
        .isEqualTo(Wire.Ended.OUTDATED);
  }

  /**
   * A frozen server completes the TCP handshake in its kernel and then says nothing: the deadline
   * alone ends the call. The socket below is never accepted.
   */
  @Test
  void aServerThatNeverAnswersCostsTheDeadlineAndNoMore() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI frozen = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Attempt<Wire.Sighting> attempt =
          assertTimeoutPreemptively(
              Duration.ofSeconds(5),
              () -> wire.get(frozen, "/k", Deadline.after(Duration.ofMillis(200))));

      assertThat(attempt)
          .isEqualTo(
              new Attempt.Missed<>(StoreFailure.unreachable(frozen.toString(), "timed out"), true));
    }
  }

  private StoreFailure failure() {
    return switch (wire.get(endpoint, "/k", soon())) {
      case Attempt.Answered<Wire.Sighting>(Wire.Sighting value) -> throw new AssertionError(value);
      case Attempt.Refused<Wire.Sighting>(StoreFailure failure) -> failure;
      case Attempt.Missed<Wire.Sighting>(StoreFailure failure, boolean _) -> failure;
    };
  }

  private void reply(int status, String body) {
    replies.add(new Reply(status, body, ""));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
    Reply reply = replies.remove();
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("X-Etcd-Index", "42");
    if (!reply.location().isEmpty()) {
      exchange.getResponseHeaders().add("Location", reply.location());
    }
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }

  /** What the server says next. */
  private record Reply(int status, String body, String location) {}
}
