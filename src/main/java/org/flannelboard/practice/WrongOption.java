package org.flannelboard.practice;

import org.flannelboard.cluster.Paths;

/** Options with which flanneld v0.10.0 does not get to its configuration. */
public enum WrongOption {
  /** flannel's own default prefix, where the guide's has the configuration. */
  PREFIX("-etcd-prefix=/coreos.com/network"),
  /** An endpoint where nobody listens. */
  ENDPOINT("-etcd-endpoints=https://127.0.0.1:4001"),
  /** Plain http to an etcd that speaks TLS alone. */
  PLAIN_HTTP("-etcd-endpoints=http://vm01:2379"),
  /** No certificate for an etcd that asks for one. */
  NO_CERTIFICATE("-etcd-certfile= -etcd-keyfile="),
  /** A certificate that is nobody's authority in place of the authority's. */
  WRONG_AUTHORITY("-etcd-cafile=" + Paths.guide().certificate()),
  /** A key that is not there. */
  NO_KEY("-etcd-keyfile=/etc/flanneld/ssl/flannel-key.old.pem");

  private final String words;

  WrongOption(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
