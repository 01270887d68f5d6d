package org.flannelboard.boot;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.IssuedCertificate;
import org.flannelboard.practice.PracticeCa;

/**
 * The certificate authority of a practice cluster, made anew for each.
 *
 * @param material what the cluster's first node has in {@code /etc/kubernetes/ssl}
 */
public record PracticeAuthority(PracticeCa material) {

  /** The signing configuration the guide's cluster has. */
  private static final String CONFIG =
      """
      {
        "signing": {
          "default": { "expiry": "87600h" },
          "profiles": {
            "kubernetes": {
              "usages": ["signing", "key encipherment", "server auth", "client auth"],
              "expiry": "87600h"
            }
          }
        }
      }
      """;

  /** Quickly made: a practice cluster has to open at once. */
  private static final CertificateSpec.Key KEY = new CertificateSpec.Key("ecdsa", 256);

  /** Makes one. */
  public static PracticeAuthority create(InstantSource clock, SecureRandom random) {
    CertificateSpec.Request request =
        new CertificateSpec.Request(
            "kubernetes", List.of(), KEY, List.of(Map.of("C", "CN", "O", "practice")));
    IssuedCertificate made =
        CertificateAuthority.create(request, CertificateAuthority.DEFAULT_VALIDITY, clock, random)
            .orElseThrow();
    return new PracticeAuthority(new PracticeCa(made.certificatePem(), made.keyPem(), CONFIG));
  }
}
