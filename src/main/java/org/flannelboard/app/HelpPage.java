package org.flannelboard.app;

import java.util.List;
import java.util.stream.Collectors;
import org.flannelboard.diagnosis.FindingCode;

/**
 * What there is to know about a kind of finding, in one language.
 *
 * @param code what it is about
 * @param title the finding in a few words
 * @param sections in their order, the same in every language
 */
public record HelpPage(FindingCode code, String title, List<Section> sections) {

  public HelpPage {
    sections = List.copyOf(sections);
  }

  /** A part of a page under a heading of its own. */
  public record Section(String title, List<Block> blocks) {
    public Section {
      blocks = List.copyOf(blocks);
    }
  }

  /** A piece of a section that stands for itself. */
  public sealed interface Block {

    /** Sentences that follow one another. */
    record Paragraph(List<Span> spans) implements Block {
      public Paragraph {
        spans = List.copyOf(spans);
      }
    }

    /** Points, one a line or more. */
    record Bullets(List<List<Span>> items) implements Block {
      public Bullets {
        items = items.stream().map(List::copyOf).toList();
      }
    }

    /** Lines to be typed, or as a program prints them: not to be wrapped. */
    record Code(List<String> lines) implements Block {
      public Code {
        lines = List.copyOf(lines);
      }
    }
  }

  /** Words of one kind within a line. */
  public sealed interface Span {

    /** As a person says it. */
    record Plain(String text) implements Span {}

    /** A command, an option, a file or what a program prints. */
    record Verbatim(String text) implements Span {}

    /** Another finding, which has a page too. */
    record Link(FindingCode to) implements Span {}
  }

  /** Words as one line without any typography: verbatim ones in backquotes, links as their code. */
  public static String text(List<Span> spans) {
    return spans.stream()
        .map(
            span ->
                switch (span) {
                  case Span.Plain(String text) -> text;
                  case Span.Verbatim(String text) -> "`" + text + "`";
                  case Span.Link(FindingCode to) -> to.code();
                })
        .collect(Collectors.joining());
  }
}
