package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NetworkState.Vxlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkStateParserTest {

  private static final Section NONE = new Section("none", "", List.of());

  @Test
  void readsIproute2Of310() throws MalformedOutputException {
    NetworkState network =
        NetworkStateParser.parse(
            Golden.section("links", Golden.text("ip-link-3.10.txt")),
            Golden.section("addresses", Golden.text("ip-addr-3.10.txt")),
            Golden.section("routes", Golden.text("ip-route-3.10.txt")));

    assertThat(network.links())
        .containsExactly(
            new Link("lo", true, 65536, null, null),
            new Link("eth0", true, 1500, new MacAddress("00:50:56:9c:1a:84"), null),
            new Link(
                "flannel.1",
                true,
                1450,
                new MacAddress("92:14:8f:74:3a:00"),
                new Vxlan(1, 0, Ipv4Address.of("172.16.16.84"))),
            new Link("docker0", false, 1500, new MacAddress("02:42:94:a4:ab:39"), null),
            new Link("veth1a2b3c4", true, 1450, new MacAddress("5e:11:22:33:44:55"), null),
            new Link("tun0", true, 1500, null, null));
    assertThat(network.addresses())
        .containsExactly(
            new Address("lo", Ipv4Address.of("127.0.0.1"), 8),
            new Address("eth0", Ipv4Address.of("172.16.16.84"), 24),
            new Address("flannel.1", Ipv4Address.of("10.253.59.0"), 32),
            new Address("docker0", Ipv4Address.of("10.253.59.1"), 24),
            new Address("tun0", Ipv4Address.of("10.8.0.6"), 32));
    assertThat(network.routes())
        .containsExactly(
            new Route(Cidr.of("0.0.0.0/0"), "eth0", Ipv4Address.of("172.16.16.1")),
            new Route(Cidr.of("10.8.0.5/32"), "tun0", null),
            new Route(Cidr.of("10.253.6.0/24"), "flannel.1", Ipv4Address.of("10.253.6.0")),
            new Route(Cidr.of("10.253.59.0/24"), "docker0", null),
            new Route(Cidr.of("172.16.16.0/24"), "eth0", null),
            new Route(Cidr.of("192.168.0.0/16"), "eth0", Ipv4Address.of("172.16.16.2")),
            new Route(Cidr.of("192.168.0.0/16"), "eth0", Ipv4Address.of("172.16.16.3")),
            new Route(Cidr.of("10.99.0.0/16"), "", null),
            new Route(Cidr.of("10.98.0.0/16"), "", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Object \"link\" is unknown, try \"ip help\".",
        "2: eth0: <UP> qdisc noqueue",
        "2: eth0: <UP> mtu many",
        "7: v: <UP> mtu 1450\\    vxlan id x local 10.0.0.1"
      })
  void refusesLinksOfAnotherForm(String line) {
    assertThatThrownBy(() -> NetworkStateParser.parse(Golden.section("links", line), NONE, NONE))
        .isInstanceOf(MalformedOutputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cannot open netlink socket", "1: lo    inet6 ::1/128 scope host"})
  void refusesAddressesOfAnotherForm(String line) {
    assertThatThrownBy(
            () -> NetworkStateParser.parse(NONE, Golden.section("addresses", line), NONE))
        .isInstanceOf(MalformedOutputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Error: argument \"main\" is wrong", "unreachable", "10.0.0.1/24 dev x"})
  void refusesRoutesOfAnotherForm(String line) {
    assertThatThrownBy(() -> NetworkStateParser.parse(NONE, NONE, Golden.section("routes", line)))
        .isInstanceOf(MalformedOutputException.class);
  }
}
