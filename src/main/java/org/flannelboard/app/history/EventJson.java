package org.flannelboard.app.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.flannelboard.app.history.Event.Cells;
import org.flannelboard.app.history.Event.Found;
import org.flannelboard.app.history.Event.Lease;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events as they are on file, and as machines read them. */
public final class EventJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private EventJson() {}

  /** An event as a document. */
  public static ObjectNode of(Event event) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("at", event.at().toString());
    root.put("kind", event.code());
    switch (event) {
      case Event.WatchBegan _, Event.WatchEnded _ -> {}
      case Event.CellsLost(Instant _, Cells cells) -> write(cells, root);
      case Event.CellsRecovered(Instant _, Cells cells) -> write(cells, root);
      case Event.FindingAppeared(Instant _, Found found) -> write(found, root);
      case Event.FindingGone(Instant _, Found found) -> write(found, root);
      case Event.Changed changed ->
          root.put("change", changed.change())
              .put("what", changed.kind().code())
              .put("node", name(changed.node()));
      case Event.LeaseAppeared(Instant _, Lease lease) -> write(lease, root.putObject("after"));
      case Event.LeaseGone(Instant _, Lease lease) -> write(lease, root.putObject("before"));
      case Event.LeaseChanged(Instant _, Lease before, Lease after) -> {
        write(before, root.putObject("before"));
        write(after, root.putObject("after"));
      }
      case Event.ConfigChanged changed ->
          root.put("before", changed.before()).put("after", changed.after());
    }
    return root;
  }

  static String line(Event event) {
    return MAPPER.writeValueAsString(of(event));
  }

  /** The event a line stands for; empty for what a newer version wrote and this one cannot read. */
  static Optional<Event> read(String line) {
    try {
      JsonNode root = MAPPER.readTree(line);
      return read(root, Instant.parse(root.path("at").asString("")));
    } catch (JacksonException
        | IllegalArgumentException
        | NoSuchElementException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Event> read(JsonNode root, Instant at) {
    return switch (root.path("kind").asString("")) {
      case "watch-began" -> Optional.of(new Event.WatchBegan(at));
      case "watch-ended" -> Optional.of(new Event.WatchEnded(at));
      case "cells-lost" -> Optional.of(new Event.CellsLost(at, cells(root)));
      case "cells-recovered" -> Optional.of(new Event.CellsRecovered(at, cells(root)));
      case "finding-appeared" -> Optional.of(new Event.FindingAppeared(at, found(root)));
      case "finding-gone" -> Optional.of(new Event.FindingGone(at, found(root)));
      case "changed" -> Optional.of(changed(root, at));
      case "lease-appeared" -> Optional.of(new Event.LeaseAppeared(at, lease(root.path("after"))));
      case "lease-gone" -> Optional.of(new Event.LeaseGone(at, lease(root.path("before"))));
      case "lease-changed" ->
          Optional.of(
              new Event.LeaseChanged(at, lease(root.path("before")), lease(root.path("after"))));
      case "config-changed" ->
          Optional.of(
              new Event.ConfigChanged(at, text(root.path("before")), text(root.path("after"))));
      default -> Optional.empty();
    };
  }

  /** By source, as many cells have few: {@code {"vm01": ["vm02", "vm03"]}}. */
  private static void write(Cells cells, ObjectNode root) {
    root.put("total", cells.total());
    Map<String, Set<String>> bySource = new TreeMap<>();
    for (Subject.OnPair pair : cells.pairs()) {
      bySource.computeIfAbsent(pair.from().name(), _ -> new TreeSet<>()).add(pair.to().name());
    }
    ObjectNode pairs = root.putObject("pairs");
    bySource.forEach((from, targets) -> targets.forEach(pairs.withArray(from)::add));
  }

  private static Cells cells(JsonNode root) {
    Set<Subject.OnPair> pairs = new HashSet<>();
    for (Map.Entry<String, JsonNode> source : root.path("pairs").properties()) {
      source.getValue().forEach(to -> pairs.add(pair(source.getKey(), to.asString())));
    }
    return new Cells(pairs, root.path("total").asInt(pairs.size()));
  }

  private static void write(Found found, ObjectNode root) {
    root.put("id", found.id());
    root.put("code", found.finding().code());
    root.put("severity", found.severity().code());
    root.put("subject", found.subject().text());
    ObjectNode arguments = root.putObject("arguments");
    found.arguments().forEach(arguments::put);
  }

  private static Found found(JsonNode root) {
    TreeMap<String, String> arguments = new TreeMap<>();
    root.path("arguments")
        .properties()
        .forEach(argument -> arguments.put(argument.getKey(), argument.getValue().asString()));
    return new Found(
        oneOf(FindingCode.values(), root.path("code"), FindingCode::code),
        oneOf(Severity.values(), root.path("severity"), Severity::code),
        subject(root.path("subject").asString()),
        arguments);
  }

  private static Event.Changed changed(JsonNode root, Instant at) {
    String node = text(root.path("node"));
    return new Event.Changed(
        at,
        root.path("change").asString(),
        oneOf(Change.Kind.values(), root.path("what"), Change.Kind::code),
        node == null ? null : new NodeId(node));
  }

  private static void write(Lease lease, ObjectNode root) {
    root.put("node", name(lease.node()));
    root.put("subnet", lease.subnet().toString());
    root.put("publicIp", lease.publicIp().toString());
    root.put("vtepMac", lease.vtepMac() == null ? null : lease.vtepMac().toString());
  }

  private static Lease lease(JsonNode root) {
    String node = text(root.path("node"));
    String mac = text(root.path("vtepMac"));
    return new Lease(
        node == null ? null : new NodeId(node),
        Cidr.parse(root.path("subnet").asString()).orElseThrow(),
        Ipv4Address.parse(root.path("publicIp").asString()).orElseThrow(),
        mac == null ? null : MacAddress.parse(mac).orElseThrow());
  }

  private static Subject subject(String text) {
    int arrow = text.indexOf('>');
    if (arrow >= 0) {
      return pair(text.substring(0, arrow), text.substring(arrow + 1));
    }
    return text.equals(new Subject.OnCluster().text())
        ? new Subject.OnCluster()
        : new Subject.OnNode(new NodeId(text));
  }

  private static Subject.OnPair pair(String from, String to) {
    return new Subject.OnPair(new NodeId(from), new NodeId(to));
  }

  private static <E> E oneOf(E[] all, JsonNode word, Function<E, String> name) {
    for (E each : all) {
      if (name.apply(each).equals(word.asString(""))) {
        return each;
      }
    }
    throw new IllegalArgumentException("unknown: " + word);
  }

  private static @Nullable String name(@Nullable NodeId node) {
    return node == null ? null : node.name();
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }
}
