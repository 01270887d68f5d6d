package org.flannelboard.node;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;

/**
 * What was seen on a node in one exchange. Complete for its query: every file and unit asked for
 * has an entry.
 *
 * @param node the node
 * @param clock the node's clock when it answered
 * @param host what kind of machine it is
 * @param files by path
 * @param units by name with suffix
 * @param network links, addresses, routes
 * @param containers running containers, by docker's own word
 */
public record Observation(
    NodeId node,
    Instant clock,
    HostFacts host,
    Map<RemotePath, FileState> files,
    Map<String, UnitState> units,
    Known<NetworkState> network,
    Known<List<Container>> containers) {

  public Observation {
    files = Map.copyOf(files);
    units = Map.copyOf(units);
  }

  /**
   * What kind of machine a node is.
   *
   * @param hostname as the kernel knows it
   * @param operatingSystem {@code PRETTY_NAME} of os-release(5), or empty
   * @param kernel release, for example {@code 3.10.0-1160.el7.x86_64}
   * @param architecture {@code uname -m}, for example {@code x86_64}
   * @param systemd version number; 0 where there is none
   */
  public record HostFacts(
      String hostname, String operatingSystem, String kernel, String architecture, int systemd) {}

  /** A running container. */
  public record Container(String id, String name, String image) {}

  /**
   * A file that the query asked for.
   *
   * @throws IllegalArgumentException if it did not
   */
  public FileState file(RemotePath path) {
    return Optional.ofNullable(files.get(path))
        .orElseThrow(() -> new IllegalArgumentException("not asked for: " + path));
  }

  /**
   * A unit that the query asked for.
   *
   * @throws IllegalArgumentException if it did not
   */
  public UnitState unit(String name) {
    return Optional.ofNullable(units.get(name))
        .orElseThrow(() -> new IllegalArgumentException("not asked for: " + name));
  }
}
