package org.flannelboard.pki;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.cluster.CertificateSpec.Request;

/**
 * What a certificate says and how it stands with its CA and its private key.
 *
 * @param subject for example {@code C=CN,ST=Fuzhou,L=Fujian,O=k8s,OU=System,CN=flanneld}
 * @param issuer the subject of the authority
 * @param serial its number among those of the authority
 * @param notBefore the first moment at which it holds
 * @param notAfter the last
 * @param fingerprint of the whole certificate, as {@code openssl x509 -fingerprint -sha256}
 * @param sans further names and addresses
 * @param usages in cfssl's words; a dotted number where cfssl has none
 * @param key the kind of key
 * @param chain whether etcd would let a client with it in
 * @param keyMatches whether the private key is the one it was made for
 */
public record CertificateReport(
    String subject,
    String issuer,
    BigInteger serial,
    Instant notBefore,
    Instant notAfter,
    Digest fingerprint,
    List<SubjectAltName> sans,
    List<String> usages,
    Key key,
    Known<ChainVerdict> chain,
    Known<Boolean> keyMatches) {

  public CertificateReport {
    sans = List.copyOf(sans);
    usages = List.copyOf(usages);
  }

  /** Something a request decides about a certificate. */
  public enum Aspect {
    SUBJECT,
    HOSTS,
    KEY,
    USAGES
  }

  /** In what the certificate is not what the request and the signing profile lead to. */
  public Set<Aspect> differences(Request request, SigningConfig.Profile profile) {
    Set<Aspect> differences = differences(request);
    if (!Set.copyOf(usages)
        .equals(Set.copyOf(profile.usages().stream().map(Usage::text).toList()))) {
      differences.add(Aspect.USAGES);
    }
    return differences;
  }

  /** Whether the certificate still says what the request asks and may be shown by a client. */
  public boolean matches(Request request) {
    return differences(request).isEmpty() && usages.contains(Usage.CLIENT_AUTH.text());
  }

  /** In what the certificate is not what the request asks. */
  public Set<Aspect> differences(Request request) {
    Set<Aspect> differences = EnumSet.noneOf(Aspect.class);
    if (!subject.equals(SubjectName.text(SubjectName.of(request)))) {
      differences.add(Aspect.SUBJECT);
    }
    if (!new HashSet<>(sans).equals(new HashSet<>(SubjectAltName.ofHosts(request.hosts())))) {
      differences.add(Aspect.HOSTS);
    }
    if (!key.equals(request.key())) {
      differences.add(Aspect.KEY);
    }
    return differences;
  }
}
