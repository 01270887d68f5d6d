package org.flannelboard.cli;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flannelboard.app.HelpPage;

/** A help page as text: sentences wrapped, code as it stands. */
final class HelpPrinter {

  /** Places in a line of sentences; code is as long as it is. */
  private static final int WIDTH = 100;

  private static final String INDENT = "  ";

  private final Terminal terminal;
  private final Locale locale;

  HelpPrinter(Terminal terminal, Locale locale) {
    this.terminal = terminal;
    this.locale = locale;
  }

  void print(HelpPage page) {
    terminal.print(terminal.strong(page.title()) + "  " + terminal.faint(page.code().code()));
    for (HelpPage.Section section : page.sections()) {
      terminal.print("");
      terminal.print(terminal.strong(section.title()));
      print(section.blocks());
    }
  }

  private void print(List<HelpPage.Block> blocks) {
    boolean first = true;
    for (HelpPage.Block block : blocks) {
      if (!first) {
        terminal.print("");
      }
      print(block);
      first = false;
    }
  }

  private void print(HelpPage.Block block) {
    switch (block) {
      case HelpPage.Block.Paragraph(var spans) ->
          lines(HelpPage.text(spans), WIDTH - INDENT.length(), locale)
              .forEach(line -> terminal.print(INDENT + line));
      case HelpPage.Block.Bullets(var items) -> items.forEach(this::item);
      case HelpPage.Block.Code(var lines) ->
          lines.forEach(line -> terminal.print(INDENT + INDENT + line));
    }
  }

  private void item(List<HelpPage.Span> spans) {
    List<String> lines = lines(HelpPage.text(spans), WIDTH - 2 * INDENT.length(), locale);
    terminal.print(INDENT + "- " + lines.getFirst());
    lines.stream().skip(1).forEach(line -> terminal.print(INDENT + INDENT + line));
  }

  /**
   * A text in lines of at most so many places. Codes, paths and what stands in backquotes is not
   * torn apart: it may be copied.
   */
  static List<String> lines(String text, int width, Locale locale) {
    BreakIterator breaks = BreakIterator.getLineInstance(locale);
    breaks.setText(text);
    List<String> lines = new ArrayList<>();
    int begin = 0;
    int fits = 0;
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      if (!divides(text, end)) {
        continue;
      }
      if (fits > begin && Table.width(text.substring(begin, end).strip()) > width) {
        lines.add(text.substring(begin, fits).strip());
        begin = fits;
      }
      fits = end;
    }
    lines.add(text.substring(begin).strip());
    return lines;
  }

  /**
   * Whether a line may end there: outside backquotes, behind a space or beside a wide character.
   */
  private static boolean divides(String text, int at) {
    if (at == text.length()) {
      return true;
    }
    boolean outside = text.substring(0, at).chars().filter(c -> c == '`').count() % 2 == 0;
    String around = text.substring(at - 1, at + 1);
    return outside && (around.startsWith(" ") || Table.width(around) > around.length());
  }
}
