package org.flannelboard.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.base.HostPort;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;

/**
 * The way to an SSH server: the jump hosts in order, then the server itself. Connections are shared
 * by route, so nodes behind one jump host share the connection to it.
 *
 * @param hops at least one
 */
record Route(List<Hop> hops) {

  /** One SSH server on the way, and as whom to log in there. */
  record Hop(HostPort address, String user, List<Path> identities) {
    Hop {
      identities = List.copyOf(identities);
    }
  }

  Route {
    hops = List.copyOf(hops);
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("a route has an end");
    }
  }

  static Route to(NodeSpec node) {
    SshAccess ssh = node.ssh();
    Stream<Hop> jumps =
        ssh.jumps().stream()
            .map(j -> new Hop(new HostPort(j.address(), j.port()), j.user(), j.identities()));
    Hop end = new Hop(new HostPort(ssh.address(), ssh.port()), ssh.user(), ssh.identities());
    return new Route(Stream.concat(jumps, Stream.of(end)).toList());
  }

  Hop end() {
    return hops.getLast();
  }

  /** The route to the last jump host; empty if there is none. */
  Optional<Route> before() {
    return hops.size() == 1
        ? Optional.empty()
        : Optional.of(new Route(hops.subList(0, hops.size() - 1)));
  }
}
