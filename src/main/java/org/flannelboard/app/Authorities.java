package org.flannelboard.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.node.Content;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.CertificateInspector;
import org.flannelboard.pki.CertificatePem;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.KeyPem;
import org.flannelboard.pki.PkiFailure;
import org.flannelboard.pki.SigningConfig;

/** Looks at authorities, here or on a node; no file of theirs is written anywhere. */
final class Authorities {

  private final Cluster cluster;
  private final ProfileFiles files;

  Authorities(Cluster cluster) {
    this.cluster = cluster;
    this.files = new ProfileFiles(cluster);
  }

  /** What the certificate says, and everything that keeps the authority from signing. */
  Result<AuthorityReport, Failure> look(CertificateSpec.Ca source) {
    return files.read(source.certificate()).flatMap(certificate -> look(source, certificate));
  }

  private Result<AuthorityReport, Failure> look(CertificateSpec.Ca source, Content certificate) {
    CertificatePem pem = new CertificatePem(source.certificate().toString(), certificate.text());
    Instant now = cluster.surroundings().clock().instant();
    Result<CertificateReport, PkiFailure> report =
        CertificateInspector.inspect(pem, null, null, now);
    return report
        .<Failure>mapFailure(failure -> failure)
        .map(
            found -> {
              List<Failure> problems = new ArrayList<>();
              key(source, pem, now, problems);
              config(source, problems);
              return new AuthorityReport(source, found, problems);
            });
  }

  private void key(
      CertificateSpec.Ca source, CertificatePem pem, Instant now, List<Failure> problems) {
    switch (files.read(source.key())) {
      case Result.Err<Content, Failure>(Failure failure) -> problems.add(failure);
      case Result.Ok<Content, Failure>(Content key) -> {
        try (Secret secret = Secret.of(key.text())) {
          Result<CertificateAuthority, PkiFailure> authority =
              CertificateAuthority.load(pem, KeyPem.of(source.key().toString(), secret));
          authority.toFailure().ifPresent(problems::add);
          authority.ifOk(whole -> whole.checkAt(now).ifPresent(problems::add));
        }
      }
    }
  }

  private void config(CertificateSpec.Ca source, List<Failure> problems) {
    String profile = cluster.profile().certificates().profile();
    files
        .read(source.config())
        .flatMap(
            text ->
                SigningConfig.parse(source.config().toString(), text.text())
                    .flatMap(config -> config.profile(profile))
                    .<Failure>mapFailure(failure -> failure))
        .toFailure()
        .ifPresent(problems::add);
  }
}
