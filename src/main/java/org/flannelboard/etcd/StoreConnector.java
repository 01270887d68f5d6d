package org.flannelboard.etcd;

import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;

/** Opens etcd: the real one, or the practice cluster's. */
public interface StoreConnector {

  /** Which APIs the cluster offers, from an endpoint that answers. */
  Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline);

  /** A connection through that API; proven by one read before it is returned. */
  Result<KeyStore, StoreFailure> open(EtcdAccess access, KeyStore.Api api, Deadline deadline);
}
