package org.flannelboard.practice;

import java.util.Optional;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;

/** What the kernel shows of its network under {@code /proc} (proc(5)): settings, neighbours. */
final class ProcFiles {

  private static final String ARP = "/proc/net/arp";

  private static final String SETTINGS = "/proc/sys/net/";

  private ProcFiles() {}

  /** The text of a file; empty if the practice kernel does not show it. */
  static Optional<String> text(KernelNetwork network, String path) {
    if (path.equals(ARP)) {
      return Optional.of(neighbours(network));
    }
    return path.startsWith(SETTINGS)
        ? network.settings().read(path.substring(SETTINGS.length())).map(value -> value + "\n")
        : Optional.empty();
  }

  private static String neighbours(KernelNetwork network) {
    String lines =
        network.devices().stream()
            .flatMap(
                device ->
                    network.neighbours(device).entrySet().stream()
                        .map(n -> line(n.getKey(), n.getValue(), device)))
            .collect(Collectors.joining());
    return "IP address       HW type     Flags       HW address            Mask     Device\n"
        + lines;
  }

  /** Ethernet, and the flags of a complete and permanent entry (linux/if_arp.h). */
  private static String line(Ipv4Address address, MacAddress mac, String device) {
    return "%-16s 0x1         0x6         %s     *        %s\n".formatted(address, mac, device);
  }
}
