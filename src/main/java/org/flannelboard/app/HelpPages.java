package org.flannelboard.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    return HelpPageParser.parse(code, file, read(file));
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
