package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Paths;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.CertificateInspector;
import org.flannelboard.pki.CertificatePem;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.ChainVerdict;
import org.flannelboard.pki.IssuedCertificate;
import org.flannelboard.pki.Issuer;
import org.flannelboard.pki.KeyPem;
import org.flannelboard.pki.PkiFailure;
import org.flannelboard.pki.SigningConfig;

/**
 * Flannel's certificate: the one that is installed somewhere and still fits, else a new one.
 *
 * <p>Keeping what fits is what makes a second push change nothing. A certificate fits if the CA
 * vouches for it, its key is there, it says what the profile asks, and it holds for {@link
 * #RENEW_BEFORE} more.
 */
final class FlannelCertificate {

  /** A certificate with less time than this is replaced. */
  static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private final Cluster cluster;
  private final ClusterProfile profile;
  private final CertificateSpec.Ca source;

  FlannelCertificate(Cluster cluster) {
    this(cluster, cluster.profile().certificates().ca());
  }

  /** With an authority in place of the profile's. */
  FlannelCertificate(Cluster cluster, CertificateSpec.Ca source) {
    this.cluster = cluster;
    this.profile = cluster.profile();
    this.source = source;
  }

  /** The CA's certificate, from where it is said to be. */
  Result<Content, Failure> ca() {
    return new ProfileFiles(cluster).read(source.certificate());
  }

  /** The first installed certificate that fits. */
  Optional<Identity> installed(Content ca, Collection<Observation> seen) {
    return seen.stream()
        .flatMap(node -> content(node, ca).stream())
        .distinct()
        .filter(this::fits)
        .findFirst();
  }

  /**
   * A certificate that some node uses now, with the CA file that node verifies etcd with: what
   * flanneld itself reaches etcd with. One that fits is preferred.
   */
  Optional<Identity> onNodes(Collection<Observation> seen) {
    List<Identity> used = seen.stream().flatMap(node -> used(node).stream()).distinct().toList();
    return used.stream().filter(this::fits).findFirst().or(() -> used.stream().findFirst());
  }

  /** What a node reaches etcd with, as it is; empty if one of the files is not there. */
  Optional<Identity> used(Observation seen) {
    return caOn(seen).flatMap(ca -> content(seen, ca));
  }

  /** The CA file a node verifies etcd with. */
  Optional<Content> caOn(Observation seen) {
    return seen.file(profile.paths().etcdCa()) instanceof FileState.Regular file
        ? Optional.ofNullable(file.content())
        : Optional.empty();
  }

  /** Looks at what a node has installed; empty if it has no certificate file. */
  Optional<Result<CertificateReport, PkiFailure>> inspect(Content ca, Observation seen) {
    Paths paths = profile.paths();
    if (!(seen.file(paths.certificate()) instanceof FileState.Regular certificate)
        || certificate.content() == null) {
      return Optional.empty();
    }
    KeyPem key =
        seen.file(paths.key()) instanceof FileState.Regular file && file.content() != null
            ? KeyPem.of(label(seen, paths.key().text()), Secret.of(file.content().text()))
            : null;
    return Optional.of(
        CertificateInspector.inspect(
            new CertificatePem(
                label(seen, paths.certificate().text()), certificate.content().text()),
            new CertificatePem(source.certificate().toString(), ca.text()),
            key,
            cluster.surroundings().clock().instant()));
  }

  /**
   * The same without its authority and its key, which takes next to no time.
   *
   * @param pem the file's text
   */
  Result<CertificateReport, PkiFailure> inspectAlone(NodeId node, String pem) {
    return CertificateInspector.inspect(
        new CertificatePem(node + ":" + profile.paths().certificate(), pem),
        null,
        null,
        cluster.surroundings().clock().instant());
  }

  /** Issues a new one. */
  Result<Identity, Failure> issue(Content ca) {
    return issueWhole(ca, profile.certificates().request())
        .map(
            issued ->
                new Identity(
                    ca,
                    Content.of(issued.certificatePem()),
                    Content.of(issued.keyPem().revealText())));
  }

  /** Issues a new one with its request; the CA's key is read for this alone and then wiped. */
  Result<IssuedCertificate, Failure> issueWhole(Content ca, CertificateSpec.Request request) {
    ProfileFiles files = new ProfileFiles(cluster);
    return files
        .read(source.config())
        .flatMap(config -> widen(SigningConfig.parse(source.config().toString(), config.text())))
        .flatMap(
            config -> files.read(source.key()).flatMap(key -> issue(ca, key, config, request)));
  }

  private Result<IssuedCertificate, Failure> issue(
      Content ca, Content caKey, SigningConfig config, CertificateSpec.Request request) {
    CertificateSpec spec = profile.certificates();
    try (Secret secret = Secret.of(caKey.text())) {
      Result<CertificateAuthority, PkiFailure> authority =
          CertificateAuthority.load(
              new CertificatePem(source.certificate().toString(), ca.text()),
              KeyPem.of(source.key().toString(), secret));
      Issuer issuer = new Issuer(cluster.surroundings().clock(), cluster.surroundings().random());
      return widen(authority.flatMap(a -> issuer.issue(a, config, spec.profile(), request)));
    }
  }

  private boolean fits(Identity identity) {
    Instant now = cluster.surroundings().clock().instant();
    return CertificateInspector.inspect(
            new CertificatePem("", identity.certificate().text()),
            new CertificatePem("", identity.ca().text()),
            KeyPem.of("", Secret.of(identity.key().text())),
            now)
        .toOptional()
        .filter(report -> fits(report, identity.ca(), now.plus(RENEW_BEFORE)))
        .isPresent();
  }

  private boolean fits(CertificateReport report, Content ca, Instant needed) {
    // One that lasts as long as its CA cannot be bettered by a new one.
    boolean lasts =
        report.notAfter().isAfter(needed)
            || end(ca).filter(end -> !report.notAfter().isBefore(end)).isPresent();
    return report.matches(profile.certificates().request())
        && lasts
        && report.chain().toOptional().filter(ChainVerdict::isTrusted).isPresent()
        && report.keyMatches().toOptional().filter(matches -> matches).isPresent();
  }

  /**
   * When a certificate ends, if that is the very end of its CA and not what was asked for; empty
   * otherwise.
   */
  static Optional<Instant> endWithAuthority(Content certificate, Content ca) {
    Optional<Instant> end = end(ca);
    return end.filter(last -> end(certificate).filter(last::equals).isPresent());
  }

  private static Optional<Instant> end(Content certificate) {
    return CertificateInspector.inspect(
            new CertificatePem("", certificate.text()), null, null, Instant.EPOCH)
        .toOptional()
        .map(CertificateReport::notAfter);
  }

  private Optional<Identity> content(Observation seen, Content ca) {
    Paths paths = profile.paths();
    return seen.file(paths.certificate()) instanceof FileState.Regular certificate
            && certificate.content() != null
            && seen.file(paths.key()) instanceof FileState.Regular key
            && key.content() != null
        ? Optional.of(new Identity(ca, certificate.content(), key.content()))
        : Optional.empty();
  }

  private static String label(Observation seen, String path) {
    return seen.node() + ":" + path;
  }

  private static <T> Result<T, Failure> widen(Result<T, PkiFailure> result) {
    return result.mapFailure(failure -> failure);
  }
}
