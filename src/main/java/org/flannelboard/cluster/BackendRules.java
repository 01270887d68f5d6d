package org.flannelboard.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rules flannel's backends make for their options (flannel, Documentation/backends.md). */
final class BackendRules {

  /** Every type a flannel release has registered since 0.10. */
  private static final Set<String> TYPES =
      Set.of(
          "vxlan",
          "host-gw",
          "udp",
          "ipip",
          "ipsec",
          "wireguard",
          "alloc",
          "extension",
          "ali-vpc",
          "aws-vpc",
          "gce",
          "tencent-vpc");

  /** A VXLAN network identifier has 24 bits (RFC 7348 section 5). */
  private static final int HIGHEST_VNI = (1 << 24) - 1;

  /** An IPv4 host must take datagrams of 576 octets (RFC 791); above that only links decide. */
  private static final int LOWEST_MTU = 576;

  private static final int HIGHEST_MTU = 65_535;

  private static final Map<String, Option> VXLAN =
      Map.of(
          "VNI", new Option.Number(1, HIGHEST_VNI),
          "Port", new Option.Number(1, 65_535),
          "MTU", new Option.Number(LOWEST_MTU, HIGHEST_MTU),
          "GBP", new Option.Flag(),
          "Learning", new Option.Flag(),
          "DirectRouting", new Option.Flag(),
          "MacPrefix", new Option.Text(),
          "Name", new Option.Text());

  private BackendRules() {}

  /** What an option's value must be. */
  private sealed interface Option {
    record Number(int least, int most) implements Option {}

    record Flag() implements Option {}

    record Text() implements Option {}
  }

  static List<Problem> check(Backend backend) {
    if (!TYPES.contains(backend.type())) {
      return List.of(
          Problem.error(
              "Backend.Type",
              "backend-unknown",
              Map.of("type", backend.type(), "known", String.join(", ", new TreeSet<>(TYPES)))));
    }
    List<Problem> problems = new ArrayList<>();
    if (backend.type().equals("vxlan")) {
      backend.options().forEach((name, value) -> option(name, value, problems));
    }
    return problems;
  }

  private static void option(String name, Object value, List<Problem> problems) {
    String path = "Backend." + name;
    switch (VXLAN.get(name)) {
      case null ->
          problems.add(Problem.warning(path, "backend-option-unknown", Map.of("option", name)));
      case Option.Number(int least, int most) -> {
        if (!(value instanceof Integer number)) {
          problems.add(type(path, name, value, "number"));
        } else if (number < least || number > most) {
          problems.add(
              Problem.error(
                  path,
                  "backend-option-range",
                  Map.of(
                      "option",
                      name,
                      "value",
                      "" + value,
                      "least",
                      "" + least,
                      "most",
                      "" + most)));
        }
      }
      case Option.Flag() -> {
        if (!(value instanceof Boolean)) {
          problems.add(type(path, name, value, "true or false"));
        }
      }
      case Option.Text() -> {
        if (!(value instanceof String)) {
          problems.add(type(path, name, value, "text"));
        }
      }
    }
  }

  private static Problem type(String path, String name, Object value, String wanted) {
    return Problem.error(
        path, "backend-option-type", Map.of("option", name, "value", "" + value, "wanted", wanted));
  }
}
