package org.flannelboard.etcd;

/** Etcd's v3 API against a real etcd. */
final class EtcdV3LabTest extends EtcdLabContract {

  @Override
  KeyStore.Api api() {
    return KeyStore.Api.V3;
  }
}
