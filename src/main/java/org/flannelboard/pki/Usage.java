package org.flannelboard.pki;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What a certificate's key may be used for, in cfssl's spelling (cfssl, config/config.go).
 *
 * <p>Those with a bit go into the key usage extension, the others into the extended one (RFC 5280,
 * sections 4.2.1.3 and 4.2.1.12).
 */
public enum Usage {
  DIGITAL_SIGNATURE(KeyUsage.digitalSignature, "digital signature", "signing"),
  /** The spelling with a double t is that of cfssl up to 1.2, which Debian ships. */
  CONTENT_COMMITMENT(KeyUsage.nonRepudiation, "content commitment", "content committment"),
  KEY_ENCIPHERMENT(KeyUsage.keyEncipherment, "key encipherment"),
  KEY_AGREEMENT(KeyUsage.keyAgreement, "key agreement"),
  DATA_ENCIPHERMENT(KeyUsage.dataEncipherment, "data encipherment"),
  CERT_SIGN(KeyUsage.keyCertSign, "cert sign"),
  CRL_SIGN(KeyUsage.cRLSign, "crl sign"),
  ENCIPHER_ONLY(KeyUsage.encipherOnly, "encipher only"),
  DECIPHER_ONLY(KeyUsage.decipherOnly, "decipher only"),

  ANY("2.5.29.37.0", "any"),
  SERVER_AUTH("1.3.6.1.5.5.7.3.1", "server auth"),
  CLIENT_AUTH("1.3.6.1.5.5.7.3.2", "client auth"),
  CODE_SIGNING("1.3.6.1.5.5.7.3.3", "code signing"),
  EMAIL_PROTECTION("1.3.6.1.5.5.7.3.4", "email protection", "s/mime"),
  IPSEC_END_SYSTEM("1.3.6.1.5.5.7.3.5", "ipsec end system"),
  IPSEC_TUNNEL("1.3.6.1.5.5.7.3.6", "ipsec tunnel"),
  IPSEC_USER("1.3.6.1.5.5.7.3.7", "ipsec user"),
  TIME_STAMPING("1.3.6.1.5.5.7.3.8", "timestamping"),
  OCSP_SIGNING("1.3.6.1.5.5.7.3.9", "ocsp signing"),
  MICROSOFT_SGC("1.3.6.1.4.1.311.10.3.3", "microsoft sgc"),
  NETSCAPE_SGC("2.16.840.1.113730.4.1", "netscape sgc");

  private final int bit;
  private final String oid;
  private final List<String> spellings;

  Usage(int bit, String... spellings) {
    this.bit = bit;
    this.oid = "";
    this.spellings = List.of(spellings);
  }

  Usage(String oid, String... spellings) {
    this.bit = 0;
    this.oid = oid;
    this.spellings = List.of(spellings);
  }

  /** The usage of that spelling; empty when cfssl knows none. */
  public static Optional<Usage> parse(String text) {
    return Arrays.stream(values()).filter(usage -> usage.spellings.contains(text)).findFirst();
  }

  /** Every spelling, for messages. */
  public static List<String> names() {
    return Arrays.stream(values()).flatMap(usage -> usage.spellings.stream()).toList();
  }

  /** The spelling that says it best, for example {@code client auth}. */
  public String text() {
    return spellings.getFirst();
  }

  @Override
  public String toString() {
    return text();
  }

  /** The bits of the key usage extension, as BouncyCastle counts them; 0 for none. */
  static int bits(List<Usage> usages) {
    return usages.stream().mapToInt(usage -> usage.bit).reduce(0, (a, b) -> a | b);
  }

  /** The purposes of the extended key usage extension, in the order given. */
  static KeyPurposeId[] purposes(List<Usage> usages) {
    return usages.stream()
        .filter(usage -> usage.bit == 0)
        .map(usage -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(usage.oid)))
        .toArray(KeyPurposeId[]::new);
  }

  /** What a key usage extension says. */
  static Stream<String> textsOf(KeyUsage keyUsage) {
    return Arrays.stream(values())
        .filter(usage -> usage.bit != 0 && keyUsage.hasUsages(usage.bit))
        .map(Usage::text);
  }

  /** What one purpose of an extended key usage extension says; its number if cfssl has no word. */
  static String textOf(KeyPurposeId purpose) {
    return Arrays.stream(values())
        .filter(usage -> usage.oid.equals(purpose.getId()))
        .map(Usage::text)
        .findFirst()
        .orElse(purpose.getId());
  }
}
