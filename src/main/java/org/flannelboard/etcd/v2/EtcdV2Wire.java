package org.flannelboard.etcd.v2;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.Attempt;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdHttp;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.etcd.Wire;
import org.flannelboard.etcd.WriteOutcome;

/** The v2 API over HTTP. */
public final class EtcdV2Wire implements Wire {

  /**
   * How long one poll waits for an event. Etcd itself waits for ever; a bound notices a server that
   * went away without a word.
   */
  private static final Duration POLL = Duration.ofSeconds(30);

  private static final String FORM = "application/x-www-form-urlencoded";

  private final EtcdHttp http;

  private EtcdV2Wire(EtcdHttp http) {
    this.http = http;
  }

  /** A wire to these endpoints; connects when first used. */
  public static Result<Wire, StoreFailure> open(EtcdAccess access) {
    return EtcdHttp.open(access).map(EtcdV2Wire::new);
  }

  @Override
  public KeyStore.Api api() {
    return KeyStore.Api.V2;
  }

  @Override
  public Attempt<Sighting> get(URI endpoint, String key, Deadline deadline) {
    HttpRequest.Builder request = HttpRequest.newBuilder(keys(endpoint, key, "quorum=true"));
    return ask(endpoint, key, request, deadline, V2Answer::sighting);
  }

  @Override
  public Attempt<Listing> list(URI endpoint, String directory, Deadline deadline) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(keys(endpoint, directory, "quorum=true&recursive=true"));
    return ask(endpoint, directory, request, deadline, V2Answer::listing);
  }

  @Override
  public Attempt<WriteOutcome> put(URI endpoint, Write write, Deadline deadline) {
    String ttl = write.ttl() == null ? "" : "&ttl=" + Math.max(1, write.ttl().toSeconds());
    String form = "value=" + URLEncoder.encode(write.value(), StandardCharsets.UTF_8) + ttl;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(keys(endpoint, write.key(), condition(write.expect())))
            .header("Content-Type", FORM)
            .PUT(BodyPublishers.ofString(form));
    return write(endpoint, write.key(), request, deadline);
  }

  @Override
  public Attempt<WriteOutcome> delete(URI endpoint, String key, Expect expect, Deadline deadline) {
    return write(
        endpoint,
        key,
        HttpRequest.newBuilder(keys(endpoint, key, condition(expect))).DELETE(),
        deadline);
  }

  @Override
  public Ended follow(URI endpoint, String directory, Revision after, Consumer<WatchEvent> events)
      throws InterruptedException {
    long next = after.number() + 1;
    while (true) {
      Deadline deadline = Deadline.after(POLL);
      AtomicLong index = new AtomicLong();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
              keys(endpoint, directory, "wait=true&recursive=true&waitIndex=" + next));
      CompletableFuture<HttpResponse<String>> reply =
          http.start(endpoint, request, headers -> index.set(index(headers)));
      Attempt<EtcdHttp.Reply> attempt = http.await(endpoint, reply, deadline);
      if (Thread.interrupted()) {
        throw new InterruptedException("the watch was closed");
      }
      switch (attempt) {
        case Attempt.Answered<EtcdHttp.Reply>(EtcdHttp.Reply full) -> {
          V2Answer answer = V2Answer.of(endpoint, directory, full);
          Optional<V2Answer.Event> event = answer.event();
          if (event.isEmpty()) {
            return answer.outdated() ? Ended.OUTDATED : Ended.BROKEN;
          }
          if (event.get().wholeDirectory()) {
            return Ended.OUTDATED;
          }
          event.get().asWatchEvent().ifPresent(events);
          next = event.get().index() + 1;
        }
        case Attempt.Missed<EtcdHttp.Reply> _ -> {
          if (!deadline.expired() || index.get() == 0) {
            return Ended.BROKEN;
          }
          // Nothing happened here up to the index at which this poll began: skip the events of
          // others, before etcd's memory of 1000 events outruns a quiet directory.
          next = Math.max(next, index.get() + 1);
        }
        case Attempt.Refused<EtcdHttp.Reply> _ -> {
          return Ended.BROKEN;
        }
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /** A write, and when its condition did not hold a second request for what the key holds. */
  private Attempt<WriteOutcome> write(
      URI endpoint, String key, HttpRequest.Builder request, Deadline deadline) {
    Attempt<Optional<Revision>> written = ask(endpoint, key, request, deadline, V2Answer::written);
    return switch (written) {
      case Attempt.Answered<Optional<Revision>>(Optional<Revision> revision) ->
          revision.isPresent()
              ? new Attempt.Answered<>(new WriteOutcome.Written(revision.get()))
              : conflict(get(endpoint, key, deadline));
      case Attempt.Refused<Optional<Revision>>(StoreFailure failure) ->
          new Attempt.Refused<>(failure);
      case Attempt.Missed<Optional<Revision>>(StoreFailure failure, boolean taken) ->
          new Attempt.Missed<>(failure, taken);
    };
  }

  private static Attempt<WriteOutcome> conflict(Attempt<Sighting> now) {
    return switch (now) {
      case Attempt.Answered<Sighting>(Sighting sighting) ->
          new Attempt.Answered<>(new WriteOutcome.Conflict(sighting.entry().orElse(null)));
      case Attempt.Refused<Sighting>(StoreFailure failure) -> new Attempt.Refused<>(failure);
      // The condition is known not to hold: to ask again elsewhere does no harm.
      case Attempt.Missed<Sighting>(StoreFailure failure, boolean _) ->
          new Attempt.Missed<>(failure, false);
    };
  }

  private <T> Attempt<T> ask(
      URI endpoint,
      String key,
      HttpRequest.Builder request,
      Deadline deadline,
      Function<V2Answer, Attempt<T>> read) {
    return switch (http.send(endpoint, request, deadline)) {
      case Attempt.Answered<EtcdHttp.Reply>(EtcdHttp.Reply reply) ->
          read.apply(V2Answer.of(endpoint, key, reply));
      case Attempt.Refused<EtcdHttp.Reply>(StoreFailure failure) -> new Attempt.Refused<>(failure);
      case Attempt.Missed<EtcdHttp.Reply>(StoreFailure failure, boolean taken) ->
          new Attempt.Missed<>(failure, taken);
    };
  }

  private static URI keys(URI endpoint, String key, String query) {
    return EtcdHttp.resource(endpoint, "/v2/keys" + key, query);
  }

  private static String condition(Expect expect) {
    return switch (expect) {
      case Expect.Anything _ -> "";
      case Expect.Absent _ -> "prevExist=false";
      case Expect.At(Revision revision) -> "prevIndex=" + revision.number();
    };
  }

  private static long index(HttpHeaders headers) {
    return headers.firstValueAsLong("X-Etcd-Index").orElse(0);
  }
}
