package org.flannelboard.node.facts;

import java.util.Set;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A network device.
 *
 * @param name without the peer after {@code @}
 * @param flags as ip(8) prints them: {@code UP}, {@code LOWER_UP}, {@code NO-CARRIER} …
 * @param mtu bytes
 * @param mac null for devices without one
 * @param master the bridge or bond it is part of; null if none
 * @param vxlan null unless it is a vxlan device
 * @param line the entry as it was printed, on one line
 */
public record Link(
    String name,
    Set<String> flags,
    int mtu,
    @Nullable MacAddress mac,
    @Nullable String master,
    @Nullable Vxlan vxlan,
    String line) {

  public Link {
    flags = Set.copyOf(flags);
  }

  /** Whether the administrator's flag is set; a bridge without ports is up and has no carrier. */
  public boolean up() {
    return flags.contains("UP");
  }

  /**
   * What makes a device a VTEP (RFC 7348).
   *
   * @param vni 1 to 16777215
   * @param port UDP destination port; unknown where ip(8) is too old to print it (before 3.13)
   * @param local outer source address; null if none is set
   * @param device what it sends through; null if none is set
   */
  public record Vxlan(
      int vni, Known<Integer> port, @Nullable Ipv4Address local, @Nullable String device) {}
}
