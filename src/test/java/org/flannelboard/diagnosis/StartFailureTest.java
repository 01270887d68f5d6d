package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What flanneld writes to the journal when it cannot start, as it was seen there. */
class StartFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Couldn't fetch network config: client: response is invalid json. The endpoint is probably"
            + " not valid etcd cluster endpoint | ETCD_V2_OFF",
        "Couldn't fetch network config: 100: Key not found (/x) [19] | CONFIG_MISSING",
        "flannel config not found in etcd store. Did you create your config using etcdv3 API? |"
            + " CONFIG_IN_V2",
        "client: etcd cluster is unavailable or misconfigured; error #0: dial tcp 127.0.0.1:2379:"
            + " connect: connection refused | ETCD_UNREACHABLE",
        "client: etcd cluster is unavailable or misconfigured; error #0: EOF | ETCD_WANTS_TLS",
        "client: etcd cluster is unavailable or misconfigured; error #0: remote error: tls: bad"
            + " certificate | CERTIFICATE_REFUSED",
        "client: etcd cluster is unavailable or misconfigured; error #0: x509: certificate signed"
            + " by unknown authority | CERTIFICATE_UNTRUSTED",
        "client: etcd cluster is unavailable or misconfigured; error #0: x509: certificate is valid"
            + " for 10.9.9.9, not 127.0.0.1 | CERTIFICATE_WRONG_NAME",
        "x509: certificate has expired or is not yet valid: current time 2030-06-13T15:15:17Z is"
            + " before 2031-01-01T00:00:00Z | CERTIFICATE_NOT_YET_VALID",
        "x509: certificate has expired or is not yet valid: current time 2030-06-13T15:15:17Z is"
            + " after 2029-01-01T00:00:00Z | CERTIFICATE_EXPIRED",
        "x509: certificate has expired or is not yet valid | CERTIFICATE_EXPIRED",
        "Failed to create SubnetManager: open /etc/flanneld/ssl/x.key: no such file or directory |"
            + " FILE_MISSING",
        "no certificate provided: connecting to etcd with http | CERTIFICATE_NOT_GIVEN",
        "Couldn't fetch network config: invalid character '}' looking for beginning of object key"
            + " string | CONFIG_MALFORMED",
        "Network must be able to accommodate at least four subnets | NETWORK_TOO_SMALL",
        "SubnetMin is not in the range of the Network | SUBNET_BOUNDS_WRONG",
        "Error fetching backend: failed to acquire lease: out of subnets | SUBNETS_EXHAUSTED",
        "Max retries reached trying to acquire a subnet | LEASE_REFUSED",
        "Error fetching backend: unknown backend type: vxlann | BACKEND_UNKNOWN",
        "failed to set interface flannel.1 to UP state: address already in use | PORT_TAKEN",
        "Could not find valid interface matching eth9: error looking up | INTERFACE_UNKNOWN",
        "Failed to find any valid interface to use: Unable to find default route |"
            + " INTERFACE_UNKNOWN",
        "Failed to check br_netfilter: stat /proc/sys/net/bridge/bridge-nf-call-iptables |"
            + " BRIDGE_FILTER_MISSING",
        "failed to ensure address: link has incompatible addresses | ADDRESS_FOREIGN",
      })
  void isKnownByItsWords(String line, StartFailure cause) {
    assertThat(StartFailure.of(line)).contains(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Waiting for 22h59m59s to renew lease",
        "timed out",
        "Lease has been revoked. Shutting down daemon.",
        "Found network config - Backend type: vxlan",
      })
  void whatIsNoFailureIsNone(String line) {
    assertThat(StartFailure.of(line)).isEmpty();
  }
}
