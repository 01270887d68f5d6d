package org.flannelboard.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@code Backend} object of flannel's network configuration (flannel,
 * Documentation/backends.md).
 *
 * @param type for example {@code vxlan}
 * @param options the other members, such as {@code VNI}, {@code Port}, {@code DirectRouting}; each
 *     value a Boolean, an Integer or a String
 */
public record Backend(String type, SortedMap<String, Object> options) {

  /** The VXLAN network identifier flannel uses when none is configured. */
  public static final int DEFAULT_VNI = 1;

  /** The UDP port the Linux kernel uses for VXLAN when none is configured. */
  public static final int DEFAULT_PORT = 8472;

  public Backend {
    for (Map.Entry<String, Object> option : options.entrySet()) {
      Object value = option.getValue();
      if (!(value instanceof Boolean || value instanceof Integer || value instanceof String)) {
        throw new IllegalArgumentException(option.getKey() + " is not a scalar: " + value);
      }
    }
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** A vxlan backend with everything left at its default, as the guide writes it. */
  public static Backend vxlan() {
    return new Backend("vxlan", new TreeMap<>());
  }

  /** The VNI in force; 1 to 16777215. */
  public int vni() {
    return options.get("VNI") instanceof Integer vni && vni > 0 ? vni : DEFAULT_VNI;
  }

  /** The UDP port in force. */
  public int port() {
    return options.get("Port") instanceof Integer port && port > 0 ? port : DEFAULT_PORT;
  }

  /** The name flannel gives its device: {@code flannel.<VNI>}. */
  public String device() {
    return "flannel." + vni();
  }
}
