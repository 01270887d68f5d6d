package org.flannelboard.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and requests byte for byte as Go's crypto/x509 writes them for cfssl: the same
 * extensions in the same order, the same criticality.
 */
final class CertificateWriter {

  /** As long as RFC 5280 section 4.1.2.2 allows. */
  private static final int SERIAL_OCTETS = 20;

  private final SecureRandom random;

  CertificateWriter(SecureRandom random) {
    this.random = random;
  }

  /** What a certificate says, whoever signs it. */
  record Content(
      X500Name subject,
      PublicKey key,
      Instant notBefore,
      Instant notAfter,
      List<Usage> usages,
      List<SubjectAltName> sans) {}

  /** When a certificate made now begins to hold: cfssl rounds to the minute, then goes back. */
  static Instant notBefore(Instant now, Duration backdate) {
    return now.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES).minus(backdate);
  }

  /** The certificate of an authority, signed with its own key. */
  String selfSigned(Content content, PrivateKey own) {
    return sign(content, content.subject(), content.key(), own, true, null);
  }

  /** A certificate that may sign no others, signed by the authority. */
  String signedBy(CertificateAuthority ca, Content content) {
    ParsedCertificate issuer = ca.certificate();
    X500Name name = issuer.holder().getSubject();
    // Go leaves the authority's identifier out where a certificate looks self-issued.
    SubjectKeyIdentifier identifier =
        name.equals(content.subject()) ? null : issuer.keyIdentifier();
    return sign(content, name, issuer.publicKey(), ca.privateKey(), false, identifier);
  }

  /** A signing request (PKCS#10, RFC 2986) for the key pair. */
  String request(X500Name subject, KeyPair pair, List<SubjectAltName> sans) {
    try {
      PKCS10CertificationRequestBuilder builder =
          new PKCS10CertificationRequestBuilder(subject, info(pair.getPublic()));
      if (!sans.isEmpty()) {
        ExtensionsGenerator wanted = new ExtensionsGenerator();
        wanted.addExtension(Extension.subjectAlternativeName, false, generalNames(sans));
        builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate());
      }
      return Pem.encode(
          "CERTIFICATE REQUEST",
          builder.build(signer(pair.getPublic(), pair.getPrivate())).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("what was made here has an encoding", e);
    }
  }

  private String sign(
      Content content,
      X500Name issuer,
      PublicKey issuerKey,
      PrivateKey issuerPrivateKey,
      boolean authority,
      @Nullable SubjectKeyIdentifier issuerIdentifier) {
    SubjectPublicKeyInfo key = info(content.key());
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            serial(),
            time(content.notBefore()),
            time(content.notAfter()),
            content.subject(),
            key);
    try {
      addUsages(builder, content.usages());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new BcX509ExtensionUtils().createSubjectKeyIdentifier(key));
      if (issuerIdentifier != null) {
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new AuthorityKeyIdentifier(issuerIdentifier.getKeyIdentifier()));
      }
      if (!content.sans().isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, generalNames(content.sans()));
      }
      return Pem.encode(
          "CERTIFICATE", builder.build(signer(issuerKey, issuerPrivateKey)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("what was made here has an encoding", e);
    }
  }

  private static void addUsages(X509v3CertificateBuilder builder, List<Usage> usages)
      throws IOException {
    int bits = Usage.bits(usages);
    if (bits != 0) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
    }
    KeyPurposeId[] purposes = Usage.purposes(usages);
    if (purposes.length > 0) {
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }
  }

  /** Positive, and unguessable as a whole. */
  private BigInteger serial() {
    byte[] octets = new byte[SERIAL_OCTETS];
    random.nextBytes(octets);
    octets[0] &= 0x7f;
    return new BigInteger(1, octets);
  }

  private ContentSigner signer(PublicKey publicKey, PrivateKey privateKey) {
    try {
      return new JcaContentSignerBuilder(KeyPairs.signatureAlgorithm(publicKey).orElseThrow())
          .setSecureRandom(random)
          .build(privateKey);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("the key was tried before", e);
    }
  }

  private static SubjectPublicKeyInfo info(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded());
  }

  private static GeneralNames generalNames(List<SubjectAltName> sans) {
    return new GeneralNames(
        sans.stream().map(SubjectAltName::toGeneralName).toArray(GeneralName[]::new));
  }

  /** The locale is fixed because BouncyCastle formats with the calendar of this machine's. */
  private static Time time(Instant instant) {
    return new Time(Date.from(instant), Locale.ROOT);
  }
}
