package org.flannelboard.practice;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code flanneld} v0.10.0, as far as practice knows them.
 *
 * @param values by flag name without dashes
 */
record FlannelOptions(Map<String, String> values) {

  private static final Set<String> SWITCHES = Set.of("ip-masq", "kube-subnet-mgr");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "etcd-endpoints", "http://127.0.0.1:4001,http://127.0.0.1:2379",
          "etcd-prefix", "/coreos.com/network",
          "etcd-cafile", "",
          "etcd-certfile", "",
          "etcd-keyfile", "",
          "iface", "",
          "public-ip", "",
          "ip-masq", "false",
          "subnet-file", "/run/flannel/subnet.env",
          "v", "0");

  /** What reading a command line came to: options, or the flag that nobody knows. */
  record Outcome(FlannelOptions options, @Nullable String unknownFlag) {}

  /** Reads {@code -name=value}, {@code --name=value}, {@code -name value} and {@code -switch}. */
  static Outcome parse(List<String> arguments) {
    Map<String, String> values = new HashMap<>(DEFAULTS);
    String unknown = null;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String flag = argument.replaceFirst("^--?", "");
      int equals = flag.indexOf('=');
      String name = equals < 0 ? flag : flag.substring(0, equals);
      if (!DEFAULTS.containsKey(name) && !SWITCHES.contains(name) || !argument.startsWith("-")) {
        unknown = unknown == null ? name : unknown;
      } else if (equals >= 0) {
        // Of several interfaces the first that is there is taken, of anything else the last value.
        values.merge(
            name,
            flag.substring(equals + 1),
            (former, latter) -> name.equals("iface") && !former.isEmpty() ? former : latter);
      } else if (SWITCHES.contains(name)) {
        values.put(name, "true");
      } else if (i + 1 < arguments.size()) {
        values.put(name, arguments.get(++i));
      }
    }
    return new Outcome(new FlannelOptions(values), unknown);
  }

  private String value(String name) {
    return values.getOrDefault(name, "");
  }

  List<URI> endpoints() {
    return Stream.of(value("etcd-endpoints").split(",", -1))
        .filter(text -> !text.isBlank())
        .map(text -> URI.create(text.strip()))
        .toList();
  }

  String prefix() {
    return value("etcd-prefix");
  }

  Optional<String> caFile() {
    return given("etcd-cafile");
  }

  Optional<String> certFile() {
    return given("etcd-certfile");
  }

  Optional<String> keyFile() {
    return given("etcd-keyfile");
  }

  Optional<String> iface() {
    return given("iface");
  }

  Optional<String> publicIp() {
    return given("public-ip");
  }

  boolean ipMasq() {
    return value("ip-masq").equals("true");
  }

  String subnetFile() {
    return value("subnet-file");
  }

  private Optional<String> given(String name) {
    return Optional.of(value(name)).filter(text -> !text.isEmpty());
  }
}
