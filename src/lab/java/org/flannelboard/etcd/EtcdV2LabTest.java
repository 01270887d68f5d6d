package org.flannelboard.etcd;

/** Etcd's v2 API against a real etcd. */
final class EtcdV2LabTest extends EtcdLabContract {

  @Override
  KeyStore.Api api() {
    return KeyStore.Api.V2;
  }
}
