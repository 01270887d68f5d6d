package org.flannelboard.node.posix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A block of a script's output under a line {@code @@ name rest}.
 *
 * @param name what the block is
 * @param rest what else stands in its first line, or empty
 * @param lines the lines below, without empty ones at the end
 */
record Section(String name, String rest, List<String> lines) {

  private static final String MARK = "@@ ";

  Section {
    lines = List.copyOf(lines);
  }

  /** The blocks of an output, in its order; what stands before the first one is dropped. */
  static List<Section> split(String output) {
    List<Section> sections = new ArrayList<>();
    String head = null;
    List<String> lines = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      if (line.startsWith(MARK)) {
        if (head != null) {
          sections.add(of(head, lines));
        }
        head = line.substring(MARK.length());
        lines.clear();
      } else {
        lines.add(line);
      }
    }
    if (head != null) {
      sections.add(of(head, lines));
    }
    return sections;
  }

  /** The first block of that name. */
  static Optional<Section> find(List<Section> sections, String name) {
    return sections.stream().filter(section -> section.name.equals(name)).findFirst();
  }

  /** The first block of that name, which the script prints whenever it comes to its end. */
  static Section require(List<Section> sections, String name) throws MalformedOutputException {
    return find(sections, name)
        .orElseThrow(
            () ->
                new MalformedOutputException(
                    "no " + name + " among " + sections.stream().map(Section::name).toList()));
  }

  /** The rest of the first line that begins with this word and a space. */
  Optional<String> value(String word) {
    String prefix = word + " ";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst();
  }

  /** Bytes that a script packed with {@code base64 -w 0}. */
  static byte[] unpack(String base64) throws MalformedOutputException {
    try {
      return Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new MalformedOutputException(base64);
    }
  }

  /** Text that a script packed with {@code base64 -w 0}. */
  static String unpackText(String base64) throws MalformedOutputException {
    return new String(unpack(base64), StandardCharsets.UTF_8);
  }

  private static Section of(String head, List<String> lines) {
    int space = head.indexOf(' ');
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).isEmpty()) {
      end--;
    }
    return new Section(
        space < 0 ? head : head.substring(0, space),
        space < 0 ? "" : head.substring(space + 1),
        lines.subList(0, end));
  }
}
