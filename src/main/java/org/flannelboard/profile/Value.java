package org.flannelboard.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of the document at its path. Each way of reading it gives the value, or nothing after
 * saying among the findings why not.
 */
record Value(Node node, String path, Findings findings) {

  /** As much of a value as a message shows. */
  private static final int SHOWN = 60;

  Position position() {
    return YamlDocument.placeOf(node);
  }

  boolean isNull() {
    return is(Tag.NULL);
  }

  boolean isText() {
    return is(Tag.STR);
  }

  boolean isNumber() {
    return is(Tag.INT) || is(Tag.FLOAT);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  <T> Optional<T> refuse(String code) {
    return refuse(code, Map.of("value", shown()));
  }

  <T> Optional<T> refuse(String code, Map<String, String> arguments) {
    findings.error(path, position(), code, arguments);
    return Optional.empty();
  }

  /** Any text. */
  Optional<String> text() {
    return isText() ? Optional.of(scalar()) : refuse("text-expected");
  }

  /** Text that is not blank and has no control characters, line ends among them. */
  Optional<String> line() {
    Optional<String> text = text();
    return text.isPresent() && !isLine(text.get()) ? refuse("text-unprintable") : text;
  }

  static boolean isLine(String text) {
    return !text.isBlank() && text.chars().noneMatch(c -> Character.isISOControl(c));
  }

  /** Text that has a meaning; refused with {@code code} when {@code parse} finds none. */
  <T> Optional<T> parsed(Function<String, Optional<T>> parse, String code) {
    return text().flatMap(text -> parse.apply(text).or(() -> refuse(code)));
  }

  /** A whole number written as one. */
  Optional<Integer> integer(int least, int most) {
    if (!is(Tag.INT)) {
      return refuse("integer-expected");
    }
    try {
      int number = Integer.parseInt(scalar());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException tooLong) {
      // Digits alone, so it is out of any range.
    }
    return refuse(
        "integer-out-of-range",
        Map.of("value", shown(), "least", String.valueOf(least), "most", String.valueOf(most)));
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> bool() {
    return is(Tag.BOOL) ? Optional.of(Boolean.valueOf(scalar())) : refuse("boolean-expected");
  }

  /** A Boolean, an Integer or a String, as the document spells it. */
  Optional<Object> scalarValue() {
    if (is(Tag.BOOL)) {
      return bool().map(Object.class::cast);
    }
    if (is(Tag.INT)) {
      return integer(Integer.MIN_VALUE, Integer.MAX_VALUE).map(Object.class::cast);
    }
    return isText() ? text().map(Object.class::cast) : refuse("scalar-expected");
  }

  /** One of an enum's constants, in lower case with hyphens. */
  <E extends Enum<E>> Optional<E> choice(Class<E> type) {
    E[] constants = type.getEnumConstants();
    return text()
        .flatMap(
            text ->
                Arrays.stream(constants)
                    .filter(constant -> spelling(constant).equals(text))
                    .findFirst()
                    .or(() -> refuseChoice(spellings(constants))));
  }

  /** The constant's word in the document. */
  static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  <T> Optional<T> refuseChoice(String allowed) {
    return refuse("choice-unknown", Map.of("value", shown(), "allowed", allowed));
  }

  /** A mapping with these keys and no others. */
  Optional<Fields> mapping(List<String> known) {
    return mapping().map(mapping -> Fields.closed(this, mapping, known));
  }

  /** A mapping with any keys. */
  Optional<Fields> openMapping() {
    return mapping().map(mapping -> Fields.open(this, mapping));
  }

  /** The elements of a list; empty when it is none. */
  List<Value> list() {
    if (!(node instanceof SequenceNode sequence)) {
      refuse("list-expected");
      return List.of();
    }
    List<Value> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      Value value = new Value(element, path + "[" + elements.size() + "]", findings);
      findings.visit(value.path, value.position());
      elements.add(value);
    }
    return Collections.unmodifiableList(elements);
  }

  /** The elements of a list, or a value alone as a list of one; empty when it is neither. */
  List<Value> oneOrList() {
    return isList() ? list() : List.of(this);
  }

  private Optional<MappingNode> mapping() {
    return node instanceof MappingNode mapping ? Optional.of(mapping) : refuse("mapping-expected");
  }

  private boolean is(Tag tag) {
    return node instanceof ScalarNode && node.getTag().equals(tag);
  }

  private String scalar() {
    return ((ScalarNode) node).getValue();
  }

  /** The value as a message may show it: its first line, cut. */
  private String shown() {
    return switch (node) {
      case ScalarNode scalar -> brief(scalar.getValue());
      case SequenceNode _ -> "[…]";
      default -> "{…}";
    };
  }

  static String brief(String text) {
    String first = text.lines().findFirst().orElse("");
    int end =
        first.codePointCount(0, first.length()) <= SHOWN
            ? first.length()
            : first.offsetByCodePoints(0, SHOWN);
    return end < text.length() ? first.substring(0, end) + "…" : first;
  }

  private static String spellings(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Value::spelling).collect(Collectors.joining(", "));
  }
}
