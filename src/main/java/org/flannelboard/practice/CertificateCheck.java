package org.flannelboard.practice;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What a practice etcd thinks of certificates: X.509 by the JDK's own means alone. */
final class CertificateCheck {

  /** Extended key usage {@code clientAuth} (RFC 5280 section 4.2.1.12). */
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private CertificateCheck() {}

  /** Takes PEM certificates that this authority signed, that are valid now, for clients. */
  static Predicate<String> clientSignedBy(String caPem, InstantSource clock) {
    List<X509Certificate> authorities = certificates(caPem);
    Map<String, Optional<X509Certificate>> signed = new ConcurrentHashMap<>();
    return pem ->
        signed
            .computeIfAbsent(pem, text -> signedClient(text, authorities))
            .filter(certificate -> isValid(certificate, clock))
            .isPresent();
  }

  /** The first certificate of a text, if it is for clients and one of the authorities signed it. */
  private static Optional<X509Certificate> signedClient(
      String pem, List<X509Certificate> authorities) {
    return certificates(pem).stream()
        .limit(1)
        .filter(CertificateCheck::isForClients)
        .filter(own -> authorities.stream().anyMatch(authority -> signed(authority, own)))
        .findFirst();
  }

  /** Whether whoever trusts these certificates trusts what that authority signed. */
  static boolean trusts(String trustedPem, String caPem) {
    return certificates(trustedPem).stream().anyMatch(certificates(caPem)::contains);
  }

  /** The certificates in a PEM text; none if there is anything wrong with it. */
  static List<X509Certificate> certificates(String pem) {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (GeneralSecurityException _) {
      return List.of();
    }
  }

  private static boolean isForClients(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(CLIENT_AUTH);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static boolean isValid(X509Certificate certificate, InstantSource clock) {
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static boolean signed(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
