package org.flannelboard.pki;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.flannelboard.base.Ipv4Address;

/**
 * A name or address a certificate holds for, besides its subject (RFC 5280 section 4.2.1.6).
 *
 * @param kind which form of general name
 * @param value as text; addresses in Java's own notation, so that equal ones are equal
 */
public record SubjectAltName(Kind kind, String value) {

  private static final Pattern DNS_NAME =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*)(\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*\\.?");
  private static final Pattern EMAIL =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+");

  /** A form of general name, in the order in which Go writes them. */
  public enum Kind {
    DNS,
    EMAIL,
    IP,
    URI,
    /** Some form that no {@code hosts} entry leads to. */
    OTHER
  }

  /**
   * Reads an entry of cfssl's {@code hosts}, which tells the kinds apart by their look; empty when
   * it looks like none. A URI must have {@code ://}: cfssl takes {@code host:2379} for one, which
   * nobody means.
   */
  public static Optional<SubjectAltName> parse(String host) {
    if (Ipv4Address.parse(host).isPresent()) {
      return Optional.of(new SubjectAltName(Kind.IP, host));
    }
    if (EMAIL.matcher(host).matches()) {
      return Optional.of(new SubjectAltName(Kind.EMAIL, host));
    }
    if (host.contains("://")) {
      return isUri(host) ? Optional.of(new SubjectAltName(Kind.URI, host)) : Optional.empty();
    }
    if (host.contains(":")) {
      return parseIpv6(host);
    }
    return DNS_NAME.matcher(host).matches() && !looksNumeric(host)
        ? Optional.of(new SubjectAltName(Kind.DNS, host))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }

  /** The names of these hosts in Go's order of kinds; hosts that are none are left out. */
  static List<SubjectAltName> ofHosts(List<String> hosts) {
    return hosts.stream()
        .flatMap(host -> parse(host).stream())
        .sorted(Comparator.comparing(SubjectAltName::kind))
        .toList();
  }

  static List<SubjectAltName> ofExtension(GeneralNames names) {
    return Arrays.stream(names.getNames()).map(SubjectAltName::of).toList();
  }

  GeneralName toGeneralName() {
    return switch (kind) {
      case DNS -> new GeneralName(GeneralName.dNSName, value);
      case EMAIL -> new GeneralName(GeneralName.rfc822Name, value);
      case IP ->
          new GeneralName(
              GeneralName.iPAddress, new DEROctetString(InetAddress.ofLiteral(value).getAddress()));
      case URI -> new GeneralName(GeneralName.uniformResourceIdentifier, value);
      case OTHER -> throw new IllegalStateException("not to be written: " + value);
    };
  }

  private static SubjectAltName of(GeneralName name) {
    String text = name.getName().toString();
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> new SubjectAltName(Kind.DNS, text);
      case GeneralName.rfc822Name -> new SubjectAltName(Kind.EMAIL, text);
      case GeneralName.uniformResourceIdentifier -> new SubjectAltName(Kind.URI, text);
      case GeneralName.iPAddress -> new SubjectAltName(Kind.IP, addressOf(name));
      default -> new SubjectAltName(Kind.OTHER, text);
    };
  }

  private static String addressOf(GeneralName name) {
    byte[] octets = ASN1OctetString.getInstance(name.getName()).getOctets();
    try {
      return InetAddress.getByAddress(octets).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + octets.length + " octets", e);
    }
  }

  /** Go refuses zones, and reads an IPv4-mapped address as the IPv4 address; so does Java. */
  private static Optional<SubjectAltName> parseIpv6(String host) {
    if (host.contains("%") || host.contains("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SubjectAltName(Kind.IP, InetAddress.ofLiteral(host).getHostAddress()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A mistyped address such as 10.0.0.256 must not become a DNS name. */
  private static boolean looksNumeric(String host) {
    return host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private static boolean isUri(String host) {
    try {
      return new URI(host).isAbsolute() && host.chars().allMatch(c -> c < 0x7f);
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
