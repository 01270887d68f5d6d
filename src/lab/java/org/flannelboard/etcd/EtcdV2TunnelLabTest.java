package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.flannelboard.base.StreamDialer;
import org.junit.jupiter.api.AfterEach;

/** Etcd's v2 API through a tunnel against a real etcd. */
final class EtcdV2TunnelLabTest extends EtcdLabContract {

  @Override
  KeyStore.Api api() {
    return KeyStore.Api.V2;
  }

  @Override
  StreamDialer dialer() {
    return EtcdLab.sockets(dialled);
  }

  @AfterEach
  void everyConnectionWentThroughTheTunnel() {
    assertThat(dialled).hasPositiveValue();
  }

  @Override
  void outrun(EtcdProcess etcd, KeyStore writer) {
    // The v2 API remembers a thousand events (etcd, etcdserver/api/v2store).
    for (int i = 0; i < 1_001; i++) {
      writer.put("/beside", "" + i, new Expect.Anything(), null, soon()).orElseThrow();
    }
  }
}
