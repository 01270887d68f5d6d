package org.flannelboard.etcd;

import java.net.URI;
import java.util.List;
import org.flannelboard.base.Secret;
import org.flannelboard.base.StreamDialer;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to reach an etcd cluster.
 *
 * @param endpoints client URLs, tried in this order
 * @param tls null for plain http endpoints
 * @param dialer opens the connections elsewhere, through an SSH tunnel; null to connect from here
 */
public record EtcdAccess(List<URI> endpoints, @Nullable Tls tls, @Nullable StreamDialer dialer) {

  public EtcdAccess {
    endpoints = List.copyOf(endpoints);
    boolean secure = endpoints.stream().anyMatch(e -> "https".equals(e.getScheme()));
    if (secure && tls == null) {
      throw new IllegalArgumentException("https endpoints need TLS material");
    }
  }

  /**
   * Material for mutual TLS. Either all of it or none: there is no partial security.
   *
   * @param caPem certificates that may sign the server's
   * @param certificatePem our own certificate
   * @param keyPem its private key, PKCS#1, SEC 1 or PKCS#8
   */
  public record Tls(String caPem, String certificatePem, Secret keyPem) {}
}
