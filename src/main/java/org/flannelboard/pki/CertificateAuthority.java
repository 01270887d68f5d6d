package org.flannelboard.pki;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.PkiFailure.AuthorityExpired;
import org.flannelboard.pki.PkiFailure.AuthorityNotYetValid;
import org.flannelboard.pki.PkiFailure.ExpiryBad;
import org.flannelboard.pki.PkiFailure.KeyMismatch;
import org.flannelboard.pki.PkiFailure.NotAnAuthority;
import org.flannelboard.pki.PkiFailure.PemUnreadable;
import org.flannelboard.pki.PkiFailure.RequestFieldBad;

/** A certificate that may sign others, together with its private key. */
public final class CertificateAuthority {

  /** How long cfssl lets a new authority hold: five years (cfssl, initca/initca.go). */
  public static final Duration DEFAULT_VALIDITY = Duration.ofHours(5 * 8760);

  private static final List<Usage> USAGES = List.of(Usage.CERT_SIGN, Usage.CRL_SIGN);

  private final CertificatePem pem;
  private final ParsedCertificate certificate;
  private final PrivateKey privateKey;

  private CertificateAuthority(
      CertificatePem pem, ParsedCertificate certificate, PrivateKey privateKey) {
    this.pem = pem;
    this.certificate = certificate;
    this.privateKey = privateKey;
  }

  /**
   * Reads an authority, which must be one and have the matching key. Whether it holds at some
   * moment is asked {@linkplain #checkAt apart}, so that an expired one can still be looked at.
   */
  public static Result<CertificateAuthority, PkiFailure> load(
      CertificatePem certificate, KeyPem key) {
    Result<ParsedCertificate, PkiFailure> parsed = Pem.certificate(certificate);
    Result<PrivateKey, PkiFailure> privateKey = Pem.privateKey(key);
    List<PkiFailure> problems = new ArrayList<>();
    parsed.toFailure().ifPresent(problems::add);
    privateKey.toFailure().ifPresent(problems::add);
    parsed.ifOk(
        ca -> {
          if (!ca.maySign()) {
            problems.add(new NotAnAuthority(certificate.label(), ca.subject()));
          }
          privateKey.ifOk(own -> checkKey(ca, key, own).ifPresent(problems::add));
        });
    return problems.isEmpty()
        ? parsed.flatMap(
            ca -> privateKey.map(own -> new CertificateAuthority(certificate, ca, own)))
        : Result.err(PkiFailure.of(problems));
  }

  /**
   * Makes a new self-signed authority, as {@code cfssl gencert -initca} does: its certificate, key
   * and request as PEM. It holds from five minutes ago, for clients whose clock is slow.
   */
  public static Result<IssuedCertificate, PkiFailure> create(
      Request request, Duration validity, InstantSource clock, SecureRandom random) {
    List<PkiFailure> problems = new ArrayList<>(RequestRules.check(Issuer.REQUEST, request));
    if (!request.hosts().isEmpty()) {
      problems.add(
          new RequestFieldBad(
              Issuer.REQUEST, "hosts", String.join(", ", request.hosts()), "none, for a CA"));
    }
    if (!GoDuration.isPositive(validity)) {
      problems.add(new ExpiryBad(Issuer.REQUEST, "expiry", validity.toString()));
    }
    return problems.isEmpty()
        ? Result.ok(selfSigned(request, validity, clock.instant(), random))
        : Result.err(PkiFailure.of(problems));
  }

  private static IssuedCertificate selfSigned(
      Request request, Duration validity, Instant now, SecureRandom random) {
    KeyPair pair = KeyPairs.generate(request.key(), random);
    X500Name subject = SubjectName.of(request);
    Instant notBefore = CertificateWriter.notBefore(now, SigningConfig.BACKDATE);
    CertificateWriter writer = new CertificateWriter(random);
    String certificate =
        writer.selfSigned(
            new CertificateWriter.Content(
                subject, pair.getPublic(), notBefore, notBefore.plus(validity), USAGES, List.of()),
            pair.getPrivate());
    return new IssuedCertificate(
        certificate, KeyPairs.pem(pair), writer.request(subject, pair, List.of()));
  }

  /** What keeps the authority from signing at that moment: its own validity. */
  public Optional<PkiFailure> checkAt(Instant now) {
    if (now.isAfter(notAfter())) {
      return Optional.of(new AuthorityExpired(pem.label(), notAfter()));
    }
    if (now.isBefore(certificate.notBefore())) {
      return Optional.of(new AuthorityNotYetValid(pem.label(), certificate.notBefore(), now));
    }
    return Optional.empty();
  }

  /** The certificate as it was read: the {@code ca.pem} every node gets. */
  public CertificatePem certificatePem() {
    return pem;
  }

  /** Its name, for example {@code C=CN,…,CN=kubernetes}. */
  public String subject() {
    return certificate.subject();
  }

  /** The last moment at which it holds. */
  public Instant notAfter() {
    return certificate.notAfter();
  }

  ParsedCertificate certificate() {
    return certificate;
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  @Override
  public String toString() {
    return subject() + " (" + pem.label() + ")";
  }

  private static Optional<PkiFailure> checkKey(
      ParsedCertificate ca, KeyPem key, PrivateKey privateKey) {
    if (KeyPairs.signatureAlgorithm(ca.publicKey()).isEmpty()) {
      return Optional.of(
          new PemUnreadable(
              ca.label(),
              PemUnreadable.Kind.CERTIFICATE,
              "its key is " + ca.key().algorithm() + ", not RSA or ECDSA on a NIST curve"));
    }
    return KeyPairs.match(privateKey, ca.publicKey())
        ? Optional.empty()
        : Optional.of(new KeyMismatch(key.label(), ca.label()));
  }
}
