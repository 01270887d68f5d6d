package org.flannelboard.profile;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Scalars and one-line collections in YAML's own spelling. */
final class YamlText {

  /** Text that reads as the same text without quotes, inside brackets and braces too. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@+-]*");

  private static final Pattern WORD_OF_ITS_OWN =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  /** An address or a network: digits and dots, but never a number to YAML. */
  private static final Pattern DOTTED = Pattern.compile("\\d+\\.\\d+\\.\\d+[\\d.]*(/\\d+)?");

  private YamlText() {}

  /** Text, in quotes where it needs them. */
  static String text(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORD_OF_ITS_OWN.matcher(text).matches();
    return plain || DOTTED.matcher(text).matches() ? text : quoted(text);
  }

  /** A Boolean, a number or text. */
  static String scalar(Object value) {
    return value instanceof String text ? text(text) : String.valueOf(value);
  }

  /** Texts in brackets. */
  static String list(Collection<String> texts) {
    return texts.stream().map(YamlText::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Double quotes with the escapes that JSON has too (YAML 1.2, section 5.7). */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                  if (isPrintable(c)) {
                    out.appendCodePoint(c);
                  } else {
                    out.append(c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c));
                  }
                }
              }
            });
    return out.append('"').toString();
  }

  /** Line and paragraph separators are printable to YAML, but some readers break lines there. */
  private static boolean isPrintable(int c) {
    return (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c <= 0xD7FF && c != 0x2028 && c != 0x2029)
        || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF)
        || c >= 0x10000;
  }
}
