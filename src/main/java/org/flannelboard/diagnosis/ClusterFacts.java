package org.flannelboard.diagnosis;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * All that a diagnosis knows.
 *
 * @param profile the cluster as its administrator describes it
 * @param sightings what the nodes said of themselves
 * @param silent why the other nodes said nothing
 * @param config flannel's configuration in etcd; unknown where it could not be read or understood,
 *     and where nobody has written one
 * @param configFailure why it could not be read or understood; null if it could, and where there is
 *     nothing to read
 * @param leases all leases in etcd
 * @param certificates how long flannel's certificate on a node holds; of those that were read
 * @param matrix what was measured between the nodes
 * @param at when the collection was complete, by the workstation's clock
 */
public record ClusterFacts(
    ClusterProfile profile,
    Map<NodeId, Sighting> sightings,
    Map<NodeId, NodeFailure> silent,
    Known<NetworkConfig> config,
    @Nullable Failure configFailure,
    Known<List<SubnetLease>> leases,
    Map<NodeId, CertificateTerm> certificates,
    MatrixSnapshot matrix,
    Instant at) {

  public ClusterFacts {
    sightings = Map.copyOf(sightings);
    silent = Map.copyOf(silent);
    certificates = Map.copyOf(certificates);
  }

  /** Facts without a look at the certificates. */
  public ClusterFacts(
      ClusterProfile profile,
      Map<NodeId, Sighting> sightings,
      Map<NodeId, NodeFailure> silent,
      Known<NetworkConfig> config,
      @Nullable Failure configFailure,
      Known<List<SubnetLease>> leases,
      MatrixSnapshot matrix,
      Instant at) {
    this(profile, sightings, silent, config, configFailure, leases, Map.of(), matrix, at);
  }

  /**
   * How long a certificate holds.
   *
   * @param path where it lies on the node
   */
  public record CertificateTerm(RemotePath path, Instant notBefore, Instant notAfter) {}

  /** The same, with the certificates' terms. */
  public ClusterFacts withCertificates(Map<NodeId, CertificateTerm> terms) {
    return new ClusterFacts(
        profile, sightings, silent, config, configFailure, leases, terms, matrix, at);
  }

  /** The same, with later looks at some nodes. */
  public ClusterFacts withSightings(Map<NodeId, Sighting> later) {
    return new ClusterFacts(
        profile,
        union(sightings, later),
        silent,
        config,
        configFailure,
        leases,
        certificates,
        matrix,
        at);
  }

  /**
   * The same, with nodes that were not looked at before.
   *
   * @param silent why some of them said nothing
   * @param when when the collection was complete
   */
  public ClusterFacts withNodes(
      Map<NodeId, Sighting> more,
      Map<NodeId, NodeFailure> silent,
      Map<NodeId, CertificateTerm> terms,
      Instant when) {
    return new ClusterFacts(
        profile,
        union(sightings, more),
        union(this.silent, silent),
        config,
        configFailure,
        leases,
        union(certificates, terms),
        matrix,
        when);
  }

  private static <T> Map<NodeId, T> union(Map<NodeId, T> some, Map<NodeId, T> others) {
    Map<NodeId, T> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }

  /** The same, measured again. */
  public ClusterFacts withMatrix(MatrixSnapshot again) {
    return new ClusterFacts(
        profile, sightings, silent, config, configFailure, leases, certificates, again, at);
  }

  /** What a node said of itself; empty if it said nothing. */
  public Optional<Sighting> sighting(NodeId node) {
    return Optional.ofNullable(sightings.get(node));
  }

  /** The node as its administrator describes it. */
  public NodeSpec spec(NodeId node) {
    return profile.nodes().stream()
        .filter(spec -> spec.id().equals(node))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not of this cluster: " + node));
  }

  /** The lease a node uses; empty if it has none or leases are not known. */
  public Optional<SubnetLease> lease(NodeId node) {
    return leases.toOptional().flatMap(all -> SubnetLease.inUse(all, spec(node).ip()));
  }
}
