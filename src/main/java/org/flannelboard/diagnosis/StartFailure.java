package org.flannelboard.diagnosis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why flanneld does not start, read from what it writes to the journal. Words are those of v0.10.0
 * unless noted; earlier constants are the more specific ones.
 */
public enum StartFailure {
  /** etcd from 3.4 on speaks v2 only if told so. */
  ETCD_V2_OFF("client: response is invalid json\\. The endpoint is probably not valid etcd"),
  /** From 0.21 on: the configuration was written with the v2 API. */
  CONFIG_IN_V2("flannel config not found in etcd store"),
  /** None under the prefix, or one written with the v3 API, which v2 does not see. */
  CONFIG_MISSING("100: Key not found \\(/"),
  CERTIFICATE_NOT_YET_VALID(
      "x509: certificate has expired or is not yet valid: current time \\S+ is before"),
  CERTIFICATE_EXPIRED("x509: certificate has expired or is not yet valid"),
  CERTIFICATE_UNTRUSTED("x509: certificate signed by unknown authority"),
  CERTIFICATE_WRONG_NAME(
      "x509: certificate is valid for .*, not |x509: cannot validate certificate"),
  CERTIFICATE_REFUSED(
      "remote error: tls: (bad certificate|certificate required|handshake failure)"),
  /** From 0.20 on TLS needs a certificate and a key besides the CA. */
  CERTIFICATE_NOT_GIVEN("no certificate provided: connecting to etcd with http|no cert file found"),
  FILE_MISSING("Failed to create SubnetManager: .*open \\S+: (no such file|permission denied)"),
  ETCD_WANTS_TLS(
      "etcd cluster is unavailable or misconfigured.*(: EOF|malformed HTTP response)"
          + "|first record does not look like a TLS handshake"),
  ETCD_UNREACHABLE(
      "etcd cluster is unavailable or misconfigured"
          + "|context deadline exceeded|transport: Error while dialing"),
  NETWORK_TOO_SMALL("Network must be able to accommodate at least four subnets"),
  SUBNET_BOUNDS_WRONG("Subnet(Min|Max) is not in the range of the Network"),
  SUBNETS_EXHAUSTED("failed to acquire lease: out of subnets|out of subnets"),
  LEASE_REFUSED("Max retries reached trying to acquire a subnet"),
  BACKEND_UNKNOWN("unknown backend type"),
  PORT_TAKEN("failed to set interface \\S+ to UP state: address already in use"),
  ADDRESS_FOREIGN("link has incompatible addresses"),
  INTERFACE_UNKNOWN("Could not find valid interface matching|Unable to find default route"),
  /** From 0.26 on. */
  BRIDGE_FILTER_MISSING("Failed to check br_netfilter"),
  /** What Go's parser says of text that is no JSON. */
  CONFIG_MALFORMED(
      "invalid character '.+' (looking for|after|in |at )|unexpected end of JSON input"
          + "|json: cannot unmarshal");

  private final Pattern words;

  StartFailure(String words) {
    this.words = Pattern.compile(words);
  }

  /** Kebab-case, stable over releases. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the same cause is called where etcd itself shows it. */
  Set<FindingCode> foundInEtcd() {
    return switch (this) {
      case ETCD_V2_OFF, ETCD_UNREACHABLE, ETCD_WANTS_TLS -> Set.of(FindingCode.ETCD_UNREACHABLE);
      case CONFIG_IN_V2, CONFIG_MISSING -> Set.of(FindingCode.CONFIG_MISSING);
      case CERTIFICATE_EXPIRED, CERTIFICATE_REFUSED -> Set.of(FindingCode.CERTIFICATE_EXPIRED);
      case CERTIFICATE_NOT_YET_VALID -> Set.of(FindingCode.CLOCK_SKEW);
      case NETWORK_TOO_SMALL, SUBNET_BOUNDS_WRONG, CONFIG_MALFORMED ->
          Set.of(FindingCode.CONFIG_INVALID);
      case SUBNETS_EXHAUSTED -> Set.of(FindingCode.SUBNETS_EXHAUSTED);
      case BACKEND_UNKNOWN -> Set.of(FindingCode.BACKEND_WRONG);
      case CERTIFICATE_UNTRUSTED,
          CERTIFICATE_WRONG_NAME,
          CERTIFICATE_NOT_GIVEN,
          FILE_MISSING,
          LEASE_REFUSED,
          PORT_TAKEN,
          ADDRESS_FOREIGN,
          INTERFACE_UNKNOWN,
          BRIDGE_FILTER_MISSING ->
          Set.of();
    };
  }

  /** Whether options and files that a push writes can be the reason. */
  boolean ownFiles() {
    return switch (this) {
      case CONFIG_MISSING,
          CERTIFICATE_UNTRUSTED,
          CERTIFICATE_REFUSED,
          CERTIFICATE_NOT_GIVEN,
          FILE_MISSING,
          ETCD_WANTS_TLS,
          ETCD_UNREACHABLE,
          INTERFACE_UNKNOWN ->
          true;
      case ETCD_V2_OFF,
          CONFIG_IN_V2,
          CERTIFICATE_NOT_YET_VALID,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_WRONG_NAME,
          NETWORK_TOO_SMALL,
          SUBNET_BOUNDS_WRONG,
          SUBNETS_EXHAUSTED,
          LEASE_REFUSED,
          BACKEND_UNKNOWN,
          PORT_TAKEN,
          ADDRESS_FOREIGN,
          BRIDGE_FILTER_MISSING,
          CONFIG_MALFORMED ->
          false;
    };
  }

  /** The failure a line of the journal tells of; empty if it tells of none that is known. */
  static Optional<StartFailure> of(String line) {
    return Arrays.stream(values()).filter(it -> it.words.matcher(line).find()).findFirst();
  }
}
