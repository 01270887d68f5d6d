package org.flannelboard.app;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.Observation;
import org.flannelboard.pki.CertificateReport;

/** Finds out how a cluster stands. Changes nothing. */
public final class StatusReader {

  private final Cluster cluster;
  private final EtcdDoor door;
  private final ClusterProfile profile;
  private final FlannelCertificate certificates;

  public StatusReader(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.door = door;
    this.profile = cluster.profile();
    this.certificates = new FlannelCertificate(cluster);
  }

  /** Asks every node side by side, then etcd with the certificate they have. */
  public ClusterStatus read() {
    Sightings sightings =
        Sightings.of(cluster, profile.nodes(), DeployPlanner.statusQuery(profile));
    Result<EtcdStatus, Failure> etcd = etcd(sightings.inOrder(profile.nodes()));
    Optional<List<SubnetLease>> leases = etcd.toOptional().map(StatusReader::held);
    Inspections inspections = new Inspections(certificates);
    List<NodeStatus> nodes =
        profile.nodes().stream().map(node -> status(node, sightings, leases, inspections)).toList();
    return new ClusterStatus(cluster.surroundings().clock().instant(), nodes, etcd);
  }

  /** Flannel's keys in etcd, opened with the certificate a node has. */
  public Result<FlannelStore, Failure> store() {
    Sightings sightings = Sightings.of(cluster, profile.nodes(), Sightings.certificates(profile));
    return store(sightings.inOrder(profile.nodes()));
  }

  Result<FlannelStore, Failure> store(List<Observation> seen) {
    Optional<Identity> identity = certificates.onNodes(seen);
    boolean asked = profile.etcd().client() == null && !EtcdDoor.plain(profile);
    if (identity.isEmpty() && asked) {
      return Result.err(new AppFailure.NoClientCertificate(profile.paths().certificate().text()));
    }
    return door.open(identity.orElse(null))
        .map(store -> new FlannelStore(store, profile.etcd().prefix()));
  }

  /** Flannel's keys over the connection that is made already; empty if none is. */
  Optional<FlannelStore> openStore() {
    return door.opened().map(store -> new FlannelStore(store, profile.etcd().prefix()));
  }

  private Result<EtcdStatus, Failure> etcd(List<Observation> seen) {
    return store(seen).flatMap(store -> door.facts().flatMap(facts -> etcd(store, facts)));
  }

  private Result<EtcdStatus, Failure> etcd(FlannelStore store, EtcdFacts facts) {
    Deadline deadline = Deadline.after(Deployment.ASK);
    Result<Optional<FlannelStore.StoredConfig>, StoreFailure> config = store.config(deadline);
    Result<Optional<FlannelStore.UnreadableConfig>, StoreFailure> unreadable =
        config.toFailure().filter(StoreFailure.Malformed.class::isInstance).isPresent()
            ? store.unreadableConfig(deadline)
            : config.map(_ -> Optional.empty());
    return unreadable
        .<Failure>mapFailure(failure -> failure)
        .flatMap(
            broken ->
                store
                    .leases(deadline)
                    .<Failure>mapFailure(failure -> failure)
                    .map(
                        leases ->
                            new EtcdStatus(
                                door.api(),
                                facts,
                                config.toOptional().flatMap(found -> found).orElse(null),
                                broken.orElse(null),
                                leases)));
  }

  private NodeStatus status(
      NodeSpec node,
      Sightings sightings,
      Optional<List<SubnetLease>> leases,
      Inspections inspections) {
    Observation seen = sightings.seen().get(node.id());
    if (seen == null) {
      return new NodeStatus(
          node, Result.err(Objects.requireNonNull(sightings.failures().get(node.id()))));
    }
    SubnetLease lease = leases.flatMap(held -> SubnetLease.inUse(held, node.ip())).orElse(null);
    Known<Verification> verification =
        leases
            .map(held -> Known.of(Verification.of(profile, node, seen, held)))
            .orElseGet(Known::notChecked);
    return new NodeStatus(
        node,
        Result.ok(new NodeStatus.View(seen, lease, inspections.certificate(seen), verification)));
  }

  /**
   * What a node's certificate says of itself: neither its authority nor its key is looked at.
   *
   * @param pem the file's text
   */
  Optional<CertificateReport> certificateAlone(NodeId node, String pem) {
    return certificates.inspectAlone(node, pem).toOptional();
  }

  private static List<SubnetLease> held(EtcdStatus etcd) {
    return etcd.leases().leases().stream().map(FlannelStore.StoredLease::lease).toList();
  }
}
