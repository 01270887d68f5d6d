package org.flannelboard.app;

import java.util.List;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.FileState;
import org.flannelboard.pki.CertificateReport;
import org.jspecify.annotations.Nullable;

/**
 * Flannel's certificate on a node.
 *
 * @param node the node
 * @param state how it stands: the gravest of the findings
 * @param path the file flanneld goes by: the one it was started with, else the profile's
 * @param report what the certificate says; null if there is none that can be read
 * @param file the certificate's file; null if there is none
 * @param key the private key's file; null if there is none
 * @param findings what is wrong, the gravest first; a node that did not answer has one, which says
 *     why
 */
public record InstalledCertificate(
    NodeSpec node,
    CertificateState state,
    RemotePath path,
    @Nullable CertificateReport report,
    FileState.@Nullable Regular file,
    FileState.@Nullable Regular key,
    List<Failure> findings) {

  public InstalledCertificate {
    findings = List.copyOf(findings);
  }

  /** Mode and owner of a file as {@code 0600 root:root}. */
  public static String mode(FileState.Regular file) {
    return "%04o %s:%s".formatted(file.mode(), file.owner(), file.group());
  }
}
