package org.flannelboard.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with all that is asked of it decoded, so that nothing malformed can show up later.
 *
 * @param label what messages call its file
 * @param holder the certificate itself
 * @param publicKey its key
 * @param key the kind of that key
 * @param keyUsage the key usages in cfssl's words; null without the extension
 * @param purposes the extended key usages in cfssl's words; null without the extension
 * @param authority whether basic constraints say CA
 * @param sans its subject alternative names
 * @param keyIdentifier the subject key identifier; null without the extension
 */
record ParsedCertificate(
    String label,
    X509CertificateHolder holder,
    PublicKey publicKey,
    Key key,
    @Nullable List<String> keyUsage,
    @Nullable List<String> purposes,
    boolean authority,
    List<SubjectAltName> sans,
    @Nullable SubjectKeyIdentifier keyIdentifier) {

  /** Decodes DER; throws what it likes when that is malformed, as its one caller expects. */
  static ParsedCertificate decode(String label, byte[] der)
      throws IOException, GeneralSecurityException {
    X509CertificateHolder holder = new X509CertificateHolder(der);
    String algorithm = holder.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm().getId();
    PublicKey publicKey =
        KeyFactory.getInstance(algorithm)
            .generatePublic(new X509EncodedKeySpec(holder.getSubjectPublicKeyInfo().getEncoded()));
    // Signature and fingerprint cover the bytes; BouncyCastle would verify its own rewriting.
    if (!Arrays.equals(holder.toASN1Structure().getEncoded(ASN1Encoding.DER), der)) {
      throw new IOException("not in the distinguished encoding (DER)");
    }
    decodeRest(holder);
    Extensions extensions = holder.getExtensions();
    if (extensions == null) {
      return new ParsedCertificate(
          label, holder, publicKey, kindOf(publicKey), null, null, false, List.of(), null);
    }
    BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
    boolean named = extensions.getExtension(Extension.subjectAlternativeName) != null;
    return new ParsedCertificate(
        label,
        holder,
        publicKey,
        kindOf(publicKey),
        textsOf(KeyUsage.fromExtensions(extensions)),
        textsOf(ExtendedKeyUsage.fromExtensions(extensions)),
        constraints != null && constraints.isCA(),
        named
            ? SubjectAltName.ofExtension(
                GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName))
            : List.of(),
        SubjectKeyIdentifier.fromExtensions(extensions));
  }

  String subject() {
    return SubjectName.text(holder.getSubject());
  }

  String issuer() {
    return SubjectName.text(holder.getIssuer());
  }

  Instant notBefore() {
    return holder.getNotBefore().toInstant();
  }

  Instant notAfter() {
    return holder.getNotAfter().toInstant();
  }

  /** All usages, of both extensions. */
  List<String> usages() {
    return Stream.of(keyUsage, purposes)
        .flatMap(texts -> texts == null ? Stream.empty() : texts.stream())
        .toList();
  }

  /** Whether it may sign certificates (RFC 5280 sections 4.2.1.3 and 4.2.1.9). */
  boolean maySign() {
    return authority && (keyUsage == null || keyUsage.contains(Usage.CERT_SIGN.text()));
  }

  /**
   * Whether a Go server, and etcd is one, takes it from a client: without the extension any purpose
   * is allowed (Go, crypto/x509: {@code Certificate.Verify}).
   */
  boolean isForClients() {
    return purposes == null
        || purposes.contains(Usage.CLIENT_AUTH.text())
        || purposes.contains(Usage.ANY.text());
  }

  /** Whether the signature under this certificate is that of the authority's key. */
  boolean isSignedBy(ParsedCertificate ca) {
    try {
      return holder.isSignatureValid(new JcaContentVerifierProviderBuilder().build(ca.publicKey()));
    } catch (CertException | OperatorCreationException | RuntimeOperatorException _) {
      return false; // another kind or size of key, or an algorithm nobody should accept
    }
  }

  /** Makes BouncyCastle decode now what it otherwise would when first asked. */
  private static void decodeRest(X509CertificateHolder holder) {
    SubjectName.text(holder.getSubject());
    SubjectName.text(holder.getIssuer());
    Objects.requireNonNull(holder.getNotBefore());
    Objects.requireNonNull(holder.getNotAfter());
  }

  private static Key kindOf(PublicKey publicKey) {
    return switch (publicKey) {
      case RSAPublicKey rsa -> new Key("rsa", rsa.getModulus().bitLength());
      case ECPublicKey ec -> new Key("ecdsa", ec.getParams().getCurve().getField().getFieldSize());
      default -> new Key(publicKey.getAlgorithm().toLowerCase(Locale.ROOT), 0);
    };
  }

  private static @Nullable List<String> textsOf(@Nullable KeyUsage extension) {
    return extension == null ? null : Usage.textsOf(extension).toList();
  }

  private static @Nullable List<String> textsOf(@Nullable ExtendedKeyUsage extension) {
    return extension == null
        ? null
        : Arrays.stream(extension.getUsages()).map(Usage::textOf).toList();
  }
}
