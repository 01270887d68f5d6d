package org.flannelboard.etcd.v2;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.flannelboard.etcd.Attempt;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.EtcdHttp;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.etcd.Wire;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reply of {@code /v2/keys}, read.
 *
 * @param json the body; a missing node if it is no JSON object
 */
record V2Answer(URI endpoint, String key, EtcdHttp.Reply reply, JsonNode json) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  // Error codes of the v2 API: etcd, Documentation/v2/errorcode.md.
  private static final int KEY_NOT_FOUND = 100;
  private static final int TEST_FAILED = 101;
  private static final int NOT_FILE = 102;
  private static final int NOT_DIR = 104;
  private static final int NODE_EXIST = 105;
  private static final int UNAUTHORIZED = 110;
  private static final int RAFT_INTERNAL = 300;
  private static final int LEADER_ELECT = 301;
  private static final int WATCHER_CLEARED = 400;
  private static final int EVENT_INDEX_CLEARED = 401;

  /**
   * A change under a watched directory.
   *
   * @param entry the key with its new value; the value is empty when it was removed
   * @param directory whether it happened to a directory
   */
  record Event(Entry entry, boolean removal, boolean directory, long index) {

    /** Whether more keys changed than the event names. */
    boolean wholeDirectory() {
      return directory && removal;
    }

    /** The event in neutral terms; a new directory is none. */
    Optional<WatchEvent> asWatchEvent() {
      if (directory) {
        return Optional.empty();
      }
      return Optional.of(
          removal
              ? new WatchEvent.Deleted(entry.key(), entry.revision())
              : new WatchEvent.Put(entry));
    }
  }

  static V2Answer of(URI endpoint, String key, EtcdHttp.Reply reply) {
    JsonNode json;
    try {
      json = JSON.readTree(reply.body());
    } catch (JacksonException _) {
      json = JSON.missingNode();
    }
    return new V2Answer(endpoint, key, reply, json);
  }

  /** The key asked for; a directory holds no value. */
  Attempt<Wire.Sighting> sighting() {
    if (json.path("node").isObject()) {
      JsonNode node = json.path("node");
      Optional<Entry> entry = isDirectory(node) ? Optional.empty() : Optional.of(entry(node));
      return new Attempt.Answered<>(new Wire.Sighting(entry.orElse(null), storeIndex()));
    }
    return errorCode() == KEY_NOT_FOUND
        ? new Attempt.Answered<>(new Wire.Sighting(null, storeIndex()))
        : failed();
  }

  /** Everything under the directory asked for. */
  Attempt<Wire.Listing> listing() {
    if (json.path("node").isObject()) {
      List<Entry> entries = new ArrayList<>();
      collect(json.path("node").path("nodes"), entries);
      entries.sort(Comparator.comparing(Entry::key));
      return new Attempt.Answered<>(new Wire.Listing(entries, storeIndex()));
    }
    return errorCode() == KEY_NOT_FOUND
        ? new Attempt.Answered<>(new Wire.Listing(List.of(), storeIndex()))
        : failed();
  }

  /** The revision of a write; empty if its condition did not hold. */
  Attempt<Optional<Revision>> written() {
    if (json.path("node").isObject()) {
      return new Attempt.Answered<>(Optional.of(revision(json.path("node"))));
    }
    return switch (errorCode()) {
      case KEY_NOT_FOUND, TEST_FAILED, NODE_EXIST -> new Attempt.Answered<>(Optional.empty());
      default -> failed();
    };
  }

  /** The event a poll returned. */
  Optional<Event> event() {
    JsonNode node = json.path("node");
    if (!node.isObject()) {
      return Optional.empty();
    }
    boolean removal =
        switch (json.path("action").asString("")) {
          case "delete", "expire", "compareAndDelete" -> true;
          default -> false;
        };
    return Optional.of(new Event(entry(node), removal, isDirectory(node), revision(node).number()));
  }

  /** Whether etcd has forgotten the events a poll asked for. */
  boolean outdated() {
    return errorCode() == EVENT_INDEX_CLEARED || errorCode() == WATCHER_CLEARED;
  }

  private <T> Attempt<T> failed() {
    String server = endpoint.toString();
    return switch (errorCode()) {
      case UNAUTHORIZED -> new Attempt.Refused<>(new StoreFailure.Denied(server, key));
      case NOT_FILE ->
          new Attempt.Refused<>(new StoreFailure.Malformed(key, "is a directory, not a value"));
      case NOT_DIR ->
          new Attempt.Refused<>(
              new StoreFailure.Malformed(
                  json.path("cause").asString(key), "is a value, not a directory"));
      // A proposal that timed out may still be committed.
      case RAFT_INTERNAL, LEADER_ELECT ->
          new Attempt.Missed<>(
              new StoreFailure.NoQuorum(
                  server, json.path("cause").asString(json.path("message").asString(""))),
              true);
      default -> failedByStatus(server);
    };
  }

  private <T> Attempt<T> failedByStatus(String server) {
    return switch (reply.status()) {
      case 401, 403 -> new Attempt.Refused<>(new StoreFailure.Denied(server, key));
      // What Go's server says of a path nobody handles; a missing key has an error code.
      case 404 ->
          new Attempt.Missed<>(
              new StoreFailure.ApiOff(KeyStore.Api.V2, server, StoreFailure.UNKNOWN_VERSION),
              false);
      case 503 -> new Attempt.Missed<>(new StoreFailure.NoQuorum(server, reply.excerpt()), true);
      default ->
          new Attempt.Missed<>(new StoreFailure.Unintelligible(server, reply.excerpt()), true);
    };
  }

  private int errorCode() {
    return json.path("errorCode").asInt(0);
  }

  /** The store's index: in a header, and in the body of an error. */
  private Revision storeIndex() {
    return new Revision(
        reply
            .headers()
            .firstValueAsLong("X-Etcd-Index")
            .orElseGet(() -> json.path("index").asLong(0)));
  }

  private static void collect(JsonNode nodes, List<Entry> into) {
    for (JsonNode node : nodes) {
      if (isDirectory(node)) {
        collect(node.path("nodes"), into);
      } else {
        into.add(entry(node));
      }
    }
  }

  private static boolean isDirectory(JsonNode node) {
    return node.path("dir").asBoolean(false);
  }

  private static Entry entry(JsonNode node) {
    Duration ttl =
        node.has("ttl") ? Duration.ofSeconds(Math.max(0, node.path("ttl").asLong(0))) : null;
    return new Entry(
        node.path("key").asString(""), node.path("value").asString(""), revision(node), ttl);
  }

  private static Revision revision(JsonNode node) {
    return new Revision(node.path("modifiedIndex").asLong(0));
  }
}
