package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.flannelboard.base.StreamDialer;
import org.junit.jupiter.api.AfterEach;

/** Etcd's v3 API through a tunnel against a real etcd. */
final class EtcdV3TunnelLabTest extends EtcdLabContract {

  @Override
  KeyStore.Api api() {
    return KeyStore.Api.V3;
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
  void outrun(EtcdProcess etcd, KeyStore writer) throws Exception {
    Entry entry = writer.get("/w/k", soon()).orElseThrow().orElseThrow();
    compact(etcd, entry.revision());
  }
}
