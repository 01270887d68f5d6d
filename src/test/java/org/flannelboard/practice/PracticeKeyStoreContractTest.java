package org.flannelboard.practice;

import java.time.Duration;
import java.time.InstantSource;
import org.flannelboard.base.Deadline;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.KeyStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Both key spaces of the practice etcd do what every key store does, their time being real. */
class PracticeKeyStoreContractTest {

  @Nested
  class V2 extends Contract {
    V2() {
      super(KeyStore.Api.V2);
    }
  }

  @Nested
  class V3 extends Contract {
    V3() {
      super(KeyStore.Api.V3);
    }
  }

  abstract static class Contract extends KeyStoreContract {

    private final PracticeCluster cluster =
        PracticeCluster.create(
            PracticeLab.initial(3),
            Fixture.ca(),
            InstantSource.system(),
            PracticeTiming.instant(),
            _ -> true);
    private final KeyStore store;

    Contract(KeyStore.Api api) {
      EtcdAccess access =
          new EtcdAccess(
              cluster.profile().etcd().endpoints(),
              new EtcdAccess.Tls(
                  Fixture.pem("ca"), Fixture.pem("flannel"), Fixture.identity().keyPem()),
              null);
      Deadline soon = Deadline.after(Duration.ofSeconds(10));
      store = cluster.etcd().open(access, api, soon).orElseThrow();
    }

    @AfterEach
    void close() {
      store.close();
      cluster.close();
    }

    @Override
    protected KeyStore store() {
      return store;
    }

    @Override
    protected String directory() {
      return "/contract/practice";
    }
  }
}
