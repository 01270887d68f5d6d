package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong with a certificate is called by its name. */
class CertificateSurveyTest {

  private static final String CERTIFICATE = "/etc/flanneld/ssl/flannel.pem";
  private static final String KEY = "/etc/flanneld/ssl/flannel-key.pem";

  @Test
  void whatAPushLeavesIsGood() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      CertificateSurvey survey = survey(bench);
      assertThat(survey.good()).as(survey.toString()).isTrue();
      assertThat(survey.letIn()).isEqualTo(2);
      assertThat(survey.at()).isEqualTo(bench.clock.instant());
      InstalledCertificate node = survey.nodes().getFirst();
      assertThat(node.path().text()).isEqualTo(CERTIFICATE);
      assertThat(InstalledCertificate.mode(Objects.requireNonNull(node.key())))
          .isEqualTo("0600 root:root");
    }
  }

  @Test
  void aBareNodeMissesItsCertificate() {
    try (Bench bench = Bench.bare(2)) {
      assertThat(state(bench)).isEqualTo(CertificateState.MISSING);
      assertThat(codes(bench)).containsExactly("certificate-missing");
      assertThat(survey(bench).shortest()).isEmpty();
    }
  }

  @Test
  void timeRunsOut() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      bench.clock.advance(Bench.VALIDITY.minus(Duration.ofDays(20)));
      assertThat(state(bench)).isEqualTo(CertificateState.EXPIRING);
      assertThat(codes(bench)).containsExactly("certificate-expiring");
      bench.clock.advance(Duration.ofDays(20));
      assertThat(state(bench)).isEqualTo(CertificateState.EXPIRED);
      bench.clock.advance(Bench.VALIDITY.plus(Duration.ofDays(2)).negated());
      assertThat(state(bench)).isEqualTo(CertificateState.NOT_YET_VALID);
    }
  }

  @Test
  void whatEndsWithItsAuthorityIsNotToBeRenewedBeforeIt() {
    try (Bench bench = Bench.bare(2)) {
      Instant end = bench.authorityEnd();
      bench.clock.advance(Duration.between(bench.clock.instant(), end.minus(Duration.ofDays(20))));
      Proposal proposal = bench.session().propose();
      assertThat(proposal.endWithAuthority()).contains(end);
      bench.session().push(proposal);
      assertThat(state(bench)).isEqualTo(CertificateState.EXPIRING);
      assertThat(codes(bench)).containsExactly("certificate-expiring-with-ca");
      assertThat(bench.session().changes()).as("a new one would hold no longer").isEmpty();
      bench.clock.advance(Duration.ofDays(21));
      assertThat(state(bench)).isEqualTo(CertificateState.EXPIRED);
      assertThat(codes(bench)).containsExactly("certificate-ca-ended");
      bench.clock.advance(Duration.ofDays(40 * 365).negated());
      assertThat(codes(bench)).containsExactly("certificate-ca-not-begun");
    }
  }

  @Test
  void aCertificateThatHoldsAsLongAsItWasAskedNeedsNoWord() {
    try (Bench bench = Bench.bare(2)) {
      assertThat(bench.session().propose().endWithAuthority()).isEmpty();
    }
  }

  @Test
  void filesThatAreDamagedOrOpenOrGone() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      String certificate = bench.text(1, CERTIFICATE);
      String key = bench.text(1, KEY);
      write(bench, KEY, key, 0644);
      assertThat(state(bench)).isEqualTo(CertificateState.DIFFERS);
      assertThat(codes(bench)).containsExactly("certificate-mode-open");
      write(bench, KEY, "no key", 0600);
      assertThat(state(bench)).isEqualTo(CertificateState.KEY_WRONG);
      assertThat(codes(bench)).containsExactly("certificate-key-not-readable");
      write(bench, KEY, Bench.pem("flannel-key.pem"), 0600);
      assertThat(codes(bench)).containsExactly("certificate-key-mismatch");
      write(bench, KEY, key, 0600);
      write(bench, CERTIFICATE, "no certificate", 0644);
      assertThat(state(bench)).isEqualTo(CertificateState.UNREADABLE);
      write(bench, CERTIFICATE, certificate, 0644);
      assertThat(state(bench)).isEqualTo(CertificateState.GOOD);
    }
  }

  @Test
  void anotherRequestIsADifference() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      bench.change(profile -> Bench.asking(profile, "another"));
      assertThat(state(bench)).isEqualTo(CertificateState.DIFFERS);
      assertThat(codes(bench)).containsExactly("certificate-not-as-requested");
    }
  }

  @Test
  void anotherAuthorityIsNotTrusted(@TempDir Path folder) {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      CertificateSpec spec = bench.profile().certificates();
      new Certificates(bench.session().cluster())
          .createAuthority(folder, Bench.asking(bench.profile(), "other").certificates().request())
          .orElseThrow();
      CertificateSpec.Ca other =
          new CertificateSpec.Ca(
              new FileRef.Local(folder.resolve("ca.pem")),
              new FileRef.Local(folder.resolve("ca-key.pem")),
              spec.ca().config());
      bench.change(
          profile ->
              Bench.with(profile, new CertificateSpec(other, spec.profile(), spec.request())));
      assertThat(state(bench)).isEqualTo(CertificateState.UNTRUSTED);
      assertThat(codes(bench)).containsExactly("certificate-wrong-ca");
      AuthorityReport found = new Certificates(bench.session().cluster()).authority().orElseThrow();
      assertThat(found.problems()).isEmpty();
      assertThat(found.report().subject()).endsWith("CN=other");
    }
  }

  @Test
  void aNodeThatDoesNotAnswerSaysWhy() {
    try (Bench bench = Bench.bare(2)) {
      bench.practice.switchOn(new PracticeFault.NodeDown(bench.id(2)));
      InstalledCertificate node = survey(bench).node(bench.id(2)).orElseThrow();
      assertThat(node.state()).isEqualTo(CertificateState.UNREACHABLE);
      assertThat(node.findings()).extracting(Failure::code).containsExactly("node-unreachable");
    }
  }

  @Test
  void anAuthorityWithoutItsKeyIsShownWithItsProblem(@TempDir Path folder) throws Exception {
    try (Bench bench = Bench.bare(2)) {
      Certificates certificates = new Certificates(bench.session().cluster());
      CertificateSpec.Ca whole = bench.profile().certificates().ca();
      AuthorityReport good = certificates.authority().orElseThrow();
      assertThat(good.problems()).isEmpty();
      CertificateSpec.Ca keyless =
          new CertificateSpec.Ca(
              whole.certificate(), new FileRef.Local(folder.resolve("none.pem")), whole.config());
      AuthorityReport found = certificates.authority(keyless).orElseThrow();
      assertThat(found.report()).isEqualTo(good.report());
      assertThat(found.problems())
          .extracting(Failure::code)
          .containsExactly("local-file-unreadable");
      Files.writeString(folder.resolve("none.pem"), Bench.pem("flannel-key.pem"));
      assertThat(certificates.authority(keyless).orElseThrow().problems())
          .extracting(Failure::code)
          .containsExactly("key-mismatch");
    }
  }

  @Test
  void anIssueThatWouldOverwriteOneFileWritesNone(@TempDir Path folder) throws Exception {
    try (Bench bench = Bench.bare(2)) {
      Files.writeString(folder.resolve("flannel.csr"), "mine");
      Failure refused =
          new Certificates(bench.session().cluster()).issue(folder, null).toFailure().orElseThrow();
      assertThat(refused.code()).isEqualTo("file-already-there");
      assertThat(folder).isDirectoryNotContaining("glob:**.pem");
    }
  }

  private static void write(Bench bench, String path, String text, int mode) {
    PracticeDisk.write(bench.practice, bench.id(1), path, text, mode, "root");
  }

  private static CertificateState state(Bench bench) {
    return survey(bench).nodes().getFirst().state();
  }

  private static List<String> codes(Bench bench) {
    return survey(bench).nodes().getFirst().findings().stream().map(Failure::code).toList();
  }

  private static CertificateSurvey survey(Bench bench) {
    return new Certificates(bench.session().cluster()).survey();
  }
}
