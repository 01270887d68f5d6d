package org.flannelboard.practice;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The values flannel keeps in etcd, read the way the practice {@code flanneld} needs them. */
final class FlannelJson {

  private static final JsonMapper JSON = new JsonMapper();

  /** Leases by their text: each is read by every node, and there are only so many of them. */
  private final Map<String, Optional<Lease>> leases = new HashMap<>();

  /** A lease's value. */
  record Lease(Ipv4Address publicIp, String backend, MacAddress mac) {

    /** The text flannel writes, in its own order. */
    String json() {
      return "{\"PublicIP\":\"%s\",\"BackendType\":\"%s\",\"BackendData\":{\"VtepMAC\":\"%s\"}}"
          .formatted(publicIp, backend, mac);
    }
  }

  /**
   * The network configuration, with flannel's defaults filled in (flannel v0.10.0,
   * subnet/config.go).
   *
   * @param first the lowest subnet to hand out
   * @param last the highest
   */
  record Config(
      Cidr network,
      int subnetLen,
      Ipv4Address first,
      Ipv4Address last,
      String backend,
      int vni,
      int port) {

    /** The subnet after that one. */
    Ipv4Address next(Ipv4Address subnet) {
      return subnet.plus(1 << 32 - subnetLen);
    }

    boolean covers(Cidr subnet) {
      return subnet.prefixLength() == subnetLen
          && subnet.network().compareTo(first) >= 0
          && subnet.network().compareTo(last) <= 0;
    }
  }

  /** A configuration, or what flannel says is wrong with it. */
  sealed interface ConfigOutcome {
    record Good(Config config) implements ConfigOutcome {}

    record Bad(String why) implements ConfigOutcome {}
  }

  static ConfigOutcome config(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      return new ConfigOutcome.Bad("invalid JSON: " + e.getOriginalMessage());
    }
    Optional<Cidr> network = Cidr.parse(root.path("Network").asString(""));
    if (network.isEmpty()) {
      return new ConfigOutcome.Bad(
          "please define a correct Network parameter in the flannel config");
    }
    int length = root.path("SubnetLen").asInt(24);
    if (length > 30 || length < network.get().prefixLength() + 2) {
      return new ConfigOutcome.Bad("Network must be able to accommodate at least four subnets");
    }
    int step = 1 << 32 - length;
    Ipv4Address first = network.get().network().plus(step);
    Ipv4Address last = Cidr.containing(network.get().last(), length).network().plus(-step);
    JsonNode backend = root.path("Backend");
    return new ConfigOutcome.Good(
        new Config(
            network.get(),
            length,
            Ipv4Address.parse(root.path("SubnetMin").asString("")).orElse(first),
            Ipv4Address.parse(root.path("SubnetMax").asString("")).orElse(last),
            backend.path("Type").asString("udp"),
            positive(backend.path("VNI"), 1),
            positive(backend.path("Port"), 8472)));
  }

  Optional<Lease> lease(String json) {
    return leases.computeIfAbsent(json, FlannelJson::readLease);
  }

  private static Optional<Lease> readLease(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      Optional<Ipv4Address> ip = Ipv4Address.parse(root.path("PublicIP").asString(""));
      Optional<MacAddress> mac =
          MacAddress.parse(root.path("BackendData").path("VtepMAC").asString(""));
      return ip.flatMap(
          address ->
              mac.map(vtep -> new Lease(address, root.path("BackendType").asString(""), vtep)));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static int positive(JsonNode number, int otherwise) {
    return number.asInt(0) > 0 ? number.asInt(0) : otherwise;
  }
}
