package org.flannelboard.pki;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.PkiFailure.RequestFieldBad;

/** Makes certificates as {@code cfssl gencert} does: the same content for the same request. */
public final class Issuer {

  /** What messages call a request that came from no file of its own. */
  static final String REQUEST = "request";

  private final InstantSource clock;
  private final SecureRandom random;

  public Issuer(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** What is wrong with a request, each with the path of the field as in {@code *-csr.json}. */
  public static List<RequestFieldBad> problems(Request request) {
    return RequestRules.check(REQUEST, request);
  }

  /**
   * Makes a key pair and has the authority sign a certificate for it.
   *
   * <p>It ends with the authority at the latest. cfssl would write the later end, which nobody that
   * verifies the chain believes (RFC 5280, 6.1.3).
   *
   * @param profileName a name under {@code signing.profiles}
   */
  public Result<IssuedCertificate, PkiFailure> issue(
      CertificateAuthority ca, SigningConfig config, String profileName, Request request) {
    Instant now = clock.instant();
    Result<SigningConfig.Profile, PkiFailure> profile = config.profile(profileName);
    List<PkiFailure> problems = new ArrayList<>();
    ca.checkAt(now).ifPresent(problems::add);
    profile.toFailure().ifPresent(problems::add);
    problems.addAll(RequestRules.check(REQUEST, request));
    return problems.isEmpty()
        ? profile.map(allowed -> issue(ca, allowed, request, now))
        : Result.err(PkiFailure.of(problems));
  }

  private IssuedCertificate issue(
      CertificateAuthority ca, SigningConfig.Profile profile, Request request, Instant now) {
    KeyPair pair = KeyPairs.generate(request.key(), random);
    X500Name subject = SubjectName.of(request);
    List<SubjectAltName> sans = SubjectAltName.ofHosts(request.hosts());
    Instant notBefore = CertificateWriter.notBefore(now, profile.backdate());
    CertificateWriter writer = new CertificateWriter(random);
    String certificate =
        writer.signedBy(
            ca,
            new CertificateWriter.Content(
                subject,
                pair.getPublic(),
                notBefore,
                earlier(notBefore.plus(profile.expiry()), ca.notAfter()),
                profile.usages(),
                sans));
    return new IssuedCertificate(
        certificate, KeyPairs.pem(pair), writer.request(subject, pair, sans));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
