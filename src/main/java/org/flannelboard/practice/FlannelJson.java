package org.flannelboard.practice;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.etcd.StoreFailure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The values flannel keeps in etcd, read the way the practice {@code flanneld} needs them. */
final class FlannelJson {

  private static final JsonMapper JSON = new JsonMapper();

  /** Every node of the largest lab with a new hardware address now and then. */
  private static final int MOST_TEXTS = 4096;

  /** Leases by their text: each is read by every node, and there are only so many of them. */
  private final Map<String, Optional<Lease>> leases = new HashMap<>();

  /** Lease keys by their text, for the same reason. */
  private final Map<String, Optional<Cidr>> subnets = new HashMap<>();

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
  record Config(Cidr network, int subnetLen, Ipv4Address first, Ipv4Address last, Backend backend) {

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

  /** Reads a configuration; what flannel itself would refuse is malformed. */
  static Result<Config, StoreFailure> config(Entry entry) {
    return NetworkConfigJson.parse(entry.key(), entry.value())
        .flatMap(
            network ->
                network.subnetLen() > 30
                        || network.subnetLen() < network.network().prefixLength() + 2
                    ? Result.err(
                        new StoreFailure.Malformed(
                            entry.key(),
                            "Network must be able to accommodate at least four subnets"))
                    : Result.ok(withDefaults(network)));
  }

  private static Config withDefaults(NetworkConfig config) {
    int length = config.subnetLen();
    int step = 1 << 32 - length;
    Ipv4Address min = config.subnetMin();
    Ipv4Address max = config.subnetMax();
    Ipv4Address last = Cidr.containing(config.network().last(), length).network();
    return new Config(
        config.network(),
        length,
        min == null ? config.network().network().plus(step) : min,
        max == null ? last : max,
        config.backend());
  }

  Optional<Lease> lease(String json) {
    if (leases.size() > MOST_TEXTS) {
      leases.clear();
    }
    return leases.computeIfAbsent(json, FlannelJson::readLease);
  }

  /** The subnet a lease's key names. */
  Optional<Cidr> subnet(String key) {
    if (subnets.size() > MOST_TEXTS) {
      subnets.clear();
    }
    return subnets.computeIfAbsent(
        key, text -> Cidr.parseKey(text.substring(text.lastIndexOf('/') + 1)));
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
}
