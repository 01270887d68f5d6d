package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Etcd's v2 API against a real etcd. */
final class EtcdV2LabTest extends EtcdLabContract {

  @Override
  KeyStore.Api api() {
    return KeyStore.Api.V2;
  }

  @Override
  void outrun(EtcdProcess etcd, KeyStore writer) {
    // The v2 API remembers a thousand events (etcd, etcdserver/api/v2store).
    for (int i = 0; i < 1_001; i++) {
      writer.put("/beside", "" + i, new Expect.Anything(), null, soon()).orElseThrow();
    }
  }

  @Test
  void v2ThatIsOffIsRefusedWithTheServersVersion() throws Exception {
    try (EtcdProcess modern = another("server", false).start()) {
      assertThat(failure(LAB.certificates().tls("ca", "client"), modern.endpoint()))
          .isInstanceOfSatisfying(
              StoreFailure.ApiOff.class, off -> assertThat(off.etcdVersion()).startsWith("3."));
    }
  }
}
