package org.flannelboard.etcd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Flannel's network configuration as people edit it: a JSON object of which no member gets lost,
 * known to us or not. Its values may be wrong; {@link NetworkConfigJson} judges them.
 *
 * <p>Members are told apart by path, {@code Network} or {@code Backend.VNI}, in flannel's spelling
 * however they are spelt in the text (Go's encoding/json takes any case).
 */
public final class NetworkDocument {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String BACKEND = "Backend";

  /** Flannel's own members, in the order of its documentation. */
  private static final List<String> OWN =
      List.of("Network", "SubnetLen", "SubnetMin", "SubnetMax", BACKEND);

  private final ObjectNode root;

  private NetworkDocument(ObjectNode root) {
    this.root = root;
  }

  /** A member that flannel's documentation names and a form has a field for. */
  public enum Member {
    NETWORK("Network", Kind.TEXT),
    SUBNET_LEN("SubnetLen", Kind.NUMBER),
    SUBNET_MIN("SubnetMin", Kind.TEXT),
    SUBNET_MAX("SubnetMax", Kind.TEXT),
    TYPE("Backend.Type", Kind.TEXT),
    VNI("Backend.VNI", Kind.NUMBER),
    PORT("Backend.Port", Kind.NUMBER),
    MTU("Backend.MTU", Kind.NUMBER),
    DIRECT_ROUTING("Backend.DirectRouting", Kind.FLAG),
    GBP("Backend.GBP", Kind.FLAG);

    private final String path;
    private final Kind kind;

    Member(String path, Kind kind) {
      this.path = path;
      this.kind = kind;
    }

    /** For example {@code Backend.VNI}; the path that problems name. */
    public String path() {
      return path;
    }

    private enum Kind {
      TEXT,
      NUMBER,
      FLAG
    }
  }

  /**
   * A text that is no JSON object.
   *
   * @param line from 1
   * @param column from 1
   * @param why the parser's own words
   */
  public record NotJson(int line, int column, String why) implements Failure {
    @Override
    public String code() {
      return "network-not-json";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("line", "" + line, "column", "" + column, "why", why);
    }
  }

  /** Reads a text. */
  public static Result<NetworkDocument, NotJson> parse(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode object
          ? Result.ok(new NetworkDocument(object))
          : Result.err(new NotJson(1, 1, "no JSON object"));
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      // What follows the first clause speaks of the parser's own settings.
      String why =
          e.getOriginalMessage()
              .replaceFirst("(?s)(: was expecting| \\((start marker|bound as)).*", "");
      return Result.err(new NotJson(Math.max(1, line), Math.max(1, column), why));
    }
  }

  /** A document without members. */
  public static NetworkDocument empty() {
    return new NetworkDocument(JSON.createObjectNode());
  }

  /** What a form shows for a member: empty where it is absent, {@code true} or {@code false}. */
  public String value(Member member) {
    Optional<JsonNode> node = find(member.path);
    return switch (member.kind) {
      case TEXT, NUMBER ->
          node.map(it -> it.isString() ? it.stringValue() : it.toString()).orElse("");
      case FLAG -> node.map(JsonNode::toString).orElse("false");
    };
  }

  /**
   * The document with a member as a form has it. An empty value and a flag that is off, flannel's
   * default, take the member out; a number that is none is kept as text, for the rules to refuse.
   */
  public NetworkDocument with(Member member, String value) {
    String stripped = value.strip();
    boolean absent =
        stripped.isEmpty() || member.kind == Member.Kind.FLAG && !stripped.equals("true");
    if (absent) {
      return with(member.path, null);
    }
    boolean literal =
        switch (member.kind) {
          case TEXT -> false;
          case NUMBER -> stripped.matches("0|[1-9][0-9]{0,8}");
          case FLAG -> true;
        };
    return with(member.path, literal ? stripped : JSON.writeValueAsString(stripped));
  }

  /** Each member's value as JSON, by path; those of {@code Backend} one by one. */
  public SortedMap<String, String> members() {
    SortedMap<String, String> members = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      String name = NetworkConfigJson.spelling(member.getKey());
      if (name.equals(BACKEND)
          && member.getValue() instanceof ObjectNode backend
          && !backend.isEmpty()) {
        for (Map.Entry<String, JsonNode> option : backend.properties()) {
          String path = BACKEND + "." + NetworkConfigJson.spelling(option.getKey());
          members.put(path, option.getValue().toString());
        }
      } else {
        members.put(name, member.getValue().toString());
      }
    }
    return Collections.unmodifiableSortedMap(members);
  }

  /**
   * The document with another value of a member.
   *
   * @param path as {@link #members} has it
   * @param json null to take it out
   */
  public NetworkDocument with(String path, @Nullable String json) {
    ObjectNode changed = root.deepCopy();
    boolean option = path.startsWith(BACKEND + ".");
    if (!option) {
      put(changed, path, json);
      return new NetworkDocument(ordered(changed));
    }
    String key = key(changed, BACKEND).orElse(BACKEND);
    if (!(changed.get(key) instanceof ObjectNode) && json != null) {
      changed.putObject(key);
    }
    if (changed.get(key) instanceof ObjectNode backend) {
      put(backend, path.substring(BACKEND.length() + 1), json);
      if (backend.isEmpty()) {
        changed.remove(key);
      }
    }
    return new NetworkDocument(ordered(changed));
  }

  /** Members that flannel does not read, as {@link #members} has them. */
  public SortedMap<String, String> strangers() {
    SortedMap<String, String> strangers = new TreeMap<>(members());
    strangers.keySet().removeIf(path -> path.startsWith(BACKEND) || OWN.contains(path));
    return Collections.unmodifiableSortedMap(strangers);
  }

  /** The text for people, over several lines. */
  public String pretty() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n");
  }

  /** The text for etcd, on one line, as the guide writes it. */
  public String line() {
    return JSON.writeValueAsString(root);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NetworkDocument document && root.equals(document.root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return line();
  }

  private Optional<JsonNode> find(String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return find(root, path);
    }
    return find(root, path.substring(0, dot)).flatMap(it -> find(it, path.substring(dot + 1)));
  }

  private static Optional<JsonNode> find(JsonNode object, String name) {
    return object instanceof ObjectNode node
        ? key(node, name).map(node::get).filter(it -> !it.isNull())
        : Optional.empty();
  }

  private static void put(ObjectNode object, String name, @Nullable String json) {
    String key = key(object, name).orElse(name);
    if (json == null) {
      object.remove(key);
    } else {
      object.set(key, JSON.readTree(json));
    }
  }

  /** A member's name as the text spells it. */
  private static Optional<String> key(ObjectNode object, String name) {
    return object.has(name)
        ? Optional.of(name)
        : object.propertyNames().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  /** Flannel's own members first, in the order of its documentation; the others as they were. */
  private static ObjectNode ordered(ObjectNode object) {
    List<String> names = new ArrayList<>();
    for (String known : OWN) {
      key(object, known).ifPresent(names::add);
    }
    object.propertyNames().stream().filter(it -> !names.contains(it)).forEach(names::add);
    ObjectNode ordered = JSON.createObjectNode();
    names.forEach(name -> ordered.set(name, object.get(name)));
    return ordered;
  }
}
