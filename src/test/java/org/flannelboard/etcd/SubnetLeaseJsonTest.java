package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.SubnetLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetLeaseJsonTest {

  private static final String DIRECTORY = "/kubernetes/network/subnets/";
  private static final String VALUE =
      "{\"PublicIP\":\"172.16.16.81\",\"BackendType\":\"vxlan\","
          + "\"BackendData\":{\"VtepMAC\":\"CA:4f:c9:70:58:48\"}}";

  @Test
  void readsWhatFlanneldWrites() {
    assertThat(parse("10.253.100.0-24", VALUE).orElseThrow())
        .isEqualTo(
            new SubnetLease(
                Cidr.of("10.253.100.0/24"),
                Ipv4Address.of("172.16.16.81"),
                "vxlan",
                new MacAddress("ca:4f:c9:70:58:48"),
                Duration.ofHours(24)));
  }

  @Test
  void readsTheIpv4HalfOfADualStackLease() {
    assertThat(parse("10.253.100.0-24&fc00--64", VALUE).orElseThrow().subnet())
        .isEqualTo(Cidr.of("10.253.100.0/24"));
  }

  @Test
  void aBackendWithoutVtepHasNone() {
    assertThat(
            parse("10.253.1.0-24", "{\"PublicIP\":\"172.16.16.81\",\"BackendType\":\"host-gw\"}")
                .orElseThrow()
                .vtepMac())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "notes | {} | the key is no subnet",
        "10.253.1.7-24 | {} | the key is no subnet",
        "10.253.1.0-24 | text | is no JSON",
        "10.253.1.0-24 | {} | PublicIP is no IPv4 address",
        "10.253.1.0-24 | {\"PublicIP\":\"1.2.3.4\",\"BackendData\":{\"VtepMAC\":\"x\"}} |"
            + " BackendData.VtepMAC is no",
      })
  void saysWhatIsWrong(String name, String value, String why) {
    assertThat(parse(name, value).toFailure().orElseThrow().why()).startsWith(why);
  }

  private static Result<SubnetLease, StoreFailure.Malformed> parse(String name, String value) {
    return SubnetLeaseJson.parse(
        new Entry(DIRECTORY + name, value, new Revision(1), Duration.ofHours(24)));
  }
}
