package org.flannelboard.app;

import java.util.List;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.pki.CertificateReport;

/**
 * A certificate authority as it was found.
 *
 * @param source the files it is made of
 * @param report what its certificate says
 * @param problems what keeps it from signing, or will soon; empty if it is as it should be
 */
public record AuthorityReport(
    CertificateSpec.Ca source, CertificateReport report, List<Failure> problems) {

  public AuthorityReport {
    problems = List.copyOf(problems);
  }
}
