package org.flannelboard.etcd;

/** Etcd's v3 API against a real etcd. */
final class EtcdV3LabTest extends EtcdLabContract {

  @Override
  KeyStore.Api api() {
    return KeyStore.Api.V3;
  }

  @Override
  void outrun(EtcdProcess etcd, KeyStore writer) throws Exception {
    Entry entry = writer.get("/w/k", soon()).orElseThrow().orElseThrow();
    compact(etcd, entry.revision());
  }
}
