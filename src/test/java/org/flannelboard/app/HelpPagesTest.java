package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.flannelboard.app.HelpPage.Block;
import org.flannelboard.app.HelpPage.Section;
import org.flannelboard.diagnosis.FindingCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of finding has its page, and both languages say the same things in the same order. */
class HelpPagesTest {

  private static final Path FOLDER = Path.of("resources/org/flannelboard/app/help");

  private static final List<String> ENGLISH =
      List.of(
          "What you see",
          "Why",
          "How it is told from look-alikes",
          "What Flannelboard offers",
          "By hand",
          "So that it stays away",
          "Sources");

  private static final List<String> CHINESE =
      List.of("现象", "原因", "如何与相似故障区分", "Flannelboard 提供的修复", "手工处理", "如何避免再次发生", "来源");

  /** As long as a terminal of usual width shows unwrapped. */
  private static final int CODE_WIDTH = 100;

  @ParameterizedTest
  @EnumSource
  void bothPagesHaveTheSameSections(FindingCode code) {
    HelpPage english = HelpPages.of(code, Locale.ENGLISH);
    HelpPage chinese = HelpPages.of(code, Locale.SIMPLIFIED_CHINESE);
    assertThat(english.sections()).extracting(Section::title).isEqualTo(ENGLISH);
    assertThat(chinese.sections()).extracting(Section::title).isEqualTo(CHINESE);
    assertThat(english.title()).isNotBlank().isNotEqualTo(chinese.title());
  }

  /** A comment is translated, and so may be the order of words; what is typed is not. */
  @ParameterizedTest
  @EnumSource
  void bothPagesShowTheSameCommands(FindingCode code) {
    assertThat(commands(HelpPages.of(code, Locale.SIMPLIFIED_CHINESE)))
        .isEqualTo(commands(HelpPages.of(code, Locale.ENGLISH)));
  }

  /** A shell takes the > of a pair's id for a file. */
  @ParameterizedTest
  @EnumSource
  void whatIsOfferedHasItsCommand(FindingCode code) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
      Section offers = HelpPages.of(code, locale).sections().get(3);
      assertThat(offers.title()).isIn("What Flannelboard offers", "Flannelboard 提供的修复");
      assertThat(offers.blocks())
          .last()
          .isEqualTo(
              new Block.Code(
                  List.of(
                      "flannelboard fix '" + code.code() + "@…' --plan",
                      "flannelboard fix '" + code.code() + "@…'")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void codeFitsIntoALine(FindingCode code) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
      assertThat(code(HelpPages.of(code, locale)))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(CODE_WIDTH));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void noPageIsAboutNothing(String language) throws IOException {
    try (Stream<Path> pages = Files.list(FOLDER.resolve(language))) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(FindingCode.values()).map(code -> code.code() + ".md").toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-CN"})
  void noTwoPagesHaveTheSameTitle(String language) {
    assertThat(HelpPages.all(Locale.forLanguageTag(language)))
        .extracting(HelpPage::title)
        .doesNotHaveDuplicates();
  }

  @Test
  void theLanguageIsTheNearest() {
    FindingCode code = FindingCode.ROUTE_MISSING;
    HelpPage english = HelpPages.of(code, Locale.ENGLISH);
    HelpPage chinese = HelpPages.of(code, Locale.SIMPLIFIED_CHINESE);
    assertThat(HelpPages.of(code, Locale.GERMANY)).isEqualTo(english);
    assertThat(HelpPages.of(code, Locale.TRADITIONAL_CHINESE)).isEqualTo(chinese);
  }

  @Test
  void aCodeIsFoundByItsName() {
    assertThat(HelpPages.named("docker0-down")).contains(FindingCode.DOCKER0_DOWN);
    assertThat(HelpPages.named("docker0_down")).isEmpty();
  }

  private static List<String> commands(HelpPage page) {
    return code(page).stream().map(line -> line.replaceFirst("\\s+# .*", "")).toList();
  }

  private static List<String> code(HelpPage page) {
    return page.sections().stream()
        .flatMap(section -> section.blocks().stream())
        .flatMap(block -> block instanceof Block.Code(var lines) ? lines.stream() : Stream.empty())
        .toList();
  }
}
