package org.flannelboard.app;

import org.flannelboard.base.Secret;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.node.Content;

/**
 * A certificate with its private key, and the CA's certificate that vouches for it.
 *
 * @param ca the CA's certificate
 * @param certificate ours
 * @param key its private key
 */
record Identity(Content ca, Content certificate, Content key) {

  EtcdAccess.Tls tls() {
    return new EtcdAccess.Tls(ca.text(), certificate.text(), Secret.of(key.text()));
  }
}
