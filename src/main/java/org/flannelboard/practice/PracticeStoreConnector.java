package org.flannelboard.practice;

import java.util.EnumSet;
import java.util.Set;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.etcd.StoreFailure;

/** Opens the practice etcd. A dialer in the access is not needed and not used. */
final class PracticeStoreConnector implements StoreConnector {

  private final World world;

  PracticeStoreConnector(World world) {
    this.world = world;
  }

  @Override
  public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
    return world.locked(
        () ->
            // The v3 service is always on, so only the door can be shut.
            new PracticeKeyStore(world, access, KeyStore.Api.V3)
                .unreachable()
                .<Result<EtcdFacts, StoreFailure>>map(Result::err)
                .orElseGet(() -> Result.ok(facts(access))));
  }

  @Override
  public Result<KeyStore, StoreFailure> open(
      EtcdAccess access, KeyStore.Api api, Deadline deadline) {
    return world.locked(
        () -> {
          PracticeKeyStore store = new PracticeKeyStore(world, access, api);
          return store
              .unreachable()
              .<Result<KeyStore, StoreFailure>>map(Result::err)
              .orElseGet(() -> Result.ok(store));
        });
  }

  private EtcdFacts facts(EtcdAccess access) {
    Set<KeyStore.Api> apis = EnumSet.of(KeyStore.Api.V3);
    if (world.etcd().isV2On()) {
      apis.add(KeyStore.Api.V2);
    }
    return new EtcdFacts(Etcd.VERSION, apis, world.etcd().inspect(access.endpoints()));
  }
}
