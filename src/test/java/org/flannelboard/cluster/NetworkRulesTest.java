package org.flannelboard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NetworkRules.NodeNetwork;
import org.flannelboard.cluster.NetworkRules.Underlay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRulesTest {

  private static final NodeId VM01 = new NodeId("vm01");

  private static final Underlay FOUR_NODES =
      new Underlay(
          List.of(ip("172.16.16.81"), ip("172.16.16.82"), ip("172.16.16.83"), ip("172.16.16.84")),
          List.of(
              new NodeNetwork(VM01, "eth0", Cidr.of("172.16.16.0/24")),
              new NodeNetwork(VM01, "docker0", Cidr.of("10.253.100.0/24")),
              new NodeNetwork(VM01, "flannel.1", Cidr.of("10.253.0.0/16"))),
          List.of(ip("172.16.16.81")));

  @Test
  void theGuidesConfigurationIsSound() {
    assertThat(check("10.253.0.0/16", 24, null, null, null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // network, SubnetLen, SubnetMin, SubnetMax, reason, the one problem
    "10.253.0.0/20, 24, , , , Network network-reason-missing",
    "10.253.0.0/20, 24, , , ' ', Network network-reason-missing",
    "10.253.0.0/20, 24, , , lab, ",
    "10.252.0.0/15, 24, , , lab, ",
    "10.253.0.0/16, 17, , , , SubnetLen subnet-len-range",
    "10.253.0.0/16, 18, 10.253.0.0, , , ",
    "10.253.0.0/16, 18, , , , SubnetLen network-capacity",
    "10.253.0.0/16, 30, , , , ",
    "10.253.0.0/16, 31, , , , SubnetLen subnet-len-range",
    "10.253.0.0/29, 30, , , lab, Network network-too-small",
    "10.253.0.0/16, 24, 10.253.10.0, 10.253.20.0, , ",
    "10.253.0.0/16, 24, 10.253.20.0, 10.253.10.0, , SubnetMin subnet-bounds-order",
    "10.253.0.0/16, 24, 10.254.0.0, , , SubnetMin subnet-bound-outside",
    "10.253.0.0/16, 24, , 10.252.255.0, , SubnetMax subnet-bound-outside",
    "10.253.0.0/16, 24, 10.253.10.1, , , SubnetMin subnet-bound-unaligned",
    "10.253.0.0/16, 24, , 10.253.10.128, , SubnetMax subnet-bound-unaligned",
    "10.253.0.0/16, 24, 10.253.10.0, 10.253.12.0, , SubnetLen network-capacity",
    "10.253.0.0/16, 24, 10.253.10.0, 10.253.13.0, , ",
  })
  void sizesAndBounds(
      String network,
      int subnetLen,
      @Nullable String min,
      @Nullable String max,
      @Nullable String reason,
      @Nullable String problem) {
    List<Problem> problems = check(network, subnetLen, min, max, reason);

    // Bounds in the wrong order leave no subnet at all, which is a second problem of its own.
    assertThat(problems.stream().findFirst().map(p -> p.path() + " " + p.code()))
        .isEqualTo(Optional.ofNullable(problem));
  }

  @ParameterizedTest
  @CsvSource({
    "10.253.0.0/16, 24, , , 255",
    "10.0.0.0/16, 18, , , 3",
    "10.0.0.0/16, 18, 10.0.0.0, , 4",
    "10.0.0.0/16, 24, 10.0.5.0, 10.0.7.0, 3"
  })
  void capacityCountsWhatFlannelHandsOut(
      String network, int subnetLen, @Nullable String min, @Nullable String max, int capacity) {
    assertThat(config(network, subnetLen, min, max).capacity()).isEqualTo(capacity);
  }

  @Test
  void aNetworkOverTheNodesOwnIsRefusedWithDeviceAndAddress() {
    assertThat(check("172.16.0.0/16", 24, null, null, null))
        .contains(
            Problem.error(
                "Network",
                "network-overlaps",
                Map.of(
                    "network", "172.16.0.0/16",
                    "node", "vm01",
                    "device", "eth0",
                    "other", "172.16.16.0/24")),
            Problem.error(
                "Network",
                "network-covers-node",
                Map.of("network", "172.16.0.0/16", "address", "172.16.16.84")),
            Problem.error(
                "Network",
                "network-covers-etcd",
                Map.of("network", "172.16.0.0/16", "address", "172.16.16.81")))
        .noneMatch(problem -> "docker0".equals(problem.arguments().get("device")));
  }

  @ParameterizedTest
  @CsvSource({
    "VNI, 1, ",
    "VNI, 16777215, ",
    "VNI, 0, backend-option-range",
    "VNI, 16777216, backend-option-range",
    "VNI, one, backend-option-type",
    "Port, 8472, ",
    "Port, 65536, backend-option-range",
    "MTU, 1450, ",
    "MTU, 68, backend-option-range",
    "DirectRouting, true, ",
    "DirectRouting, yes, backend-option-type",
    "GBP, false, ",
    "GBP, 1, backend-option-type",
    "Learning, true, ",
    "Name, flannel.1, ",
    "Name, true, backend-option-type",
    "Colour, red, backend-option-unknown",
  })
  void vxlanOptions(String option, String text, @Nullable String code) {
    Object value =
        switch (text) {
          case "true", "false" -> Boolean.valueOf(text);
          default -> text.matches("\\d+") ? (Object) Integer.valueOf(text) : text;
        };
    List<Problem> problems =
        checkBackend(new Backend("vxlan", new TreeMap<>(Map.of(option, value))));

    assertThat(problems)
        .extracting(Problem::code)
        .isEqualTo(code == null ? List.of() : List.of(code));
    assertThat(problems).allMatch(problem -> problem.path().equals("Backend." + option));
  }

  @ParameterizedTest
  @CsvSource({
    "vxlan, true",
    "host-gw, true",
    "udp, true",
    "wireguard, true",
    "vxlam, false",
    "VXLAN, false"
  })
  void backendTypes(String type, boolean known) {
    assertThat(checkBackend(new Backend(type, new TreeMap<>())))
        .extracting(Problem::code)
        .isEqualTo(known ? List.of() : List.of("backend-unknown"));
  }

  @Test
  void anUnknownOptionIsOnlyAWarning() {
    assertThat(checkBackend(new Backend("vxlan", new TreeMap<>(Map.of("Colour", "red")))))
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.WARNING);
  }

  private static List<Problem> checkBackend(Backend backend) {
    NetworkConfig config = NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, backend);
    return NetworkRules.validate(config, null, FOUR_NODES);
  }

  private static List<Problem> check(
      String network,
      int subnetLen,
      @Nullable String min,
      @Nullable String max,
      @Nullable String reason) {
    return NetworkRules.validate(config(network, subnetLen, min, max), reason, FOUR_NODES);
  }

  private static NetworkConfig config(
      String network, int subnetLen, @Nullable String min, @Nullable String max) {
    return new NetworkConfig(
        Cidr.of(network),
        subnetLen,
        min == null ? null : ip(min),
        max == null ? null : ip(max),
        Backend.vxlan());
  }

  private static Ipv4Address ip(String text) {
    return Ipv4Address.of(text);
  }
}
