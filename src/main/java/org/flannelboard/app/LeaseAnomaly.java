package org.flannelboard.app;

import java.util.Map;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;

/** Something about a lease that does not fit the rest of what was seen. */
public sealed interface LeaseAnomaly extends Failure {

  /** Whether packets get lost by it, not only will be. */
  boolean breaks();

  /** Another lease has the same public IP; the older one stays until it expires. */
  record PublicIpTwice(Ipv4Address publicIp, Cidr other, boolean inUse) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return false;
    }

    @Override
    public String code() {
      return inUse ? "lease-public-ip-twice" : "lease-left-behind";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("publicIp", publicIp.toString(), "other", other.toString());
    }
  }

  /** Another lease covers some of the same addresses. */
  record Overlaps(Cidr subnet, Cidr other) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return true;
    }

    @Override
    public String code() {
      return "lease-overlaps";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("subnet", subnet.toString(), "other", other.toString());
    }
  }

  /** Another lease has the same VTEP MAC, as nodes cloned with their machine-id have. */
  record VtepMacTwice(MacAddress mac, Cidr other) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return true;
    }

    @Override
    public String code() {
      return "lease-vtep-mac-twice";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("mac", mac.toString(), "other", other.toString());
    }
  }

  /** The public IP is that of no node of the profile. */
  record ForeignPublicIp(Ipv4Address publicIp) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return false;
    }

    @Override
    public String code() {
      return "lease-foreign";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("publicIp", publicIp.toString());
    }
  }

  /** The subnet is none that the configuration would hand out. */
  record OutsideNetwork(Cidr subnet, Cidr network) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return false;
    }

    @Override
    public String code() {
      return "lease-outside-network";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("subnet", subnet.toString(), "network", network.toString());
    }
  }

  /** It should have been renewed by now. */
  record ExpiresSoon(NodeId node, long minutes) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return false;
    }

    @Override
    public String code() {
      return "lease-expires-soon";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "minutes", "" + minutes);
    }
  }

  /** The node's vxlan device has another hardware address than its peers were told. */
  record MacDiffers(NodeId node, String device, MacAddress leased, MacAddress actual)
      implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return true;
    }

    @Override
    public String code() {
      return "lease-mac-differs";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node.name(),
          "device", device,
          "leased", leased.toString(),
          "actual", actual.toString());
    }
  }

  /** flanneld's own file names another subnet. */
  record SubnetEnvDiffers(NodeId node, Ipv4Address file, Cidr subnet) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return true;
    }

    @Override
    public String code() {
      return "lease-subnet-env-differs";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "file", file.toString(), "subnet", subnet.toString());
    }
  }

  /** docker0 has an address of another subnet. */
  record Docker0Differs(NodeId node, Ipv4Address docker0, Cidr subnet) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return true;
    }

    @Override
    public String code() {
      return "lease-docker0-differs";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node.name(), "docker0", docker0.toString(), "subnet", subnet.toString());
    }
  }

  /** A node of the profile has no lease. */
  record Missing(NodeId node) implements LeaseAnomaly {
    @Override
    public boolean breaks() {
      return true;
    }

    @Override
    public String code() {
      return "lease-missing";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name());
    }
  }
}
