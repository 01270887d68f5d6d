package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.flannelboard.app.Bench.Session;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.pki.PkiFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates to nodes, and nothing but certificates. */
class DistributionTest {

  @Test
  void bareNodesGetTheFilesAloneAndGiveThemBack() {
    try (Bench bench = Bench.bare(2)) {
      SortedMap<String, String> disk = bench.disk(2);
      List<String> units = bench.units(2);
      Proposal proposal = propose(bench.session(), new CertificateSource.WhatFits());
      assertThat(proposal.certificateIssued()).isTrue();
      NodePlan plan = proposal.plan().node(bench.id(2)).orElseThrow();
      assertThat(plan.changes())
          .extracting(Step::id)
          .containsExactly(StepId.CERTIFICATE, StepId.CERTIFICATE_KEY);
      assertThat(apply(bench.session(), proposal).succeeded()).isTrue();
      assertThat(bench.units(2)).isEqualTo(units);
      assertThat(survey(bench).nodes())
          .extracting(InstalledCertificate::state)
          .containsExactly(CertificateState.GOOD, CertificateState.GOOD);
      CrashTest.rollBack(bench.session(), bench.spec(2));
      assertThat(bench.disk(2)).isEqualTo(disk);
    }
  }

  @Test
  void whatIsThereAlreadyIsNotDistributedAgain() {
    try (Bench bench = Bench.bare(2)) {
      apply(bench.session(), propose(bench.session(), new CertificateSource.WhatFits()));
      Proposal again = propose(bench.session(), new CertificateSource.WhatFits());
      assertThat(again.certificateIssued()).isFalse();
      assertThat(again.plan().isEmpty()).isTrue();
    }
  }

  @Test
  void aRunningNodeIsRestartedAndProven() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      Proposal proposal = propose(bench.session(), new CertificateSource.New());
      NodePlan plan = proposal.plan().node(bench.id(1)).orElseThrow();
      assertThat(plan.steps())
          .extracting(Step::id)
          .containsExactly(
              StepId.ETCD_CA,
              StepId.CERTIFICATE,
              StepId.CERTIFICATE_KEY,
              StepId.FLANNELD_START,
              StepId.VERIFY);
      assertThat(plan.step(StepId.ETCD_CA).changes()).isFalse();
      assertThat(apply(bench.session(), proposal).succeeded()).isTrue();
      assertThat(bench.session().changes()).isEmpty();
    }
  }

  @Test
  void issuedFilesAreDistributedAsTheyAre(@TempDir Path folder) throws Exception {
    try (Bench bench = Bench.bare(2)) {
      new Certificates(bench.session().cluster()).issue(folder, null).orElseThrow();
      Proposal proposal = propose(bench.session(), CertificateSource.Files.in(folder));
      assertThat(apply(bench.session(), proposal).succeeded()).isTrue();
      assertThat(bench.text(2, "/etc/flanneld/ssl/flannel.pem"))
          .isEqualTo(Files.readString(folder.resolve("flannel.pem")));
    }
  }

  @Test
  void filesThatEtcdWouldRefuseReachNoNode(@TempDir Path folder) throws Exception {
    try (Bench bench = Bench.bare(2)) {
      Certificates certificates = new Certificates(bench.session().cluster());
      var request = bench.profile().certificates().request();
      Path other = folder.resolve("other");
      Files.createDirectories(other);
      certificates.createAuthority(other, request).orElseThrow();
      Path config = folder.resolve("config.json");
      Files.writeString(
          config,
          "{\"signing\":{\"profiles\":{\"kubernetes\":{\"usages\":[\"client auth\"],"
              + "\"expiry\":\"8760h\"}}}}");
      var authority =
          new CertificateSpec.Ca(
              new FileRef.Local(other.resolve("ca.pem")),
              new FileRef.Local(other.resolve("ca-key.pem")),
              new FileRef.Local(config));
      certificates.issue(folder, authority, request).orElseThrow();
      assertThat(refused(bench, folder)).containsInstanceOf(AppFailure.CertificateNotTrusted.class);
      Files.copy(
          other.resolve("ca-key.pem"),
          folder.resolve("flannel-key.pem"),
          StandardCopyOption.REPLACE_EXISTING);
      assertThat(refused(bench, folder)).containsInstanceOf(PkiFailure.KeyMismatch.class);
    }
  }

  private static Optional<Failure> refused(Bench bench, Path folder) {
    Session session = bench.session();
    return new Distribution(session.cluster(), session.door())
        .propose(bench.profile().nodes(), CertificateSource.Files.in(folder))
        .toFailure();
  }

  private static Proposal propose(Session session, CertificateSource source) {
    return new Distribution(session.cluster(), session.door())
        .propose(session.cluster().profile().nodes(), source)
        .orElseThrow();
  }

  private static PushReport apply(Session session, Proposal proposal) {
    return new Distribution(session.cluster(), session.door())
        .apply(proposal, ApplyListener.none(), new CancelToken());
  }

  private static CertificateSurvey survey(Bench bench) {
    return new Certificates(bench.session().cluster()).survey();
  }
}
