package org.flannelboard.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.apply.NodeJournal;
import org.flannelboard.deploy.plan.CertificatePlan;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.Desired;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.node.Content;
import org.flannelboard.node.Observation;
import org.flannelboard.pki.CertificateInspector;
import org.flannelboard.pki.CertificatePem;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.ChainVerdict;
import org.flannelboard.pki.KeyPem;
import org.flannelboard.pki.PkiFailure;

/**
 * Gives nodes flannel's certificate, and nothing else of what a push brings. It is applied as a
 * push is: journaled, read back, and undone by a rollback.
 */
public final class Distribution {

  /** Of a certificate's plan no program is a part, so none is read. */
  private static final Content NO_PROGRAM = Content.of("");

  private final Cluster cluster;
  private final EtcdDoor door;
  private final ClusterProfile profile;

  public Distribution(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.door = door;
    this.profile = cluster.profile();
  }

  /**
   * Looks at the nodes and says what would be done. Changes nothing on them. etcd is asked with the
   * certificate itself where nobody has asked it before, so that one it refuses reaches no node.
   */
  public Result<Proposal, Failure> propose(List<NodeSpec> targets, CertificateSource source) {
    FlannelCertificate certificates = new FlannelCertificate(cluster);
    return certificates
        .ca()
        .flatMap(
            ca -> {
              Sightings sightings = Sightings.of(cluster, targets, DeployPlanner.query(profile));
              return choose(certificates, ca, sightings.inOrder(targets), targets, source)
                  .flatMap(chosen -> propose(targets, sightings, chosen));
            });
  }

  /** Does what was proposed, on all nodes side by side. */
  public PushReport apply(Proposal proposal, ApplyListener listener, CancelToken cancel) {
    return cluster.changing(
        Change.Kind.RENEWAL, () -> new Deployment(cluster, door).push(proposal, listener, cancel));
  }

  /** The certificate to give, and whether it was made for this. */
  private record Chosen(Identity identity, boolean issued) {}

  private Result<Chosen, Failure> choose(
      FlannelCertificate certificates,
      Content ca,
      List<Observation> seen,
      List<NodeSpec> targets,
      CertificateSource source) {
    return switch (source) {
      case CertificateSource.New _ -> issue(certificates, ca);
      case CertificateSource.Files files -> read(ca, files).map(own -> new Chosen(own, false));
      case CertificateSource.WhatFits _ ->
          certificates
              .installed(ca, seen)
              .or(() -> certificates.installed(ca, others(targets)))
              .<Result<Chosen, Failure>>map(own -> Result.ok(new Chosen(own, false)))
              .orElseGet(() -> issue(certificates, ca));
    };
  }

  private static Result<Chosen, Failure> issue(FlannelCertificate certificates, Content ca) {
    return certificates.issue(ca).map(own -> new Chosen(own, true));
  }

  private List<Observation> others(List<NodeSpec> targets) {
    List<NodeSpec> others =
        profile.nodes().stream().filter(node -> !targets.contains(node)).toList();
    return Sightings.of(cluster, others, Sightings.certificates(profile)).inOrder(others);
  }

  private Result<Identity, Failure> read(Content ca, CertificateSource.Files files) {
    ProfileFiles reader = new ProfileFiles(cluster);
    return reader
        .read(new FileRef.Local(files.certificate().toAbsolutePath()))
        .flatMap(
            certificate ->
                reader
                    .read(new FileRef.Local(files.key().toAbsolutePath()))
                    .map(key -> new Identity(ca, certificate, key)))
        .flatMap(identity -> checked(identity, files));
  }

  /** Refuses files that would keep flanneld out of etcd. */
  private Result<Identity, Failure> checked(Identity identity, CertificateSource.Files files) {
    String certificate = files.certificate().toString();
    String key = files.key().toString();
    String authority = profile.certificates().ca().certificate().toString();
    Result<CertificateReport, PkiFailure> report =
        CertificateInspector.inspect(
            new CertificatePem(certificate, identity.certificate().text()),
            new CertificatePem(authority, identity.ca().text()),
            KeyPem.of(key, Secret.of(identity.key().text())),
            cluster.surroundings().clock().instant());
    return report
        .<Failure>mapFailure(failure -> failure)
        .flatMap(
            found -> {
              if (found.keyMatches().toOptional().filter(matches -> matches).isEmpty()) {
                return Result.err(new PkiFailure.KeyMismatch(key, certificate));
              }
              return found.chain().toOptional().filter(ChainVerdict::isTrusted).isPresent()
                  ? Result.ok(identity)
                  : Result.err(new AppFailure.CertificateNotTrusted(certificate, authority));
            });
  }

  private Result<Proposal, Failure> propose(
      List<NodeSpec> targets, Sightings sightings, Chosen chosen) {
    Identity own = chosen.identity();
    Desired desired =
        new Desired(profile, NO_PROGRAM, NO_PROGRAM, own.ca(), own.certificate(), own.key());
    return door.open(own)
        .map(store -> new FlannelStore(store, profile.etcd().prefix()))
        .flatMap(
            store ->
                store
                    .leases(Deadline.after(Deployment.ASK))
                    .<Failure>mapFailure(failure -> failure)
                    .map(all -> all.leases().stream().map(FlannelStore.StoredLease::lease).toList())
                    .map(held -> plan(targets, sightings, desired, held, store, chosen.issued())));
  }

  private Proposal plan(
      List<NodeSpec> targets,
      Sightings sightings,
      Desired desired,
      List<SubnetLease> held,
      FlannelStore store,
      boolean issued) {
    Map<NodeId, Journal> journals = new HashMap<>();
    Map<NodeId, Failure> unreachable = new HashMap<>(sightings.failures());
    List<NodePlan> plans = new ArrayList<>();
    for (NodeSpec target : targets) {
      Observation seen = sightings.seen().get(target.id());
      if (seen == null) {
        continue;
      }
      switch (NodeJournal.in(seen, profile.paths())) {
        case Result.Err<Journal, ?>(Failure failure) -> unreachable.put(target.id(), failure);
        case Result.Ok<Journal, ?>(Journal journal) -> {
          journals.put(target.id(), journal);
          boolean interrupted = journal.interrupted().isPresent();
          boolean proven = Verification.of(profile, target, seen, held).holds();
          plans.add(CertificatePlan.of(desired, target, seen, interrupted, proven));
        }
      }
    }
    Step untouched = new Step.InSync(StepId.ETCD_CONFIG, "untouched");
    return new Proposal(
        new Plan(untouched, plans),
        List.of(),
        desired,
        issued,
        sightings.seen(),
        journals,
        unreachable,
        held,
        store);
  }
}
