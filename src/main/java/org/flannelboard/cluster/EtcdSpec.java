package org.flannelboard.cluster;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * The etcd cluster that holds flannel's configuration and leases.
 *
 * @param api which API to use
 * @param endpoints client URLs, https or http, tried in this order
 * @param prefix flannel's key prefix, for example {@code /kubernetes/network}
 * @param route how the endpoints are reached from here
 * @param client the client certificate for this program; null to use flannel's own
 */
public record EtcdSpec(
    ApiChoice api, List<URI> endpoints, String prefix, Route route, @Nullable ClientFiles client) {

  public EtcdSpec {
    endpoints = List.copyOf(endpoints);
  }

  /** The addresses of the endpoints that are named by one. */
  public List<Ipv4Address> addresses() {
    return endpoints.stream()
        .map(endpoint -> Ipv4Address.parse(String.valueOf(endpoint.getHost())))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Which of etcd's two APIs flannel's keys live in; they do not see each other's keys. */
  public enum ApiChoice {
    /** The one the flannel version reads. */
    AUTO,
    V2,
    V3
  }

  /** How endpoints are reached. */
  public enum Route {
    /** Directly where that works, else through a node. */
    AUTO,
    DIRECT,
    /** Always through an SSH connection to a node. */
    TUNNEL
  }

  /** Files for mutual TLS other than flannel's own. */
  public record ClientFiles(FileRef ca, FileRef certificate, FileRef key) {}
}
