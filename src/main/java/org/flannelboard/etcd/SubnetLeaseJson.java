package org.flannelboard.etcd;

import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.SubnetLease;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A lease as flanneld writes it (flannel, pkg/lease: {@code LeaseAttrs}), for example {@code
 * {"PublicIP":"172.16.16.81","BackendType":"vxlan","BackendData":{"VtepMAC":"ca:4f:c9:70:58:48"}}}.
 */
final class SubnetLeaseJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SubnetLeaseJson() {}

  static Result<SubnetLease, StoreFailure.Malformed> parse(Entry entry) {
    Optional<Cidr> subnet = subnet(entry.key());
    if (subnet.isEmpty()) {
      return malformed(entry, "the key is no subnet");
    }
    JsonNode json;
    try {
      json = JSON.readTree(entry.value());
    } catch (JacksonException e) {
      return malformed(entry, "is no JSON: " + e.getOriginalMessage());
    }
    Optional<Ipv4Address> publicIp = Ipv4Address.parse(json.path("PublicIP").asString(""));
    if (publicIp.isEmpty()) {
      return malformed(entry, "PublicIP is no IPv4 address: " + json.path("PublicIP"));
    }
    JsonNode mac = json.path("BackendData").path("VtepMAC");
    Optional<MacAddress> vtep = MacAddress.parse(mac.asString(""));
    if (!mac.isMissingNode() && vtep.isEmpty()) {
      return malformed(entry, "BackendData.VtepMAC is no hardware address: " + mac);
    }
    return Result.ok(
        new SubnetLease(
            subnet.get(),
            publicIp.get(),
            json.path("BackendType").asString(""),
            vtep.orElse(null),
            entry.ttl()));
  }

  /** The IPv4 subnet in a key; a dual-stack one has an IPv6 subnet after an ampersand. */
  private static Optional<Cidr> subnet(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    int ampersand = name.indexOf('&');
    return Cidr.parseKey(ampersand < 0 ? name : name.substring(0, ampersand));
  }

  private static Result<SubnetLease, StoreFailure.Malformed> malformed(Entry entry, String why) {
    return Result.err(new StoreFailure.Malformed(entry.key(), why));
  }
}
