package org.flannelboard.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.app.Deployment.CertificatePolicy;
import org.flannelboard.app.task.Task;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.apply.NodeJournal;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.Desired;
import org.flannelboard.deploy.plan.NetworkStep;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.node.Content;
import org.flannelboard.node.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What plans are made from: how nodes shall be, how they and etcd are.
 *
 * @param desired how every node shall be
 * @param certificateIssued whether the certificate in {@code desired} is a new one, in memory alone
 * @param sightings what the nodes answered
 * @param etcd what etcd answered, which may be that it does not
 */
record Survey(
    Desired desired, boolean certificateIssued, Sightings sightings, Result<Etcd, Failure> etcd) {

  /**
   * How etcd is.
   *
   * @param store flannel's keys in it
   * @param config null if there is none
   */
  record Etcd(
      FlannelStore store, FlannelStore.@Nullable StoredConfig config, List<SubnetLease> leases) {

    /** What a push would do to the network configuration. */
    Step plan(ClusterProfile profile) {
      return NetworkStep.plan(store.configKey(), profile.network(), config, leases);
    }
  }

  /** A node's plan, with the journal it goes on in. */
  record Planned(NodePlan plan, Journal journal) {}

  /**
   * Looks. Fails only where nothing could be planned for any node: without the release, the CA, or
   * a certificate.
   */
  static Result<Survey, Failure> of(
      Cluster cluster, EtcdDoor door, List<NodeSpec> targets, CertificatePolicy policy) {
    return of(cluster, door, targets, policy, false);
  }

  /**
   * The same for a comparison alone: where the CA's own file cannot be read, the one a node
   * verifies etcd with stands in for it, so that the CA's node spoils no other.
   */
  static Result<Survey, Failure> toCompare(Cluster cluster, EtcdDoor door) {
    List<NodeSpec> all = cluster.profile().nodes();
    return of(cluster, door, all, CertificatePolicy.KEEP_WHAT_FITS, true);
  }

  private static Result<Survey, Failure> of(
      Cluster cluster,
      EtcdDoor door,
      List<NodeSpec> targets,
      CertificatePolicy policy,
      boolean tolerant) {
    ClusterProfile profile = cluster.profile();
    Task<Result<Release, Failure>> release =
        cluster
            .tasks()
            .start("read release", () -> ReleaseReader.read(profile.flannel().tarball()));
    FlannelCertificate certificates = new FlannelCertificate(cluster);
    Task<Result<Content, Failure>> ca = cluster.tasks().start("read CA", certificates::ca);
    Sightings sightings = Sightings.of(cluster, targets, DeployPlanner.query(profile));
    Result<Content, Failure> read = ca.join();
    Result<Content, Failure> authority =
        tolerant && read.toOptional().isEmpty()
            ? sightings.inOrder(targets).stream()
                .flatMap(seen -> certificates.caOn(seen).stream())
                .findFirst()
                .<Result<Content, Failure>>map(Result::ok)
                .orElse(read)
            : read;
    Result<Release, Failure> programs = release.join();
    return programs.flatMap(
        r ->
            authority.flatMap(
                a -> {
                  Agreed agreed = new Agreed(cluster, certificates, a, policy);
                  Optional<Identity> staying = agreed.staying(targets, sightings);
                  return staying
                      .<Result<Identity, Failure>>map(Result::ok)
                      .orElseGet(() -> certificates.issue(a))
                      .map(
                          own ->
                              new Survey(
                                  desired(profile, r, own),
                                  staying.isEmpty(),
                                  sightings,
                                  etcd(door, own, profile)));
                }));
  }

  /** What all nodes' certificates are judged by. */
  private record Agreed(
      Cluster cluster, FlannelCertificate certificates, Content ca, CertificatePolicy policy) {

    /**
     * The first certificate seen that stays; none if all are to be replaced. The nodes that are not
     * looked at may hold one, when only a bare node is.
     */
    Optional<Identity> staying(List<NodeSpec> targets, Sightings sightings) {
      return switch (policy) {
        case KEEP_WHAT_FITS ->
            certificates.installed(ca, sightings.inOrder(targets)).or(() -> elsewhere(targets));
        case RENEW -> Optional.empty();
      };
    }

    private Optional<Identity> elsewhere(List<NodeSpec> targets) {
      ClusterProfile profile = cluster.profile();
      List<NodeSpec> others =
          profile.nodes().stream().filter(node -> !targets.contains(node)).toList();
      Sightings sightings = Sightings.of(cluster, others, Sightings.certificates(profile));
      return certificates.installed(ca, sightings.inOrder(others));
    }
  }

  private static Desired desired(ClusterProfile profile, Release release, Identity own) {
    return new Desired(
        profile,
        release.flanneld(),
        release.mkDockerOpts(),
        own.ca(),
        own.certificate(),
        own.key());
  }

  private static Result<Etcd, Failure> etcd(EtcdDoor door, Identity own, ClusterProfile profile) {
    return door.open(own)
        .flatMap(
            keys -> {
              FlannelStore store = new FlannelStore(keys, profile.etcd().prefix());
              Deadline deadline = Deadline.after(Deployment.ASK);
              return store
                  .config(deadline)
                  .<Failure>mapFailure(failure -> failure)
                  .flatMap(
                      config ->
                          store
                              .leases(deadline)
                              .<Failure>mapFailure(failure -> failure)
                              .map(
                                  leases ->
                                      new Etcd(
                                          store,
                                          config.orElse(null),
                                          leases.leases().stream()
                                              .map(FlannelStore.StoredLease::lease)
                                              .toList())));
            });
  }

  /** The plan of each node, or why there is none. */
  Map<NodeId, Result<Planned, Failure>> plans(List<NodeSpec> targets) {
    Map<NodeId, Result<Planned, Failure>> plans = new HashMap<>();
    sightings.failures().forEach((node, failure) -> plans.put(node, Result.err(failure)));
    for (NodeSpec target : targets) {
      Observation seen = sightings.seen().get(target.id());
      if (seen != null) {
        plans.put(target.id(), plan(target, seen));
      }
    }
    return plans;
  }

  private Result<Planned, Failure> plan(NodeSpec target, Observation seen) {
    return NodeJournal.in(seen, desired.profile().paths())
        .<Failure>mapFailure(failure -> failure)
        .map(
            journal ->
                new Planned(
                    DeployPlanner.plan(desired, target, seen, journal.interrupted().isPresent()),
                    journal));
  }
}
