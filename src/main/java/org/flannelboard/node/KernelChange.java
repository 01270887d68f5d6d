package org.flannelboard.node;

import java.util.List;
import java.util.regex.Pattern;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.facts.Firewall;
import org.jspecify.annotations.Nullable;

/**
 * One change of a running kernel's network state. It lasts until the next boot, or until the daemon
 * that owns the entry writes it anew.
 */
public sealed interface KernelChange {

  /**
   * Puts a route into the main table, over one to the same destination ({@code ip route replace}).
   *
   * @param gateway null for what is on the link itself
   * @param source preferred source address; null for none
   * @param onlink whether the gateway is taken to be on the link
   */
  record PutRoute(
      Cidr destination,
      String device,
      @Nullable Ipv4Address gateway,
      @Nullable Ipv4Address source,
      boolean onlink)
      implements KernelChange {}

  /** Removes a route from the main table. */
  record RemoveRoute(Cidr destination, String device) implements KernelChange {}

  /** Puts a permanent neighbour, over another one of that address ({@code ip neigh replace}). */
  record PutNeighbour(String device, Ipv4Address address, MacAddress mac) implements KernelChange {}

  /** Removes a neighbour. */
  record RemoveNeighbour(String device, Ipv4Address address) implements KernelChange {}

  /** Puts a permanent forwarding entry of a vxlan device ({@code bridge fdb replace … self}). */
  record PutForward(String device, MacAddress mac, Ipv4Address destination)
      implements KernelChange {}

  /** Removes a forwarding entry of a vxlan device. */
  record RemoveForward(String device, MacAddress mac, Ipv4Address destination)
      implements KernelChange {}

  /** Sets or clears a device's administrative UP flag. */
  record SetLink(String device, boolean up) implements KernelChange {}

  /** Removes a device whole. */
  record RemoveLink(String device) implements KernelChange {}

  /**
   * Sets a kernel setting.
   *
   * @param path below {@code /proc/sys/net}, for example {@code ipv4/ip_forward}
   */
  record SetSysctl(String path, int value) implements KernelChange {

    private static final Pattern BELOW = Pattern.compile("(?!.*\\.\\.)[^/\\s]+(/[^/\\s]+)+");

    public SetSysctl {
      if (!BELOW.matcher(path).matches()) {
        throw new IllegalArgumentException("not below /proc/sys/net: " + path);
      }
    }
  }

  /**
   * Puts a filter's rule before all others of its chain.
   *
   * @param tool iptables or its legacy twin
   * @param rule its words behind the chain's name, for example {@code -p udp --dport 8472 -j
   *     ACCEPT}
   */
  record InsertRule(Firewall.Tool tool, String table, String chain, List<String> rule)
      implements KernelChange {

    public InsertRule {
      rule = List.copyOf(rule);
    }
  }

  /** Removes the first rule of a chain that reads so. */
  record RemoveRule(Firewall.Tool tool, String table, String chain, List<String> rule)
      implements KernelChange {

    public RemoveRule {
      rule = List.copyOf(rule);
    }
  }

  /** The shell command that does the same, as an administrator would type it. */
  default String command() {
    return switch (this) {
      case PutRoute it ->
          "ip route replace "
              + it.destination
              + (it.gateway == null ? "" : " via " + it.gateway)
              + " dev "
              + it.device
              + (it.gateway == null ? " proto kernel scope link" : "")
              + (it.source == null ? "" : " src " + it.source)
              + (it.onlink ? " onlink" : "");
      case RemoveRoute it -> "ip route del " + it.destination + " dev " + it.device;
      case PutNeighbour it ->
          "ip neigh replace "
              + it.address
              + " lladdr "
              + it.mac
              + " dev "
              + it.device
              + " nud permanent";
      case RemoveNeighbour it -> "ip neigh del " + it.address + " dev " + it.device;
      case PutForward it ->
          "bridge fdb replace "
              + it.mac
              + " dev "
              + it.device
              + " dst "
              + it.destination
              + " self permanent";
      case RemoveForward it ->
          "bridge fdb del " + it.mac + " dev " + it.device + " dst " + it.destination + " self";
      case SetLink it -> "ip link set " + it.device + (it.up ? " up" : " down");
      case RemoveLink it -> "ip link del " + it.device;
      case SetSysctl it -> "echo " + it.value + " > /proc/sys/net/" + it.path;
      case InsertRule it ->
          tool(it.tool) + " -t " + it.table + " -I " + it.chain + " " + String.join(" ", it.rule);
      case RemoveRule it ->
          tool(it.tool) + " -t " + it.table + " -D " + it.chain + " " + String.join(" ", it.rule);
    };
  }

  private static String tool(Firewall.Tool tool) {
    return switch (tool) {
      case IPTABLES -> "iptables";
      case IPTABLES_LEGACY -> "iptables-legacy";
      case NFT -> throw new IllegalArgumentException("rules of nft are not changed one by one");
    };
  }
}
