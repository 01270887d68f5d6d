package org.flannelboard.etcd;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;

/**
 * An etcd that can be read and, while it is asked for, not written: a write ends here with {@link
 * StoreFailure.ReadOnly} and never reaches the adapter.
 *
 * @param behind etcd itself
 * @param readOnly asked at each operation
 */
public record ReadOnlyStores(StoreConnector behind, BooleanSupplier readOnly)
    implements StoreConnector {

  @Override
  public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
    return behind.inspect(access, deadline);
  }

  @Override
  public Result<KeyStore, StoreFailure> open(
      EtcdAccess access, KeyStore.Api api, Deadline deadline) {
    return behind.open(access, api, deadline).map(store -> new Guarded(store, readOnly));
  }

  /** One connection. */
  private record Guarded(KeyStore store, BooleanSupplier readOnly) implements KeyStore {

    private Result<WriteOutcome, StoreFailure> change(
        String operation, Supplier<Result<WriteOutcome, StoreFailure>> change) {
      return readOnly.getAsBoolean()
          ? Result.err(new StoreFailure.ReadOnly(operation))
          : change.get();
    }

    @Override
    public Api api() {
      return store.api();
    }

    @Override
    public Result<Optional<Entry>, StoreFailure> get(String key, Deadline deadline) {
      return store.get(key, deadline);
    }

    @Override
    public Result<List<Entry>, StoreFailure> list(String directory, Deadline deadline) {
      return store.list(directory, deadline);
    }

    @Override
    public Result<WriteOutcome, StoreFailure> put(
        String key, String value, Expect expect, @Nullable Duration ttl, Deadline deadline) {
      return change("write " + key, () -> store.put(key, value, expect, ttl, deadline));
    }

    @Override
    public Result<WriteOutcome, StoreFailure> delete(String key, Expect expect, Deadline deadline) {
      return change("delete " + key, () -> store.delete(key, expect, deadline));
    }

    @Override
    public Watch watch(String directory, Consumer<WatchEvent> events) {
      return store.watch(directory, events);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
