package org.flannelboard.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;

/** Looks at certificates as they are found on nodes; asks nothing of the outside world. */
public final class CertificateInspector {

  private CertificateInspector() {}

  /**
   * What a certificate is worth at a moment.
   *
   * @param ca the CA file it is to be checked against; null when not asked for
   * @param key the private key beside it; null when it could not or should not be read
   */
  public static Result<CertificateReport, PkiFailure> inspect(
      CertificatePem certificate, @Nullable CertificatePem ca, @Nullable KeyPem key, Instant now) {
    return Pem.certificate(certificate)
        .map(
            parsed ->
                new CertificateReport(
                    parsed.subject(),
                    parsed.issuer(),
                    parsed.holder().getSerialNumber(),
                    parsed.notBefore(),
                    parsed.notAfter(),
                    fingerprint(parsed),
                    parsed.sans(),
                    parsed.usages(),
                    parsed.key(),
                    ca == null ? Known.notChecked() : chain(parsed, ca, now),
                    key == null ? Known.notChecked() : keyMatches(parsed, key)));
  }

  private static Known<ChainVerdict> chain(
      ParsedCertificate certificate, CertificatePem ca, Instant now) {
    return switch (Pem.certificates(ca)) {
      case Result.Ok(List<ParsedCertificate> authorities) ->
          Known.of(verify(certificate, authorities, now));
      case Result.Err(PkiFailure failure) -> Known.unknown(reason(failure));
    };
  }

  private static Known<Boolean> keyMatches(ParsedCertificate certificate, KeyPem key) {
    return switch (Pem.privateKey(key)) {
      case Result.Ok(var privateKey) ->
          Known.of(KeyPairs.match(privateKey, certificate.publicKey()));
      case Result.Err(PkiFailure failure) -> Known.unknown(reason(failure));
    };
  }

  /** The best verdict any certificate of the CA file gives; during a change of CA it holds two. */
  private static ChainVerdict verify(
      ParsedCertificate certificate, List<ParsedCertificate> authorities, Instant now) {
    List<ChainVerdict> verdicts =
        authorities.stream().map(authority -> verify(certificate, authority, now)).toList();
    return verdicts.stream()
        .filter(ChainVerdict::isTrusted)
        .findFirst()
        .or(() -> verdicts.stream().filter(CertificateInspector::isAboutIssuer).findFirst())
        .orElse(verdicts.getFirst());
  }

  /**
   * Whether the verdict came from the certificate's own issuer, and so says more than a stranger.
   */
  private static boolean isAboutIssuer(ChainVerdict verdict) {
    return !(verdict instanceof ChainVerdict.WrongIssuer);
  }

  private static ChainVerdict verify(
      ParsedCertificate certificate, ParsedCertificate ca, Instant now) {
    if (!certificate.holder().getIssuer().equals(ca.holder().getSubject())) {
      return new ChainVerdict.WrongIssuer(certificate.issuer(), ca.subject());
    }
    if (!certificate.isSignedBy(ca)) {
      return new ChainVerdict.WrongSignature(ca.subject());
    }
    if (!ca.maySign()) {
      return new ChainVerdict.IssuerNotAnAuthority(ca.subject());
    }
    if (now.isAfter(ca.notAfter())) {
      return new ChainVerdict.IssuerExpired(ca.subject(), ca.notAfter());
    }
    if (now.isBefore(ca.notBefore())) {
      return new ChainVerdict.IssuerNotYetValid(ca.subject(), ca.notBefore());
    }
    if (now.isAfter(certificate.notAfter())) {
      return new ChainVerdict.Expired(certificate.notAfter());
    }
    if (now.isBefore(certificate.notBefore())) {
      return new ChainVerdict.NotYetValid(certificate.notBefore());
    }
    return certificate.isForClients()
        ? new ChainVerdict.Trusted()
        : new ChainVerdict.NotForClients(certificate.usages());
  }

  private static Digest fingerprint(ParsedCertificate certificate) {
    try {
      return Digest.of(certificate.holder().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("what was decoded has an encoding", e);
    }
  }

  /** One short clause, as {@link Known.Unknown} wants it. */
  private static String reason(PkiFailure failure) {
    String what = failure.code().replace('-', ' ');
    String file = failure.arguments().getOrDefault("file", "");
    String why = failure.arguments().getOrDefault("why", "");
    return file + ": " + (why.isEmpty() ? what : what + ": " + why);
  }
}
