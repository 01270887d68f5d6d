package org.flannelboard.practice;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A practice kernel's settings below {@code /proc/sys/net} (kernel,
 * Documentation/networking/ip-sysctl.rst). Those of a device go with it.
 */
final class KernelSettings {

  static final String IP_FORWARD = "ipv4/ip_forward";

  private static final Pattern OF_DEVICE =
      Pattern.compile("ipv4/conf/([^/]+)/(forwarding|rp_filter)");

  /** What a kernel with docker's modules has at boot, apart from devices' own. */
  private static final Map<String, Integer> AT_BOOT =
      Map.of(
          IP_FORWARD,
          0,
          "ipv4/icmp_echo_ignore_all",
          0,
          "bridge/bridge-nf-call-iptables",
          1,
          "netfilter/nf_conntrack_max",
          262_144);

  private final TreeMap<String, Integer> values = new TreeMap<>(AT_BOOT);
  private final Map<String, Device> devices = new HashMap<>();
  private final Predicate<String> isDevice;
  private final Epoch epoch;

  /** What the settings come to for a device: asked of each packet, and seldom changed. */
  private record Device(boolean forwards, boolean strict) {}

  /**
   * @param isDevice whether there is a device of that name
   */
  KernelSettings(Predicate<String> isDevice, Epoch epoch) {
    this.isDevice = isDevice;
    this.epoch = epoch;
  }

  /** Begins anew, as after a boot. */
  void clear() {
    values.clear();
    values.putAll(AT_BOOT);
    devices.clear();
    epoch.advance();
  }

  void forget(String device) {
    values.keySet().removeIf(path -> path.startsWith("ipv4/conf/" + device + "/"));
    devices.remove(device);
  }

  /** A setting; empty if the kernel has none of that path. */
  Optional<Integer> read(String path) {
    Integer own = values.get(path);
    if (own != null) {
      return Optional.of(own);
    }
    Matcher of = OF_DEVICE.matcher(path);
    if (!of.matches() || !isGroup(of.group(1)) && !isDevice.test(of.group(1))) {
      return Optional.empty();
    }
    return Optional.of(of.group(2).equals("forwarding") ? values.getOrDefault(IP_FORWARD, 0) : 0);
  }

  private static boolean isGroup(String name) {
    return name.equals("all") || name.equals("default");
  }

  /** Sets what is there; ip_forward sets it for every device, those to come included. */
  boolean set(String path, int value) {
    if (read(path).isEmpty()) {
      return false;
    }
    if (path.equals(IP_FORWARD)) {
      values.keySet().removeIf(other -> other.endsWith("/forwarding"));
    }
    values.put(path, value);
    devices.clear();
    epoch.advance();
    return true;
  }

  boolean forwards(String device) {
    return device(device).forwards();
  }

  /** Whether a packet's source has to be routed to where it came from: the stricter one counts. */
  boolean filtersStrictly(String device) {
    return device(device).strict();
  }

  private Device device(String name) {
    return devices.computeIfAbsent(
        name,
        _ -> {
          int all = read("ipv4/conf/all/rp_filter").orElse(0);
          int own = read("ipv4/conf/" + name + "/rp_filter").orElse(0);
          boolean forwards = read("ipv4/conf/" + name + "/forwarding").orElse(0) != 0;
          return new Device(forwards, Math.max(all, own) == 1);
        });
  }

  boolean ignoresEchoes() {
    return values.getOrDefault("ipv4/icmp_echo_ignore_all", 0) != 0;
  }

  /** All settings, those of the devices included. */
  Map<String, Integer> all(Iterable<String> devices) {
    Map<String, Integer> all = new TreeMap<>(values);
    for (String group : new String[] {"all", "default"}) {
      all.putAll(of(group));
    }
    devices.forEach(device -> all.putAll(of(device)));
    return all;
  }

  private Map<String, Integer> of(String device) {
    Map<String, Integer> own = new TreeMap<>();
    for (String name : new String[] {"forwarding", "rp_filter"}) {
      String path = "ipv4/conf/" + device + "/" + name;
      read(path).ifPresent(value -> own.put(path, value));
    }
    return own;
  }
}
