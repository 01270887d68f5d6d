package org.flannelboard.deploy.apply;

import static org.flannelboard.deploy.apply.JournalJson.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Firewall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The stored form of a {@link KernelChange}; its words are stable. */
final class KernelChangeJson {

  private static final String DO = "do";

  private KernelChangeJson() {}

  static void write(KernelChange change, ObjectNode to) {
    switch (change) {
      case KernelChange.PutRoute it -> {
        to.put(DO, "put-route").put("destination", text(it.destination()));
        to.put("device", it.device());
        if (it.gateway() != null) {
          to.put("gateway", text(it.gateway()));
        }
        if (it.source() != null) {
          to.put("source", text(it.source()));
        }
        to.put("onlink", it.onlink());
      }
      case KernelChange.RemoveRoute(Cidr destination, String device) ->
          to.put(DO, "remove-route").put("destination", text(destination)).put("device", device);
      case KernelChange.PutNeighbour(String device, Ipv4Address address, MacAddress mac) ->
          to.put(DO, "put-neighbour")
              .put("device", device)
              .put("address", text(address))
              .put("mac", mac.text());
      case KernelChange.RemoveNeighbour(String device, Ipv4Address address) ->
          to.put(DO, "remove-neighbour").put("device", device).put("address", text(address));
      case KernelChange.PutForward(String device, MacAddress mac, Ipv4Address destination) ->
          forward("put-forward", device, mac, destination, to);
      case KernelChange.RemoveForward(String device, MacAddress mac, Ipv4Address destination) ->
          forward("remove-forward", device, mac, destination, to);
      case KernelChange.SetLink(String device, boolean up) ->
          to.put(DO, "set-link").put("device", device).put("up", up);
      case KernelChange.RemoveLink(String device) ->
          to.put(DO, "remove-link").put("device", device);
      case KernelChange.SetSysctl(String path, int value) ->
          to.put(DO, "set-sysctl").put("path", path).put("value", value);
      case KernelChange.InsertRule it ->
          rule("insert-rule", it.tool(), it.table(), it.chain(), it.rule(), to);
      case KernelChange.RemoveRule it ->
          rule("remove-rule", it.tool(), it.table(), it.chain(), it.rule(), to);
    }
  }

  private static void forward(
      String word, String device, MacAddress mac, Ipv4Address destination, ObjectNode to) {
    to.put(DO, word)
        .put("device", device)
        .put("mac", mac.text())
        .put("destination", text(destination));
  }

  private static void rule(
      String word,
      Firewall.Tool tool,
      String table,
      String chain,
      List<String> rule,
      ObjectNode to) {
    to.put(DO, word).put("tool", tool.name()).put("table", table).put("chain", chain);
    ArrayNode words = to.putArray("rule");
    rule.forEach(words::add);
  }

  /**
   * Reads a change.
   *
   * @throws IllegalArgumentException if it is none
   */
  static KernelChange read(JsonNode from) {
    String word = required(from, DO);
    return switch (word) {
      case "put-route" ->
          new KernelChange.PutRoute(
              cidr(from, "destination"),
              required(from, "device"),
              optionalAddress(from, "gateway"),
              optionalAddress(from, "source"),
              from.path("onlink").asBoolean(false));
      case "remove-route" ->
          new KernelChange.RemoveRoute(cidr(from, "destination"), required(from, "device"));
      case "put-neighbour" ->
          new KernelChange.PutNeighbour(
              required(from, "device"), address(from, "address"), mac(from));
      case "remove-neighbour" ->
          new KernelChange.RemoveNeighbour(required(from, "device"), address(from, "address"));
      case "put-forward" ->
          new KernelChange.PutForward(
              required(from, "device"), mac(from), address(from, "destination"));
      case "remove-forward" ->
          new KernelChange.RemoveForward(
              required(from, "device"), mac(from), address(from, "destination"));
      case "set-link" ->
          new KernelChange.SetLink(required(from, "device"), from.path("up").asBoolean());
      case "remove-link" -> new KernelChange.RemoveLink(required(from, "device"));
      case "set-sysctl" ->
          new KernelChange.SetSysctl(required(from, "path"), from.path("value").asInt());
      case "insert-rule" ->
          new KernelChange.InsertRule(
              tool(from), required(from, "table"), required(from, "chain"), words(from));
      case "remove-rule" ->
          new KernelChange.RemoveRule(
              tool(from), required(from, "table"), required(from, "chain"), words(from));
      default -> throw new IllegalArgumentException("no change of a kernel: " + word);
    };
  }

  private static Firewall.Tool tool(JsonNode from) {
    return Firewall.Tool.valueOf(required(from, "tool"));
  }

  private static List<String> words(JsonNode from) {
    List<String> words = new ArrayList<>();
    from.path("rule").forEach(word -> words.add(word.asString()));
    return words;
  }

  private static Cidr cidr(JsonNode from, String field) {
    return Cidr.of(required(from, field));
  }

  private static Ipv4Address address(JsonNode from, String field) {
    return Ipv4Address.of(required(from, field));
  }

  private static @Nullable Ipv4Address optionalAddress(JsonNode from, String field) {
    return from.has(field) ? address(from, field) : null;
  }

  private static MacAddress mac(JsonNode from) {
    String text = required(from, "mac");
    return MacAddress.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("no hardware address: " + text));
  }

  private static String text(Object value) {
    return Objects.toString(value);
  }
}
