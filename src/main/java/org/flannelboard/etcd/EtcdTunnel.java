package org.flannelboard.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.StreamDialer;

/**
 * Loopback doors to etcd's endpoints, one each, behind which a {@link StreamDialer} opens the
 * connection elsewhere.
 *
 * <p>HTTP clients use the doors as proxies, so the name in the URL stays the endpoint's own: TLS
 * checks it as ever, and it is resolved at the far end. Each door leads to its one endpoint and
 * opens only to a random token, because other users of this machine can reach loopback as well.
 */
public final class EtcdTunnel implements AutoCloseable {

  /** A header of the doors' own answers, which no etcd sends. */
  static final String REFUSED = "X-Tunnel-Refused";

  private final String token;
  private final Map<HostPort, TunnelDoor> doors = new LinkedHashMap<>();

  private EtcdTunnel(String token) {
    this.token = token;
  }

  /** Opens a door for each endpoint. */
  public static EtcdTunnel open(List<URI> endpoints, StreamDialer dialer) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    EtcdTunnel tunnel = new EtcdTunnel(HexFormat.of().formatHex(random));
    try {
      for (URI endpoint : endpoints) {
        HostPort target = target(endpoint);
        if (!tunnel.doors.containsKey(target)) {
          tunnel.doors.put(target, TunnelDoor.open(target, tunnel.token, dialer));
        }
      }
      return tunnel;
    } catch (IOException e) {
      tunnel.close();
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  /** Host and port of a client URL; without a port, the one registered for etcd. */
  public static HostPort target(URI endpoint) {
    String host = endpoint.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new HostPort(bare, endpoint.getPort() < 0 ? 2379 : endpoint.getPort());
  }

  /**
   * The value of {@code Proxy-Authorization} that opens the doors. A bearer token (RFC 6750): the
   * JDK keeps Basic credentials from tunnels (jdk.http.auth.tunneling.disabledSchemes).
   */
  public String authorization() {
    return "Bearer " + token;
  }

  /** Where the door to this endpoint is. */
  public InetSocketAddress door(HostPort target) {
    TunnelDoor door = doors.get(target);
    if (door == null) {
      throw new IllegalArgumentException("not an endpoint of this cluster: " + target);
    }
    return door.address();
  }

  /** Why the endpoint could not be reached from the far end when last tried. */
  public Optional<String> refusal(HostPort target) {
    return Optional.ofNullable(doors.get(target)).flatMap(TunnelDoor::refusal);
  }

  /** The doors, as {@code java.net.http} chooses a proxy. */
  public ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(new Proxy(Proxy.Type.HTTP, door(target(uri))));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The request that needed the door fails with the same exception.
      }
    };
  }

  @Override
  public void close() {
    doors.values().forEach(TunnelDoor::close);
  }
}
