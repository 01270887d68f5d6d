package org.flannelboard.ui.certificates;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flannelboard.app.CertificateState;
import org.flannelboard.app.InstalledCertificate;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.FileState;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.SubjectAltName;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one node's certificate, in words.
 *
 * @param node the node
 * @param state how the certificate stands
 * @param light the same in words
 * @param age how old the facts are
 * @param fingerprint SHA-256; empty if there is none
 * @param facts what it says, by name
 * @param findings what is wrong and what to do
 */
record CertificateDetails(
    NodeId node,
    CertificateState state,
    Light light,
    String age,
    String fingerprint,
    List<Fact> facts,
    List<Finding> findings) {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  /** A name and what stands behind it. */
  record Fact(String name, String value) {}

  /** What is wrong, and what to do about it. */
  record Finding(Status status, String message, String remedy) {}

  static CertificateDetails of(
      InstalledCertificate now, InstalledCertificate shown, Duration age, Words words) {
    List<Finding> findings = new ArrayList<>();
    Status status = CertificateWords.light(now.state(), words).status();
    for (Failure failure : now.findings()) {
      Messages.Explanation why = words.describe(failure);
      findings.add(new Finding(status, why.message(), why.remedy()));
    }
    CertificateReport report = shown.report();
    return new CertificateDetails(
        now.node().id(),
        now.state(),
        CertificateWords.light(now.state(), words),
        words.text("age.ago", "age", words.age(age)),
        report == null ? "" : report.fingerprint().sha256(),
        facts(shown, words),
        List.copyOf(findings));
  }

  static String minute(Instant at) {
    return MINUTE.format(at);
  }

  private static List<Fact> facts(InstalledCertificate shown, Words words) {
    List<Fact> facts = new ArrayList<>();
    CertificateReport report = shown.report();
    if (report != null) {
      facts.add(new Fact(words.text("certificates.fact.subject"), report.subject()));
      facts.add(new Fact(words.text("certificates.fact.hosts"), hosts(report, words)));
      facts.add(new Fact(words.text("certificates.fact.issuer"), report.issuer()));
      facts.add(
          new Fact(
              words.text("certificates.fact.key"),
              report.key().algorithm().toUpperCase(Locale.ROOT) + " " + report.key().size()));
      facts.add(
          new Fact(
              words.text("certificates.fact.valid"),
              minute(report.notBefore()) + " – " + minute(report.notAfter())));
    }
    facts.add(
        new Fact(words.text("certificates.fact.file"), shown.path().text() + mode(shown.file())));
    if (shown.key() != null) {
      facts.add(
          new Fact(
              words.text("certificates.fact.key-file"),
              shown.key().path().text() + mode(shown.key())));
    }
    return List.copyOf(facts);
  }

  private static String hosts(CertificateReport report, Words words) {
    return report.sans().isEmpty()
        ? words.text("certificates.fact.no-hosts")
        : report.sans().stream().map(SubjectAltName::value).collect(Collectors.joining(", "));
  }

  private static String mode(FileState.@Nullable Regular file) {
    return file == null ? "" : "  " + InstalledCertificate.mode(file);
  }
}
