package org.flannelboard.practice;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flannelboard.etcd.StoreFailure;

/** What {@code flanneld} v0.10.0 prints when etcd does not let it in. */
final class Complaint {

  static final String V2_OFF =
      "client: response is invalid json. The endpoint is probably not valid etcd cluster endpoint";

  private static final Pattern COMMA = Pattern.compile(",\\s*([}\\]])");

  private static final String MISCONFIGURED =
      "client: etcd cluster is unavailable or misconfigured; ";

  private Complaint() {}

  /** What Go's encoding/json says of a text that ends too early or has a comma too many. */
  static Optional<String> unreadable(String json) {
    Matcher comma = COMMA.matcher(json);
    if (comma.find()) {
      return Optional.of(
          "invalid character '%s' looking for beginning of object key string"
              .formatted(comma.group(1)));
    }
    return json.chars().filter(c -> c == '{').count() > json.chars().filter(c -> c == '}').count()
        ? Optional.of("unexpected end of JSON input")
        : Optional.empty();
  }

  static String of(StoreFailure failure) {
    return switch (failure) {
      case StoreFailure.Unreachable unreachable ->
          MISCONFIGURED
              + unreachable.reasons().values().stream()
                  .map(why -> "error #0: " + why)
                  .collect(Collectors.joining("; "));
      case StoreFailure.ServerUntrusted(_, String why) -> MISCONFIGURED + "error #0: " + why;
      case StoreFailure.ClientRejected(_, String why) -> MISCONFIGURED + "error #0: " + why;
      case StoreFailure.ApiOff _ -> V2_OFF;
      case StoreFailure.Denied(_, String key) ->
          "110: The request requires user authentication (" + key + ")";
      case StoreFailure.NoQuorum(_, String why) -> MISCONFIGURED + "error #0: " + why;
      case StoreFailure.Unintelligible _ -> V2_OFF;
      case StoreFailure.Malformed(_, String why) -> why;
      case StoreFailure.TlsMaterial(_, String why) -> why;
      case StoreFailure.ReadOnly(String operation) ->
          throw new IllegalArgumentException("flannel is not held by it: " + operation);
    };
  }
}
