package org.flannelboard.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.diagnosis.FindingCode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link HelpPage} from the few forms of Markdown that pages are written in:
 *
 * <ul>
 *   <li>{@code # Title}, once, on the first line; {@code ## Section} for each section
 *   <li>paragraphs and lists of {@code - item}, which go on over lines: in a paragraph from the
 *       margin, in an item indented by two spaces; an empty line ends them
 *   <li>three backquotes on lines of their own around code
 *   <li>within a line {@code `verbatim`} and {@code [code](code.md)}, a link to another finding
 * </ul>
 *
 * <p>Everything else that means something in Markdown is refused by file and line: a page that says
 * more than is shown is a mistake in the page.
 */
final class HelpPageParser {

  private static final String FENCE = "```";

  /** A verbatim word or a link, or the beginning of neither. */
  private static final Pattern INLINE =
      Pattern.compile("`([^`]+)`|\\[([a-z0-9-]+)]\\(([a-z0-9-]+)\\.md\\)");

  /** What is Markdown, and none of ours, at the beginning of a line. */
  private static final Pattern FOREIGN_LINE =
      Pattern.compile("#{1,6}\\s.*|\\s.*|>.*|[*+]\\s.*|\\d+[.)]\\s.*|\\|.*|[-=*_]{3,}|<.*");

  /** What is Markdown, and none of ours, within a line. */
  private static final Pattern FOREIGN_WORDS =
      Pattern.compile("`|\\*\\*|__|\\]\\(|!\\[|~~|https?:");

  private final FindingCode code;
  private final String file;
  private final List<String> lines;
  private final List<HelpPage.Section> sections = new ArrayList<>();
  private @Nullable String section;
  private List<HelpPage.Block> blocks = new ArrayList<>();
  private int at;

  private HelpPageParser(FindingCode code, String file, String text) {
    this.code = code;
    this.file = file;
    this.lines = text.lines().toList();
  }

  /**
   * A page.
   *
   * @param file its name, for complaints
   * @throws IllegalArgumentException if it is not written so
   */
  static HelpPage parse(FindingCode code, String file, String text) {
    return new HelpPageParser(code, file, text).page();
  }

  private HelpPage page() {
    if (lines.isEmpty() || !lines.getFirst().startsWith("# ")) {
      throw wrong("no title");
    }
    String title = lines.getFirst().substring(2).strip();
    for (at = 1; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.startsWith("## ")) {
        endSection();
        section = line.substring(3).strip();
      } else if (!line.isEmpty()) {
        blocks.add(block(line));
      }
    }
    endSection();
    if (sections.isEmpty()) {
      throw wrong("no section");
    }
    return new HelpPage(code, title, sections);
  }

  private void endSection() {
    if (section != null) {
      if (blocks.isEmpty()) {
        throw wrong("an empty section");
      }
      sections.add(new HelpPage.Section(section, blocks));
      blocks = new ArrayList<>();
    }
  }

  /** The block that begins here; leaves {@link #at} at its last line. */
  private HelpPage.Block block(String line) {
    if (section == null) {
      throw wrong("before the first section");
    }
    if (line.equals(FENCE)) {
      return code();
    }
    return line.startsWith("- ") ? bullets() : new HelpPage.Block.Paragraph(spans(paragraph()));
  }

  private HelpPage.Block code() {
    List<String> code = new ArrayList<>();
    for (at++; at < lines.size() && !lines.get(at).equals(FENCE); at++) {
      code.add(lines.get(at));
    }
    if (at == lines.size() || code.isEmpty()) {
      throw wrong("code without end or lines");
    }
    return new HelpPage.Block.Code(code);
  }

  private HelpPage.Block bullets() {
    List<List<HelpPage.Span>> items = new ArrayList<>();
    while (at < lines.size() && lines.get(at).startsWith("- ")) {
      String item = plain(lines.get(at).substring(2));
      while (at + 1 < lines.size() && lines.get(at + 1).startsWith("  ")) {
        at++;
        item = joined(item, plain(lines.get(at).substring(2)));
      }
      items.add(spans(item));
      at++;
    }
    at--;
    return new HelpPage.Block.Bullets(items);
  }

  private String paragraph() {
    String text = plain(lines.get(at));
    while (at + 1 < lines.size() && continues(lines.get(at + 1))) {
      at++;
      text = joined(text, plain(lines.get(at)));
    }
    return text;
  }

  private static boolean continues(String line) {
    return !line.isEmpty()
        && !line.startsWith("- ")
        && !line.startsWith("## ")
        && !line.equals(FENCE);
  }

  private String plain(String line) {
    if (FOREIGN_LINE.matcher(line).matches()) {
      throw wrong("a form of Markdown that pages do not have");
    }
    return line.stripTrailing();
  }

  /** Chinese has no spaces between words, and its punctuation brings its own. */
  private static String joined(String first, String second) {
    int left = first.codePointBefore(first.length());
    int right = second.codePointAt(0);
    boolean tight = wide(left) && wide(right) || mark(left) || mark(right);
    return first + (tight ? "" : " ") + second;
  }

  private static boolean wide(int c) {
    return Character.isIdeographic(c) || mark(c);
  }

  /** Full-width punctuation: CJK symbols, full-width forms, and the quotes Chinese shares. */
  private static boolean mark(int c) {
    return c >= 0x3000 && c <= 0x303f || c >= 0xff00 && c <= 0xff65 || c == '“' || c == '”';
  }

  private List<HelpPage.Span> spans(String text) {
    List<HelpPage.Span> spans = new ArrayList<>();
    Matcher inline = INLINE.matcher(text);
    int done = 0;
    while (inline.find()) {
      words(text.substring(done, inline.start()), spans);
      spans.add(
          inline.group(1) == null
              ? new HelpPage.Span.Link(linked(inline.group(2), inline.group(3)))
              : new HelpPage.Span.Verbatim(inline.group(1)));
      done = inline.end();
    }
    words(text.substring(done), spans);
    return spans;
  }

  private void words(String text, List<HelpPage.Span> spans) {
    if (FOREIGN_WORDS.matcher(text).find()) {
      throw wrong("a form of Markdown that pages do not have");
    }
    if (!text.isEmpty()) {
      spans.add(new HelpPage.Span.Plain(text));
    }
  }

  private FindingCode linked(String shown, String target) {
    return Arrays.stream(FindingCode.values())
        .filter(it -> it.code().equals(target) && shown.equals(target))
        .findFirst()
        .orElseThrow(() -> wrong("a link to no finding: " + target));
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(file + ":" + Math.min(at + 1, lines.size()) + ": " + why);
  }
}
