package org.flannelboard.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.node.Content;
import org.flannelboard.node.Observation;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.CsrJson;
import org.flannelboard.pki.IssuedCertificate;
import org.flannelboard.pki.Issuer;
import org.flannelboard.pki.PkiFailure;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.FileFailure;
import org.jspecify.annotations.Nullable;

/** Looks at certificates, and issues them to files on this machine. */
public final class Certificates {

  /** As long as the authorities that cfssl makes. */
  private static final Duration CA_VALIDITY = CertificateAuthority.DEFAULT_VALIDITY;

  private final Cluster cluster;

  public Certificates(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * A certificate that was issued to files.
   *
   * @param files those written
   * @param endWithAuthority when it ends, where that is sooner than asked since its CA ends then;
   *     null if it holds as long as asked
   */
  public record Issued(List<Path> files, @Nullable Instant endWithAuthority) {
    public Issued {
      files = List.copyOf(files);
    }
  }

  /**
   * Issues flannel's certificate and writes {@code flannel.pem}, {@code flannel-key.pem} and {@code
   * flannel.csr}. Existing files are never overwritten.
   *
   * @param requestFile a request in cfssl's JSON; null to ask what the profile asks
   */
  public Result<Issued, Failure> issue(Path folder, @Nullable Path requestFile) {
    CertificateSpec.Ca ca = cluster.profile().certificates().ca();
    return request(requestFile).flatMap(request -> issue(folder, ca, request));
  }

  /**
   * The same with a request, and an authority that need not be the profile's. Its key is read into
   * memory for this alone.
   */
  public Result<Issued, Failure> issue(
      Path folder, CertificateSpec.Ca authority, CertificateSpec.Request request) {
    FlannelCertificate certificates = new FlannelCertificate(cluster, authority);
    return certificates
        .ca()
        .flatMap(
            ca ->
                certificates.issueWhole(ca, request).flatMap(issued -> write(folder, ca, issued)));
  }

  private static Result<Issued, Failure> write(
      Path folder, Content ca, IssuedCertificate certificate) {
    return write(folder, "flannel", certificate)
        .map(
            files ->
                new Issued(
                    files,
                    FlannelCertificate.endWithAuthority(
                            Content.of(certificate.certificatePem()), ca)
                        .orElse(null)));
  }

  private Result<CertificateSpec.Request, Failure> request(@Nullable Path file) {
    if (file == null) {
      return Result.ok(cluster.profile().certificates().request());
    }
    return new ProfileFiles(cluster)
        .read(new FileRef.Local(file.toAbsolutePath()))
        .flatMap(
            json -> CsrJson.parse(file.toString(), json.text()).mapFailure(failure -> failure));
  }

  /**
   * Makes a new authority and writes {@code ca.pem}, {@code ca-key.pem}, {@code ca.csr}.
   *
   * @return the files written
   */
  public Result<List<Path>, Failure> createAuthority(Path folder, CertificateSpec.Request request) {
    return CertificateAuthority.create(
            request, CA_VALIDITY, cluster.surroundings().clock(), cluster.surroundings().random())
        .<Failure>mapFailure(failure -> failure)
        .flatMap(issued -> write(folder, "ca", issued));
  }

  /** What is wrong with a request, field by field. */
  public static List<PkiFailure.RequestFieldBad> problems(CertificateSpec.Request request) {
    return Issuer.problems(request);
  }

  /** Asks every node and says how its certificate stands. */
  public CertificateSurvey survey() {
    List<NodeSpec> nodes = cluster.profile().nodes();
    Sightings sightings =
        Sightings.of(cluster, nodes, DeployPlanner.statusQuery(cluster.profile()));
    return survey(sightings.seen(), sightings.failures(), cluster.surroundings().clock().instant());
  }

  /** Says it of what nodes answered already, without asking them again. */
  public CertificateSurvey survey(ClusterStatus status) {
    Map<NodeId, Observation> seen = new HashMap<>();
    Map<NodeId, Failure> failures = new HashMap<>();
    for (NodeStatus node : status.nodes()) {
      node.view().ifOk(view -> seen.put(node.spec().id(), view.seen()));
      node.view().toFailure().ifPresent(why -> failures.put(node.spec().id(), why));
    }
    return survey(seen, failures, status.at());
  }

  private CertificateSurvey survey(
      Map<NodeId, Observation> seen, Map<NodeId, Failure> failures, Instant at) {
    Content ca = new FlannelCertificate(cluster).ca().toOptional().orElse(null);
    return CertificateSurvey.of(cluster.profile(), seen, failures, ca, at);
  }

  /** The authority the profile names. */
  public Result<AuthorityReport, Failure> authority() {
    return authority(cluster.profile().certificates().ca());
  }

  /** Looks at an authority's files. Its key is read into memory, checked and wiped. */
  public Result<AuthorityReport, Failure> authority(CertificateSpec.Ca source) {
    return new Authorities(cluster).look(source);
  }

  /** The ends of all certificates that were seen, and of the authority's. */
  public String calendar(
      CertificateSurvey survey, @Nullable AuthorityReport authority, Messages messages) {
    List<ExpiryCalendar.End> ends = new ArrayList<>();
    for (InstalledCertificate node : survey.nodes()) {
      if (node.report() != null) {
        ends.add(end(node.node().id().name(), node.report()));
      }
    }
    if (authority != null) {
      ends.add(end("CA", authority.report()));
    }
    return ExpiryCalendar.of(
        ends, cluster.profile().name(), cluster.surroundings().clock().instant(), messages);
  }

  private static ExpiryCalendar.End end(String owner, CertificateReport report) {
    return new ExpiryCalendar.End(owner, report.notAfter(), report.fingerprint().sha256());
  }

  /** Writes the calendar to a file; a calendar that is there is replaced. */
  public Result<Path, Failure> exportCalendar(Path file, String calendar) {
    return AtomicFiles.replace(file.toAbsolutePath(), calendar.getBytes(StandardCharsets.UTF_8))
        .mapFailure(failure -> failure);
  }

  private static Result<List<Path>, Failure> write(
      Path folder, String name, IssuedCertificate issued) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + "-key.pem", issued.keyPem().revealText());
    files.put(name + ".pem", issued.certificatePem());
    files.put(name + ".csr", issued.csrPem());
    // Either all of them or none: half of an earlier pair would be worse than a refusal.
    for (String file : files.keySet()) {
      Path target = folder.toAbsolutePath().resolve(file);
      if (Files.exists(target)) {
        return Result.err(new FileFailure.AlreadyThere(target));
      }
    }
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path target = folder.toAbsolutePath().resolve(file.getKey());
      var result = AtomicFiles.create(target, file.getValue().getBytes(StandardCharsets.UTF_8));
      if (result.toFailure().isPresent()) {
        return Result.err(result.toFailure().get());
      }
      written.add(target);
    }
    return Result.ok(List.copyOf(written));
  }
}
