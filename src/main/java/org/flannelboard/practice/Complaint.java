package org.flannelboard.practice;

import java.util.stream.Collectors;
import org.flannelboard.etcd.StoreFailure;

/** What {@code flanneld} v0.10.0 prints when etcd does not let it in. */
final class Complaint {

  static final String V2_OFF =
      "client: response is invalid json. The endpoint is probably not valid etcd cluster endpoint";

  private static final String MISCONFIGURED =
      "client: etcd cluster is unavailable or misconfigured; ";

  private Complaint() {}

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
