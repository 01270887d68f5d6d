package org.flannelboard.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flannelboard.diagnosis.FindingCode;

/**
 * The help that ships with the program: a page for each kind of finding, in English and in Chinese.
 * How a page is written says {@link HelpPageParser}.
 */
public final class HelpPages {

  /** The section that says what this program does about it; all pages have the same ones. */
  private static final int OFFERS = 3;

  private HelpPages() {}

  /**
   * The page in the language nearest to a locale: Chinese for Chinese, else English.
   *
   * @throws IllegalStateException if there is none, which is a bug: no language stands in for
   *     another
   */
  public static HelpPage of(FindingCode code, Locale locale) {
    boolean chinese = locale.getLanguage().equals(Locale.CHINESE.getLanguage());
    String file = "help/" + (chinese ? "zh" : "en") + "/" + code.code() + ".md";
    return withCommand(HelpPageParser.parse(code, file, read(file)), Messages.of(locale));
  }

  /** The page, with how the command line is asked for what is offered. */
  private static HelpPage withCommand(HelpPage page, Messages messages) {
    HelpPage.Section offers = page.sections().get(OFFERS);
    String fix = "flannelboard fix '" + page.code().code() + "@…'";
    List<HelpPage.Block> blocks = new ArrayList<>(offers.blocks());
    blocks.add(
        new HelpPage.Block.Paragraph(List.of(new HelpPage.Span.Plain(messages.text("help.fix")))));
    blocks.add(new HelpPage.Block.Code(List.of(fix + " --plan", fix)));
    List<HelpPage.Section> sections = new ArrayList<>(page.sections());
    sections.set(OFFERS, new HelpPage.Section(offers.title(), blocks));
    return new HelpPage(page.code(), page.title(), sections);
  }

  /** What a person calls by that code; empty if nothing is called so. */
  public static Optional<FindingCode> named(String word) {
    return Arrays.stream(FindingCode.values()).filter(it -> it.code().equals(word)).findFirst();
  }

  /** All pages in the order of their codes. */
  public static List<HelpPage> all(Locale locale) {
    return Arrays.stream(FindingCode.values()).map(it -> of(it, locale)).toList();
  }

  private static String read(String file) {
    try (InputStream page = HelpPages.class.getResourceAsStream(file)) {
      if (page == null) {
        throw new IllegalStateException("no page " + file);
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
