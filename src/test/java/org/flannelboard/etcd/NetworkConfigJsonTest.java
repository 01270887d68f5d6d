package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NetworkConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkConfigJsonTest {

  private static final String KEY = "/kubernetes/network/config";

  @Test
  void readsTheGuidesConfiguration() {
    String text =
        "{\"Network\":\"10.253.0.0/16\", \"SubnetLen\": 24, \"Backend\": {\"Type\": \"vxlan\"}}";

    assertThat(parse(text))
        .isEqualTo(NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, Backend.vxlan()));
  }

  @Test
  void writesStableTextThatReadsBackTheSame() {
    NetworkConfig config =
        new NetworkConfig(
            Cidr.of("10.253.0.0/16"),
            25,
            Ipv4Address.of("10.253.10.0"),
            Ipv4Address.of("10.253.99.0"),
            new Backend(
                "vxlan", new TreeMap<>(Map.of("VNI", 7, "DirectRouting", true, "Odd", "kept"))));

    String text = NetworkConfigJson.write(config);

    assertThat(text)
        .isEqualTo(
            "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":25,\"SubnetMin\":\"10.253.10.0\","
                + "\"SubnetMax\":\"10.253.99.0\",\"Backend\":{\"Type\":\"vxlan\","
                + "\"DirectRouting\":true,\"Odd\":\"kept\",\"VNI\":7}}");
    assertThat(parse(text)).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/16, 24", "10.0.0.0/22, 24", "10.0.0.0/23, 25", "10.0.0.0/28, 30"})
  void fillsInFlannelsSubnetLen(String network, int subnetLen) {
    assertThat(parse("{\"Network\":\"" + network + "\"}").subnetLen()).isEqualTo(subnetLen);
    assertThat(parse("{\"Network\":\"" + network + "\",\"SubnetLen\":0}").subnetLen())
        .isEqualTo(subnetLen);
  }

  @Test
  void withoutABackendItIsUdp() {
    assertThat(parse("{\"Network\":\"10.0.0.0/16\"}").backend())
        .isEqualTo(new Backend("udp", new TreeMap<>()));
  }

  @Test
  void readsMemberNamesInAnyCaseAsGoDoes() {
    NetworkConfig config =
        parse(
            "{\"network\":\"10.253.0.0/16\",\"SUBNETLEN\":25,\"subnetMin\":\"0.0.0.0\","
                + "\"EnableIPv6\":false,\"backend\":{\"type\":\"vxlan\",\"vni\":9,\"mtu\":1400}}");

    assertThat(config)
        .isEqualTo(
            NetworkConfig.of(
                Cidr.of("10.253.0.0/16"),
                25,
                new Backend("vxlan", new TreeMap<>(Map.of("VNI", 9, "MTU", 1400)))));
  }

  @Test
  void dropsHostBitsAsFlannelDoes() {
    assertThat(parse("{\"Network\":\"10.253.7.7/16\"}").network())
        .isEqualTo(Cidr.of("10.253.0.0/16"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | is no JSON",
        "{\"Network\":\"10.0.0.0/16\"} tail | is no JSON",
        "{\"Network\":\"10.0.0.0/16\",\"Network\":\"10.1.0.0/16\"} | is no JSON",
        "[] | is no JSON object",
        "{} | Network is missing",
        "{\"Network\":7} | Network is no text: 7",
        "{\"Network\":\"10.0.0.0\"} | Network is no IPv4 network: 10.0.0.0",
        "{\"Network\":\"10.0.0/16\"} | Network is no IPv4 network: 10.0.0/16",
        "{\"Network\":\"10.0.0.0/33\"} | Network is no IPv4 network: 10.0.0.0/33",
        "{\"Network\":\"10.0.0.0/29\"} | Network is too small: 10.0.0.0/29",
        "{\"Network\":\"10.0.0.0/16\",\"SubnetLen\":\"24\"} | SubnetLen is no whole number: \"24\"",
        "{\"Network\":\"10.0.0.0/16\",\"SubnetLen\":24.5} | SubnetLen is no whole number: 24.5",
        "{\"Network\":\"10.0.0.0/16\",\"SubnetLen\":33} | SubnetLen is no prefix length: 33",
        "{\"Network\":\"10.0.0.0/16\",\"SubnetMin\":\"x\"} | SubnetMin is no IPv4 address: x",
        "{\"Network\":\"10.0.0.0/16\",\"Backend\":\"vxlan\"} | Backend is no JSON object",
        "{\"Network\":\"10.0.0.0/16\",\"Backend\":{}} | Backend has no Type",
        "{\"Network\":\"10.0.0.0/16\",\"Backend\":{\"Type\":1}} | Backend.Type is no text: 1",
        "{\"Network\":\"10.0.0.0/16\",\"Backend\":{\"Type\":\"vxlan\",\"VNI\":[1]}} | Backend.VNI"
            + " is neither",
      })
  void saysWhatIsWrong(String text, String why) {
    StoreFailure failure = NetworkConfigJson.parse(KEY, text).toFailure().orElseThrow();

    assertThat(failure)
        .isInstanceOfSatisfying(
            StoreFailure.Malformed.class,
            malformed -> {
              assertThat(malformed.key()).isEqualTo(KEY);
              assertThat(malformed.why()).startsWith(why);
            });
  }

  private static NetworkConfig parse(String text) {
    return NetworkConfigJson.parse(KEY, text).orElseThrow();
  }
}
