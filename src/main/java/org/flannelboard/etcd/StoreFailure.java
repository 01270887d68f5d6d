package org.flannelboard.etcd;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flannelboard.base.Failure;

/** Expected ways for an operation on etcd to fail. */
public sealed interface StoreFailure extends Failure {

  /** Stands for the version of a server that was not asked for it. */
  String UNKNOWN_VERSION = "unknown";

  /** One endpoint that could not be reached. */
  static StoreFailure unreachable(String endpoint, String reason) {
    return new Unreachable(Map.of(endpoint, reason));
  }

  /**
   * What several endpoints that each failed come to: the first verdict that says more than "did not
   * answer", else all the reasons for not answering.
   */
  static StoreFailure merge(List<StoreFailure> failures) {
    Map<String, String> reasons = new TreeMap<>();
    for (StoreFailure failure : failures) {
      if (!(failure instanceof Unreachable unreachable)) {
        return failure;
      }
      reasons.putAll(unreachable.reasons());
    }
    return new Unreachable(reasons);
  }

  /** The failure in one English line, for logs and for {@link WriteOutcome.InDoubt}. */
  default String reason() {
    return new TreeMap<>(arguments())
        .entrySet().stream()
            .map(argument -> argument.getKey() + " " + argument.getValue())
            .collect(Collectors.joining(", ", code() + ": ", ""));
  }

  /** No endpoint answered; the reasons by endpoint. */
  record Unreachable(Map<String, String> reasons) implements StoreFailure {
    public Unreachable {
      reasons = Map.copyOf(reasons);
    }

    @Override
    public String code() {
      return "etcd-unreachable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "endpoints",
          reasons.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(reason -> reason.getKey() + ": " + reason.getValue())
              .collect(Collectors.joining("; ")));
    }
  }

  /** The server's certificate does not satisfy our CA: wrong CA, wrong name, expired. */
  record ServerUntrusted(String endpoint, String why) implements StoreFailure {
    @Override
    public String code() {
      return "etcd-server-untrusted";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("endpoint", endpoint, "why", why);
    }
  }

  /** The server refused our client certificate, or got none. */
  record ClientRejected(String endpoint, String why) implements StoreFailure {
    @Override
    public String code() {
      return "etcd-client-rejected";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("endpoint", endpoint, "why", why);
    }
  }

  /** The server runs, but not with this API. */
  record ApiOff(KeyStore.Api api, String endpoint, String etcdVersion) implements StoreFailure {
    @Override
    public String code() {
      return api == KeyStore.Api.V2 ? "etcd-v2-off" : "etcd-v3-off";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("endpoint", endpoint, "version", etcdVersion);
    }
  }

  /** The user or certificate may not do this (etcd's role-based access control). */
  record Denied(String endpoint, String key) implements StoreFailure {
    @Override
    public String code() {
      return "etcd-denied";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("endpoint", endpoint, "key", key);
    }
  }

  /** The cluster has no leader or cannot commit. */
  record NoQuorum(String endpoint, String why) implements StoreFailure {
    @Override
    public String code() {
      return "etcd-no-quorum";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("endpoint", endpoint, "why", why);
    }
  }

  /** Something answered that is no etcd, or one we do not understand. */
  record Unintelligible(String endpoint, String excerpt) implements StoreFailure {
    @Override
    public String code() {
      return "etcd-unintelligible";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("endpoint", endpoint, "excerpt", excerpt);
    }
  }

  /** A value in etcd is not what flannel's format says. */
  record Malformed(String key, String why) implements StoreFailure {
    @Override
    public String code() {
      return "etcd-value-malformed";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("key", key, "why", why);
    }
  }

  /** The CA, certificate or key given for TLS cannot be used. */
  record TlsMaterial(String what, String why) implements StoreFailure {
    @Override
    public String code() {
      return "etcd-tls-material";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("what", what, "why", why);
    }
  }

  /** The session only looks; etcd was not asked. */
  record ReadOnly(String operation) implements StoreFailure {
    @Override
    public String code() {
      return "read-only";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("target", "etcd", "operation", operation);
    }
  }
}
