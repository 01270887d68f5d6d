package org.flannelboard.pki;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec.Request;

/** The files that cfssl and OpenSSL made; how is told in the README beside them. */
final class Golden {

  static final String PASSPHRASE = "correct horse";

  private Golden() {}

  static String text(String file) {
    try (InputStream in = Golden.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no golden file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CertificatePem certificate(String file) {
    return new CertificatePem(file, text(file));
  }

  static KeyPem key(String file) {
    return KeyPem.of(file, Secret.of(text(file)));
  }

  static KeyPem key(String file, String passphrase) {
    return new KeyPem(file, Secret.of(text(file)), Secret.of(passphrase));
  }

  static CertificateAuthority authority(String name) {
    return CertificateAuthority.load(certificate(name + ".pem"), key(name + "-key.pem"))
        .orElseThrow();
  }

  static SigningConfig config() {
    return SigningConfig.parse("ca-config.json", text("ca-config.json")).orElseThrow();
  }

  static Request request(String file) {
    return CsrJson.parse(file, text(file)).orElseThrow();
  }

  static ParsedCertificate parsed(String file) {
    return Pem.certificate(certificate(file)).orElseThrow();
  }

  /** A moment within the half minute in which cfssl made the file. */
  static Instant madeAt(String file) {
    return parsed(file).notBefore().plus(SigningConfig.BACKDATE).plusSeconds(20);
  }

  static Issuer issuerAt(Instant now) {
    return new Issuer(InstantSource.fixed(now), new SecureRandom());
  }
}
