package org.flannelboard.deploy.apply;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.NodeFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stored form of a {@link Journal}: JSON, version 2. Version 1 knew no fixes; whoever knows
 * only that one leaves a journal of this one alone, rather than undo a fix by halves.
 */
public final class JournalJson {

  private static final int VERSION = 2;
  private static final Set<Integer> READABLE = Set.of(1, VERSION);
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private JournalJson() {}

  /** Writes a journal, indented: people read it on the node. */
  public static String write(Journal journal) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", VERSION);
    ArrayNode generations = root.putArray("generations");
    journal.generations().forEach(generation -> write(generation, generations.addObject()));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /**
   * Reads a journal; anything else than one of a version it knows is a failure that shows its
   * start.
   */
  public static Result<Journal, NodeFailure> read(NodeId node, String text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      if (!READABLE.contains(root.path("version").asInt(0))) {
        return unintelligible(node, text);
      }
      List<Journal.Generation> generations = new ArrayList<>();
      root.path("generations").forEach(generation -> generations.add(generation(generation)));
      return Result.ok(new Journal(generations));
    } catch (JacksonException | IllegalArgumentException e) {
      return unintelligible(node, text);
    }
  }

  private static Result<Journal, NodeFailure> unintelligible(NodeId node, String text) {
    String excerpt = text.substring(0, Math.min(120, text.length()));
    return Result.err(new NodeFailure.Unintelligible(node, "read the journal", excerpt));
  }

  private static void write(Journal.Generation generation, ObjectNode to) {
    to.put("number", generation.number());
    to.put("startedAt", generation.startedAt());
    to.put("state", generation.state().code());
    if (generation.failedStep() != null) {
      to.put("failedStep", generation.failedStep());
    }
    ArrayNode files = to.putArray("files");
    for (Journal.FileBefore file : generation.files()) {
      ObjectNode entry = files.addObject().put("path", file.path().text());
      if (file.digest() != null && file.kept() != null) {
        entry.put("sha256", file.digest()).put("kept", file.kept().text());
      }
    }
    ArrayNode units = to.putArray("units");
    for (Journal.UnitBefore unit : generation.units()) {
      units
          .addObject()
          .put("unit", unit.unit())
          .put("enabled", unit.enabled())
          .put("active", unit.active());
    }
    ArrayNode directories = to.putArray("createdDirectories");
    generation.createdDirectories().forEach(d -> directories.add(d.text()));
    if (generation.fixes() != null) {
      to.put("fixes", generation.fixes());
    }
    if (!generation.kernel().isEmpty()) {
      ArrayNode kernel = to.putArray("kernel");
      for (Journal.KernelDone done : generation.kernel()) {
        ObjectNode entry = kernel.addObject();
        KernelChangeJson.write(done.change(), entry.putObject("change"));
        if (done.undo() != null) {
          KernelChangeJson.write(done.undo(), entry.putObject("undo"));
        }
      }
    }
  }

  private static Journal.Generation generation(JsonNode from) {
    List<Journal.FileBefore> files = new ArrayList<>();
    for (JsonNode file : from.path("files")) {
      RemotePath path = RemotePath.of(required(file, "path"));
      String kept = optional(file, "kept");
      files.add(
          new Journal.FileBefore(
              path, optional(file, "sha256"), kept == null ? null : RemotePath.of(kept)));
    }
    List<Journal.UnitBefore> units = new ArrayList<>();
    for (JsonNode unit : from.path("units")) {
      units.add(
          new Journal.UnitBefore(
              required(unit, "unit"), flag(unit, "enabled"), flag(unit, "active")));
    }
    List<RemotePath> directories = new ArrayList<>();
    from.path("createdDirectories").forEach(d -> directories.add(RemotePath.of(d.asString())));
    List<Journal.KernelDone> kernel = new ArrayList<>();
    for (JsonNode done : from.path("kernel")) {
      kernel.add(
          new Journal.KernelDone(
              KernelChangeJson.read(done.path("change")),
              done.has("undo") ? KernelChangeJson.read(done.path("undo")) : null));
    }
    String state = required(from, "state").toUpperCase(Locale.ROOT).replace('-', '_');
    return new Journal.Generation(
        number(from),
        instant(from, "startedAt"),
        Journal.State.valueOf(state),
        files,
        units,
        directories,
        optional(from, "failedStep"),
        optional(from, "fixes"),
        kernel);
  }

  private static int number(JsonNode generation) {
    JsonNode number = generation.path("number");
    if (!number.isInt()) {
      throw new IllegalArgumentException("no number");
    }
    return number.asInt();
  }

  /** Both words decide what a rollback does to a service: neither is ever assumed. */
  private static boolean flag(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("no " + field);
    }
    return value.asBoolean();
  }

  /** As it is written, since a journal keeps what it was given; but it is a moment. */
  private static String instant(JsonNode object, String field) {
    String text = required(object, field);
    try {
      Instant.parse(text);
      return text;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(field + " is no moment", e);
    }
  }

  static String required(JsonNode object, String field) {
    String text = optional(object, field);
    if (text == null) {
      throw new IllegalArgumentException("no " + field);
    }
    return text;
  }

  private static @Nullable String optional(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? null : value.asString();
  }
}
