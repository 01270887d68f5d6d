package org.flannelboard.cluster;

import java.util.List;
import java.util.Map;

/**
 * How flannel's certificate comes about: who signs it, under which profile, and what it says.
 *
 * @param ca the signing authority
 * @param profile a name under {@code signing.profiles} in the CA's {@code ca-config.json}
 * @param request what the certificate says
 */
public record CertificateSpec(Ca ca, String profile, Request request) {

  /** The authority's certificate, private key and cfssl signing configuration. */
  public record Ca(FileRef certificate, FileRef key, FileRef config) {}

  /**
   * What cfssl calls a certificate signing request in JSON: the guide's {@code flannel-csr.json}.
   *
   * @param commonName the subject's CN
   * @param hosts names and addresses for the SAN; empty for a client certificate
   * @param key the key pair to generate
   * @param names subject attributes by their short names C, ST, L, O, OU; one map an RDN group
   */
  public record Request(
      String commonName, List<String> hosts, Key key, List<Map<String, String>> names) {
    public Request {
      hosts = List.copyOf(hosts);
      names = names.stream().map(Map::copyOf).toList();
    }
  }

  /**
   * A key pair's kind.
   *
   * @param algorithm {@code rsa} or {@code ecdsa}
   * @param size bits: 2048 to 8192 for RSA; 256, 384 or 521 for ECDSA
   */
  public record Key(String algorithm, int size) {}
}
