package org.flannelboard.etcd;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NetworkConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Flannel's network configuration as the JSON under {@code <prefix>/config}.
 *
 * <p>Reads what flannel reads (flannel, pkg/subnet/config.go): member names in any case, as Go's
 * encoding/json has it, unknown members ignored, defaults filled in. Writes the members in the
 * order of flannel's documentation, so that equal configurations are equal text.
 */
public final class NetworkConfigJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Flannel's own default, where the network is large enough for it. */
  private static final int DEFAULT_SUBNET_LEN = 24;

  /** Members and options in their documented spelling, however they are spelt in etcd. */
  private static final Map<String, String> SPELLING =
      Stream.of(
              "Network",
              "SubnetLen",
              "SubnetMin",
              "SubnetMax",
              "Backend",
              "Type",
              "VNI",
              "Port",
              "GBP",
              "DirectRouting",
              "Learning",
              "MTU",
              "MacPrefix",
              "Name")
          .collect(
              Collectors.toUnmodifiableMap(
                  option -> option.toLowerCase(Locale.ROOT), Function.identity()));

  private NetworkConfigJson() {}

  /**
   * Reads a configuration.
   *
   * @param key where it was found, for the failure to name
   */
  public static Result<NetworkConfig, StoreFailure> parse(String key, String text) {
    try {
      return Result.ok(read(JSON.readTree(text)));
    } catch (JacksonException e) {
      return Result.err(new StoreFailure.Malformed(key, "is no JSON: " + e.getOriginalMessage()));
    } catch (WrongValue e) {
      return Result.err(new StoreFailure.Malformed(key, e.why));
    }
  }

  /** The configuration as flannel reads it, on one line. */
  public static String write(NetworkConfig config) {
    ObjectNode json = JSON.createObjectNode();
    json.put("Network", config.network().toString());
    json.put("SubnetLen", config.subnetLen());
    if (config.subnetMin() != null) {
      json.put("SubnetMin", config.subnetMin().toString());
    }
    if (config.subnetMax() != null) {
      json.put("SubnetMax", config.subnetMax().toString());
    }
    ObjectNode backend = json.putObject("Backend");
    backend.put("Type", config.backend().type());
    config.backend().options().forEach((name, value) -> backend.set(name, JSON.valueToTree(value)));
    return JSON.writeValueAsString(json);
  }

  /** A member's name as flannel's documentation spells it; an unknown one as it is. */
  static String spelling(String name) {
    return SPELLING.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }

  private static NetworkConfig read(JsonNode json) throws WrongValue {
    if (!json.isObject()) {
      throw new WrongValue("is no JSON object");
    }
    Cidr network = network(member(json, "Network"));
    return new NetworkConfig(
        network,
        subnetLen(member(json, "SubnetLen"), network),
        address("SubnetMin", member(json, "SubnetMin")),
        address("SubnetMax", member(json, "SubnetMax")),
        backend(member(json, "Backend")));
  }

  private static Cidr network(Optional<JsonNode> node) throws WrongValue {
    String text = text("Network", node).orElseThrow(() -> new WrongValue("Network is missing"));
    int slash = text.indexOf('/');
    Optional<Ipv4Address> address =
        slash < 0 ? Optional.empty() : Ipv4Address.parse(text.substring(0, slash));
    Optional<Integer> prefix =
        slash < 0 ? Optional.empty() : prefixLength(text.substring(slash + 1));
    if (address.isEmpty() || prefix.isEmpty()) {
      throw new WrongValue("Network is no IPv4 network: " + text);
    }
    // Host bits are dropped, as Go's net.ParseCIDR and so flannel does.
    return Cidr.containing(address.get(), prefix.get());
  }

  private static Optional<Integer> prefixLength(String text) {
    return text.matches("[0-9]|[12][0-9]|3[0-2]")
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }

  private static int subnetLen(Optional<JsonNode> node, Cidr network) throws WrongValue {
    if (node.isPresent() && !node.get().isInt()) {
      throw new WrongValue("SubnetLen is no whole number: " + node.get());
    }
    int length = node.map(JsonNode::intValue).orElse(0);
    if (length < 0 || length > 32) {
      throw new WrongValue("SubnetLen is no prefix length: " + length);
    }
    if (length > 0) {
      return length;
    }
    int prefix = network.prefixLength();
    if (prefix > 28) {
      throw new WrongValue("Network is too small: " + network);
    }
    return prefix <= 22 ? DEFAULT_SUBNET_LEN : prefix + 2;
  }

  private static @Nullable Ipv4Address address(String name, Optional<JsonNode> node)
      throws WrongValue {
    Optional<String> text = text(name, node);
    if (text.isEmpty()) {
      return null;
    }
    Ipv4Address address =
        Ipv4Address.parse(text.get())
            .orElseThrow(() -> new WrongValue(name + " is no IPv4 address: " + text.get()));
    // Flannel's zero value, the same as absent.
    return address.bits() == 0 ? null : address;
  }

  private static Backend backend(Optional<JsonNode> node) throws WrongValue {
    if (node.isEmpty()) {
      return new Backend("udp", new TreeMap<>());
    }
    if (!node.get().isObject()) {
      throw new WrongValue("Backend is no JSON object: " + node.get());
    }
    String type = "";
    SortedMap<String, Object> options = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : node.get().properties()) {
      if (member.getKey().equalsIgnoreCase("Type")) {
        type = text("Backend.Type", Optional.of(member.getValue())).orElse("");
      } else {
        String name = spelling(member.getKey());
        options.put(name, scalar("Backend." + name, member.getValue()));
      }
    }
    if (type.isEmpty()) {
      throw new WrongValue("Backend has no Type");
    }
    return new Backend(type, options);
  }

  private static Object scalar(String name, JsonNode node) throws WrongValue {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isInt()) {
      return node.intValue();
    }
    if (node.isString()) {
      return node.stringValue();
    }
    throw new WrongValue(name + " is neither a whole number, text, true nor false: " + node);
  }

  private static Optional<String> text(String name, Optional<JsonNode> node) throws WrongValue {
    if (node.isPresent() && !node.get().isString()) {
      throw new WrongValue(name + " is no text: " + node.get());
    }
    return node.map(JsonNode::stringValue);
  }

  /** A member by its exact name, else by the name in another case; null counts as absent. */
  private static Optional<JsonNode> member(JsonNode json, String name) {
    JsonNode exact = json.path(name);
    if (!exact.isMissingNode()) {
      return Optional.of(exact).filter(node -> !node.isNull());
    }
    return json.properties().stream()
        .filter(member -> member.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(node -> !node.isNull())
        .findFirst();
  }

  /** Leaves the reader at the first value flannel would refuse. */
  private static final class WrongValue extends Exception {
    private final String why;

    WrongValue(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }
}
