package org.flannelboard.etcd;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens real etcd clusters. */
public final class EtcdStoreConnector implements StoreConnector {

  /** Opens one API of a cluster; fails only if the TLS material cannot be used. */
  @FunctionalInterface
  public interface WireOpener {
    Result<Wire, StoreFailure> open(EtcdAccess access);
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An endpoint that takes longer is reported as not answering. */
  private static final Duration INSPECTION = Duration.ofSeconds(5);

  private final Map<KeyStore.Api, WireOpener> openers = new EnumMap<>(KeyStore.Api.class);

  /**
   * A connector with one opener an API. Give lambdas, not method references: then the classes of an
   * API, gRPC and netty among them, are loaded when it is first opened.
   */
  public EtcdStoreConnector(WireOpener v2, WireOpener v3) {
    openers.put(KeyStore.Api.V2, v2);
    openers.put(KeyStore.Api.V3, v3);
  }

  @Override
  public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
    return EtcdHttp.open(access)
        .flatMap(
            http -> {
              try (http) {
                return inspect(http, access.endpoints(), deadline.atMost(INSPECTION));
              }
            });
  }

  @Override
  public Result<KeyStore, StoreFailure> open(
      EtcdAccess access, KeyStore.Api api, Deadline deadline) {
    return opener(api)
        .open(access)
        .flatMap(wire -> prove(new FailoverKeyStore(wire, access.endpoints()), deadline))
        .mapFailure(failure -> withVersion(failure, access, deadline));
  }

  /** Reads a key that need not exist. */
  private static Result<KeyStore, StoreFailure> prove(FailoverKeyStore store, Deadline deadline) {
    return switch (store.get("/flannelboard", deadline)) {
      case Result.Ok<Optional<Entry>, StoreFailure> _ -> Result.ok(store);
      // The user may have no right to that key and still have one to flannel's.
      case Result.Err<Optional<Entry>, StoreFailure>(StoreFailure.Denied _) -> Result.ok(store);
      case Result.Err<Optional<Entry>, StoreFailure>(StoreFailure failure) -> {
        store.close();
        yield Result.err(failure);
      }
    };
  }

  private StoreFailure withVersion(StoreFailure failure, EtcdAccess access, Deadline deadline) {
    return failure instanceof StoreFailure.ApiOff(KeyStore.Api api, String endpoint, String _)
        ? inspect(access, deadline)
            .<StoreFailure>map(facts -> new StoreFailure.ApiOff(api, endpoint, facts.version()))
            .toOptional()
            .orElse(failure)
        : failure;
  }

  private static Result<EtcdFacts, StoreFailure> inspect(
      EtcdHttp http, List<URI> endpoints, Deadline deadline) {
    List<CompletableFuture<HttpResponse<String>>> versions =
        endpoints.stream().map(endpoint -> ask(http, endpoint, "/version")).toList();
    List<CompletableFuture<HttpResponse<String>>> healths =
        endpoints.stream().map(endpoint -> ask(http, endpoint, "/health")).toList();
    List<EtcdFacts.Member> members = new ArrayList<>();
    List<StoreFailure> failures = new ArrayList<>();
    Optional<EtcdFacts> facts = Optional.empty();
    for (int i = 0; i < endpoints.size(); i++) {
      URI endpoint = endpoints.get(i);
      boolean healthy = healthy(http.await(endpoint, healths.get(i), deadline));
      switch (version(endpoint, http.await(endpoint, versions.get(i), deadline))) {
        case Result.Ok<String, StoreFailure>(String version) -> {
          members.add(new EtcdFacts.Member(endpoint.toString(), healthy, version));
          if (facts.isEmpty()) {
            facts =
                Optional.of(
                    new EtcdFacts(version, apis(http, endpoint, version, deadline), List.of()));
          }
        }
        case Result.Err<String, StoreFailure>(StoreFailure failure) -> {
          members.add(new EtcdFacts.Member(endpoint.toString(), false, failure.reason()));
          failures.add(failure);
        }
      }
    }
    return facts
        .<Result<EtcdFacts, StoreFailure>>map(
            found -> Result.ok(new EtcdFacts(found.version(), found.apis(), members)))
        .orElseGet(() -> Result.err(StoreFailure.merge(failures)));
  }

  private static CompletableFuture<HttpResponse<String>> ask(
      EtcdHttp http, URI endpoint, String path) {
    return http.start(
        endpoint, HttpRequest.newBuilder(EtcdHttp.resource(endpoint, path, "")), _ -> {});
  }

  private static Result<String, StoreFailure> version(
      URI endpoint, Attempt<EtcdHttp.Reply> attempt) {
    return switch (attempt) {
      case Attempt.Answered<EtcdHttp.Reply>(EtcdHttp.Reply reply) -> {
        String version = json(reply).path("etcdserver").asString("");
        yield version.isEmpty()
            ? Result.err(new StoreFailure.Unintelligible(endpoint.toString(), reply.excerpt()))
            : Result.ok(version);
      }
      case Attempt.Refused<EtcdHttp.Reply>(StoreFailure failure) -> Result.err(failure);
      case Attempt.Missed<EtcdHttp.Reply>(StoreFailure failure, boolean _) -> Result.err(failure);
    };
  }

  /** True as a boolean, or as the string that etcd up to 3.4 writes. */
  private static boolean healthy(Attempt<EtcdHttp.Reply> attempt) {
    return attempt instanceof Attempt.Answered<EtcdHttp.Reply>(EtcdHttp.Reply reply)
        && "true".equals(json(reply).path("health").asString(""));
  }

  /**
   * V2 is a switch of the server ({@code --enable-v2}) and must be asked. V3 is part of every etcd
   * from 3.0 on and of none before; it cannot be turned off.
   */
  private static Set<KeyStore.Api> apis(
      EtcdHttp http, URI endpoint, String version, Deadline deadline) {
    Set<KeyStore.Api> apis = EnumSet.noneOf(KeyStore.Api.class);
    HttpRequest.Builder root = HttpRequest.newBuilder(EtcdHttp.resource(endpoint, "/v2/keys/", ""));
    if (http.send(endpoint, root, deadline)
            instanceof Attempt.Answered<EtcdHttp.Reply>(EtcdHttp.Reply reply)
        && json(reply).isObject()) {
      apis.add(KeyStore.Api.V2);
    }
    if (!version.matches("[0-2]\\..*")) {
      apis.add(KeyStore.Api.V3);
    }
    return apis;
  }

  private WireOpener opener(KeyStore.Api api) {
    WireOpener opener = openers.get(api);
    if (opener == null) {
      throw new IllegalStateException("the constructor knows every API");
    }
    return opener;
  }

  private static JsonNode json(EtcdHttp.Reply reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (JacksonException _) {
      return JSON.missingNode();
    }
  }
}
