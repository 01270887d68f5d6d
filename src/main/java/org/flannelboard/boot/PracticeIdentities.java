package org.flannelboard.boot;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.CertificatePem;
import org.flannelboard.pki.IssuedCertificate;
import org.flannelboard.pki.Issuer;
import org.flannelboard.pki.KeyPem;
import org.flannelboard.pki.SigningConfig;
import org.flannelboard.practice.PracticeCa;
import org.flannelboard.practice.PracticeIdentity;

/** Makes the practice cluster's authority and, where flannel runs already, its certificate. */
final class PracticeIdentities {

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

  /** The smallest key of both kinds: a practice cluster has to open at once. */
  private static final CertificateSpec.Key KEY = new CertificateSpec.Key("ecdsa", 256);

  private static final List<Map<String, String>> NAMES =
      List.of(Map.of("C", "CN", "ST", "Fuzhou", "L", "Fujian", "O", "k8s", "OU", "System"));

  private final InstantSource clock;
  private final SecureRandom random;
  private final IssuedCertificate authority;

  PracticeIdentities(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    CertificateSpec.Request request =
        new CertificateSpec.Request("practice", List.of(), KEY, NAMES);
    this.authority =
        CertificateAuthority.create(request, CertificateAuthority.DEFAULT_VALIDITY, clock, random)
            .orElseThrow();
  }

  PracticeCa authority() {
    return new PracticeCa(authority.certificatePem(), authority.keyPem(), CONFIG);
  }

  PracticeIdentity flannel(CertificateSpec.Request request) {
    CertificateAuthority ca =
        CertificateAuthority.load(
                new CertificatePem("ca.pem", authority.certificatePem()),
                KeyPem.of("ca-key.pem", authority.keyPem()))
            .orElseThrow();
    SigningConfig config = SigningConfig.parse("ca-config.json", CONFIG).orElseThrow();
    IssuedCertificate issued =
        new Issuer(clock, random).issue(ca, config, "kubernetes", request).orElseThrow();
    return new PracticeIdentity(issued.certificatePem(), issued.keyPem());
  }

  /** The request of the guide's {@code flannel-csr.json}. */
  static CertificateSpec.Request guideRequest() {
    return new CertificateSpec.Request(
        "flanneld", List.of(), new CertificateSpec.Key("rsa", 2048), NAMES);
  }
}
