package org.flannelboard.profile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The bytes of a file as one YAML document (YAML 1.2, JSON schema), every node with its place. */
final class YamlDocument {

  /** A profile of a thousand nodes has some 150 kB; more than this is some other file. */
  private static final int MOST_CODE_POINTS = 4 * 1024 * 1024;

  /** A profile nests five deep; composing a tree recurses and must not exhaust the stack. */
  private static final int DEEPEST = 64;

  private static final Position START = new Position(1, 1);

  private YamlDocument() {}

  /** The root node; empty, with the reason among the findings, when there is none. */
  static Optional<Node> compose(byte[] content, Findings findings) {
    return decode(content, findings).flatMap(text -> compose(text, findings));
  }

  private static Optional<Node> compose(String text, Findings findings) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(MOST_CODE_POINTS)
            // Reported with their place later, among the other problems.
            .setAllowNonScalarKeys(true)
            .build();
    try {
      if (isTooDeep(text, settings, findings)) {
        return Optional.empty();
      }
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        findings.error("", START, "profile-empty", Map.of());
        return Optional.empty();
      }
      Node root = documents.next();
      if (documents.hasNext()) {
        findings.error("", placeOf(documents.next()), "yaml-several-documents", Map.of());
      }
      return Optional.of(root);
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().or(e::getContextMark).map(Position::of).orElse(START);
      findings.error("", at, "yaml-syntax", Map.of("what", e.getProblem()));
    } catch (ReaderException e) {
      findings.error(
          "",
          placeOf(text, e.getPosition()),
          "yaml-character",
          Map.of("character", "U+%04X".formatted(e.getCodePoint())));
    } catch (YamlEngineException e) {
      findings.error("", START, "yaml-syntax", Map.of("what", String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static boolean isTooDeep(String text, LoadSettings settings, Findings findings) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        Position at = event.getStartMark().map(Position::of).orElse(START);
        findings.error("", at, "yaml-too-deep", Map.of("most", String.valueOf(DEEPEST)));
        return true;
      }
    }
    return false;
  }

  static Position placeOf(Node node) {
    return node.getStartMark().map(Position::of).orElse(START);
  }

  private static Optional<String> decode(byte[] content, Findings findings) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    // UTF-8 never has fewer bytes than UTF-16 has units.
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      findings.error(
          "",
          placeOf(text, text.codePointCount(0, text.length())),
          "profile-not-utf8",
          Map.of("byte", "0x%02X".formatted(content[in.position()])));
      return Optional.empty();
    }
    // Editors on Windows begin a UTF-8 file with a byte order mark.
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /** The place after that many code points. */
  private static Position placeOf(String text, int codePoints) {
    int end =
        text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
    String before = text.substring(0, end);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int lineStart = before.lastIndexOf('\n') + 1;
    return new Position(line, before.codePointCount(lineStart, end) + 1);
  }
}
