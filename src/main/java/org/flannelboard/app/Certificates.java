package org.flannelboard.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.CsrJson;
import org.flannelboard.pki.IssuedCertificate;
import org.flannelboard.profile.AtomicFiles;
import org.jspecify.annotations.Nullable;

/** Issues certificates to files on this machine. What nodes have is in their status. */
public final class Certificates {

  /** As long as the authorities that cfssl makes. */
  private static final Duration CA_VALIDITY = CertificateAuthority.DEFAULT_VALIDITY;

  private final Cluster cluster;

  public Certificates(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Issues flannel's certificate and writes {@code flannel.pem}, {@code flannel-key.pem} and {@code
   * flannel.csr}. Existing files are never overwritten.
   *
   * @param requestFile a request in cfssl's JSON; null to ask what the profile asks
   * @return the files written
   */
  public Result<List<Path>, Failure> issue(Path folder, @Nullable Path requestFile) {
    FlannelCertificate certificates = new FlannelCertificate(cluster);
    return request(requestFile)
        .flatMap(request -> certificates.ca().flatMap(ca -> certificates.issueWhole(ca, request)))
        .flatMap(issued -> write(folder, "flannel", issued));
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

  private static Result<List<Path>, Failure> write(
      Path folder, String name, IssuedCertificate issued) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + "-key.pem", issued.keyPem().revealText());
    files.put(name + ".pem", issued.certificatePem());
    files.put(name + ".csr", issued.csrPem());
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
