package org.flannelboard.etcd.v3;

import io.grpc.Status;
import java.util.Locale;
import java.util.Objects;
import org.flannelboard.etcd.Attempt;
import org.flannelboard.etcd.ConnectionVerdict;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreFailure;
import org.jspecify.annotations.Nullable;

/** What a gRPC status from etcd means (etcd, api/v3rpc/rpctypes/error.go). */
final class GrpcVerdict {

  private GrpcVerdict() {}

  /**
   * Reads a status.
   *
   * @param sent whether the call was put on a connection
   */
  static <T> Attempt<T> of(String endpoint, String key, Status status, boolean sent) {
    String said = Objects.requireNonNullElse(status.getDescription(), "");
    return switch (status.getCode()) {
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          new Attempt.Refused<>(new StoreFailure.Denied(endpoint, key));
      // "etcdserver: user name is empty": authentication is on and the certificate names nobody.
      case INVALID_ARGUMENT ->
          said.contains("user name is empty")
              ? new Attempt.Refused<>(new StoreFailure.Denied(endpoint, key))
              : new Attempt.Refused<>(new StoreFailure.Unintelligible(endpoint, said));
      case UNIMPLEMENTED -> new Attempt.Missed<>(off(endpoint), false);
      case UNAVAILABLE, UNKNOWN, INTERNAL, ABORTED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION ->
          unavailable(endpoint, said, status, sent);
      case DEADLINE_EXCEEDED, CANCELLED ->
          new Attempt.Missed<>(StoreFailure.unreachable(endpoint, "timed out"), sent);
      case OK, NOT_FOUND, ALREADY_EXISTS, OUT_OF_RANGE, DATA_LOSS ->
          new Attempt.Refused<>(
              new StoreFailure.Unintelligible(endpoint, status.getCode() + " " + said));
    };
  }

  private static <T> Attempt<T> unavailable(
      String endpoint, String said, Status status, boolean sent) {
    if (said.startsWith("etcdserver: ")) {
      return new Attempt.Missed<>(new StoreFailure.NoQuorum(endpoint, said.substring(12)), sent);
    }
    if (speaksNoHttp2(said, status.getCause())) {
      return new Attempt.Missed<>(off(endpoint), false);
    }
    Throwable cause = Objects.requireNonNullElseGet(status.getCause(), status::asException);
    ConnectionVerdict verdict = ConnectionVerdict.of(endpoint, cause, sent);
    return new Attempt.Missed<>(verdict.failure(), verdict.taken());
  }

  /** Netty's words for a server that answers in HTTP/1.1, as etcd 2 does. */
  private static boolean speaksNoHttp2(String said, @Nullable Throwable cause) {
    String all = (said + " " + cause).toLowerCase(Locale.ROOT);
    return all.contains("first received frame was not settings")
        || all.contains("alpn")
        || all.contains("unexpected http/1.x request");
  }

  private static StoreFailure off(String endpoint) {
    return new StoreFailure.ApiOff(KeyStore.Api.V3, endpoint, StoreFailure.UNKNOWN_VERSION);
  }
}
