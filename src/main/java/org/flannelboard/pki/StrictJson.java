package org.flannelboard.pki;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.flannelboard.base.Result;
import org.flannelboard.pki.PkiFailure.JsonKeyUnknown;
import org.flannelboard.pki.PkiFailure.JsonMalformed;
import org.flannelboard.pki.PkiFailure.JsonValueBad;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A walk over one JSON document that notes everything wrong with it on the way, each with its path.
 *
 * <p>cfssl ignores keys it does not know, so that a slip such as {@code "usage"} for {@code
 * "usages"} passes in silence; here it is noted.
 */
final class StrictJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String label;
  private final List<PkiFailure> problems = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();

  StrictJson(String label) {
    this.label = label;
  }

  /** The document's tree, if the text is JSON. */
  static Result<JsonNode, PkiFailure> tree(String label, String text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      return root.isMissingNode()
          ? Result.err(new JsonMalformed(label, 1, 1, "the file is empty"))
          : Result.ok(root);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      return Result.err(
          new JsonMalformed(
              label,
              at == null ? 1 : Math.max(1, at.getLineNr()),
              at == null ? 1 : Math.max(1, at.getColumnNr()),
              e.getOriginalMessage()));
    }
  }

  String label() {
    return label;
  }

  /** Keeps a problem, unless there is one for that path already: the first is the cause. */
  void note(PkiFailure problem) {
    if (paths.add(problem.arguments().getOrDefault("path", ""))) {
      problems.add(problem);
    }
  }

  /** The value, unless something was noted. */
  <T> Result<T, PkiFailure> finish(T value) {
    return problems.isEmpty() ? Result.ok(value) : Result.err(PkiFailure.of(problems));
  }

  /** The node if it is an object; notes keys other than the known ones. */
  Optional<JsonNode> object(@Nullable JsonNode node, String path, List<String> known) {
    if (node == null || !node.isObject()) {
      note(bad(path, node, "an object"));
      return Optional.empty();
    }
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        note(new JsonKeyUnknown(label, child(path, key), known));
      }
    }
    return Optional.of(node);
  }

  /** A text; empty when absent, or noted when it is something else. */
  Optional<String> text(JsonNode object, String path, String key) {
    return present(object, key)
        .flatMap(
            node -> {
              if (!node.isString()) {
                note(bad(child(path, key), node, "a text"));
                return Optional.empty();
              }
              return Optional.of(node.stringValue());
            });
  }

  /** A whole number; empty when absent, or noted when it is something else. */
  OptionalInt integer(JsonNode object, String path, String key) {
    Optional<JsonNode> node = present(object, key);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!node.get().isInt()) {
      note(bad(child(path, key), node.get(), "a whole number"));
      return OptionalInt.empty();
    }
    return OptionalInt.of(node.get().intValue());
  }

  /** The elements of a list; none when absent, or noted when it is something else. */
  List<JsonNode> list(JsonNode object, String path, String key) {
    Optional<JsonNode> node = present(object, key);
    if (node.isPresent() && !node.get().isArray()) {
      note(bad(child(path, key), node.get(), "a list"));
      return List.of();
    }
    return node.map(array -> List.copyOf(array.values())).orElse(List.of());
  }

  /** The texts of a list; elements of another type are noted and stand as empty text. */
  List<String> texts(JsonNode object, String path, String key) {
    List<JsonNode> nodes = list(object, path, key);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = nodes.get(i);
      if (!node.isString()) {
        note(bad(child(path, key) + "[" + i + "]", node, "a text"));
      }
      texts.add(node.isString() ? node.stringValue() : "");
    }
    return texts;
  }

  /** The value of a key; JSON's null counts as absent, as it does for Go. */
  static Optional<JsonNode> present(JsonNode object, String key) {
    return Optional.ofNullable(object.get(key)).filter(node -> !node.isNull());
  }

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private PkiFailure bad(String path, @Nullable JsonNode node, String expected) {
    return new JsonValueBad(label, path, node == null ? "" : node.toString(), expected);
  }
}
