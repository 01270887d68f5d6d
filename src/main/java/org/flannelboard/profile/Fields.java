package org.flannelboard.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The members of a mapping by key, with unknown, repeated and empty ones already reported. */
final class Fields {

  /** Secrets are asked for when they are needed and have no place in a file. */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(passw|passphrase|secret|token|credential).*|pass|pwd");

  private final Value owner;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Position> seen = new LinkedHashMap<>();

  private Fields(Value owner) {
    this.owner = owner;
  }

  static Fields closed(Value owner, MappingNode mapping, List<String> known) {
    Fields fields = new Fields(owner);
    for (NodeTuple member : mapping.getValue()) {
      fields
          .key(member.getKeyNode())
          .filter(key -> known.contains(key) || fields.refuseUnknown(key, member, known))
          .ifPresent(key -> fields.add(key, member.getValueNode()));
    }
    return fields;
  }

  static Fields open(Value owner, MappingNode mapping) {
    Fields fields = new Fields(owner);
    for (NodeTuple member : mapping.getValue()) {
      fields.key(member.getKeyNode()).ifPresent(key -> fields.add(key, member.getValueNode()));
    }
    return fields;
  }

  /** The member, if the mapping has it. */
  Optional<Value> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The member; its absence is a problem. */
  Optional<Value> require(String key) {
    if (!seen.containsKey(key)) {
      owner.findings().error(path(key), owner.position(), "key-missing", Map.of("key", key));
    }
    return get(key);
  }

  /** Whether the key is there, whatever its value. */
  boolean has(String key) {
    return seen.containsKey(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  /** The mapping itself. */
  Value owner() {
    return owner;
  }

  private void add(String key, Node node) {
    Value value = new Value(node, path(key), owner.findings());
    owner.findings().visit(value.path(), value.position());
    if (value.isNull()) {
      value.refuse("value-missing", Map.of("key", key));
    } else {
      values.put(key, value);
    }
  }

  /** The key's text, unless it is none or was there before. */
  private Optional<String> key(Node node) {
    Position at = YamlDocument.placeOf(node);
    if (!(node instanceof ScalarNode scalar)) {
      owner.findings().error(owner.path(), at, "key-not-text", Map.of());
      return Optional.empty();
    }
    String key = scalar.getValue();
    Position first = seen.putIfAbsent(key, at);
    if (first != null) {
      owner
          .findings()
          .error(
              path(key),
              at,
              "key-twice",
              Map.of("key", Value.brief(key), "line", String.valueOf(first.line())));
      return Optional.empty();
    }
    return Optional.of(key);
  }

  private boolean refuseUnknown(String key, NodeTuple member, List<String> known) {
    Position at = YamlDocument.placeOf(member.getKeyNode());
    String shown = Value.brief(key);
    Optional<String> nearest = Spelling.nearest(key, known);
    if (SECRET.matcher(key).matches()) {
      owner.findings().error(path(shown), at, "key-secret", Map.of("key", shown));
    } else if (nearest.isPresent()) {
      owner
          .findings()
          .error(path(shown), at, "key-misspelled", Map.of("key", shown, "nearest", nearest.get()));
    } else {
      owner
          .findings()
          .error(
              path(shown),
              at,
              "key-unknown",
              Map.of("key", shown, "known", String.join(", ", known)));
    }
    return false;
  }

  private String path(String key) {
    return owner.path().isEmpty() ? key : owner.path() + "." + key;
  }
}
