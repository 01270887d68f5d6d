package org.flannelboard.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.node.Observation;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.PkiFailure;

/**
 * The nodes' certificates, looked at at one moment. Nodes with the same files share one look: most
 * clusters have one certificate on all of their nodes, and its proof is arithmetic with large
 * numbers.
 */
final class Inspections {

  private final FlannelCertificate certificates;
  private final Map<Identity, Known<CertificateReport>> complete = new HashMap<>();

  Inspections(FlannelCertificate certificates) {
    this.certificates = certificates;
  }

  /** What the client certificate on a node is, and how long it holds. */
  Known<CertificateReport> certificate(Observation seen) {
    Optional<Identity> files = certificates.used(seen);
    Known<CertificateReport> known = files.map(complete::get).orElse(null);
    if (known != null) {
      return known;
    }
    Known<CertificateReport> report =
        certificates
            .caOn(seen)
            .flatMap(ca -> certificates.inspect(ca, seen))
            .map(Inspections::known)
            .orElseGet(() -> Known.unknown("no certificate"));
    // What could not be found out says why, with the name of the node.
    if (report.toOptional().filter(Inspections::isComplete).isPresent()) {
      files.ifPresent(same -> complete.put(same, report));
    }
    return report;
  }

  private static boolean isComplete(CertificateReport report) {
    return report.chain() instanceof Known.Value && report.keyMatches() instanceof Known.Value;
  }

  private static Known<CertificateReport> known(Result<CertificateReport, PkiFailure> report) {
    return switch (report) {
      case Result.Ok<CertificateReport, PkiFailure>(CertificateReport value) -> Known.of(value);
      case Result.Err<CertificateReport, PkiFailure>(PkiFailure failure) ->
          Known.unknown(failure.code());
    };
  }
}
