package org.flannelboard.etcd;

/**
 * What one request to one endpoint came to.
 *
 * @param <T> what an answer holds
 */
public sealed interface Attempt<T> {

  /** The endpoint answered. */
  record Answered<T>(T value) implements Attempt<T> {}

  /** The cluster said no; another endpoint would say the same. */
  record Refused<T>(StoreFailure failure) implements Attempt<T> {}

  /**
   * This endpoint did not answer; another may.
   *
   * @param taken whether it may have carried the request out all the same. False is a proof: no
   *     connection came about, or TLS ended before the server read anything
   */
  record Missed<T>(StoreFailure failure, boolean taken) implements Attempt<T> {}
}
