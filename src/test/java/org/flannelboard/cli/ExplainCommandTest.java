package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.flannelboard.app.HelpPage;
import org.flannelboard.app.HelpPages;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.diagnosis.FindingCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code explain}, and that its pages name no command of ours that is not there. */
class ExplainCommandTest {

  private static final Path HANDBOOK = Path.of("src/docs/howto/command-line.md");

  /** A command line of ours, in code or in a sentence; a comment or a quote ends it. */
  private static final Pattern OURS = Pattern.compile("\\bflannelboard((?: [a-zA-Z0-9.-]+)+)");

  @TempDir Path folder;
  private CliBench bench;

  @BeforeEach
  void open() {
    bench = new CliBench(2, folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aPageAsText() {
    Outcome page = bench.run("explain", "vxlan-device-bounced", "--language", "en");
    assertThat(page.status()).as(page.err()).isZero();
    assertThat(page.out())
        .startsWith("A vxlan device is up again, without its routes and neighbours")
        .contains("How it is told from look-alikes")
        .contains("    vm04# ip neigh show dev flannel.1")
        .contains("route-missing: ")
        .doesNotContain("##", "```", ".md");
    assertThat(page.err()).isEmpty();
    assertThat(bench.asked).isEmpty();
  }

  @Test
  void inTheTerminalsLanguageAndByTheIdOfAFinding() {
    Outcome page = bench.run("--language", "zh-CN", "explain", "route-missing@vm01>vm02");
    assertThat(page.status()).isZero();
    assertThat(page.out())
        .startsWith("节点没有到对端子网的路由")
        .contains("如何与相似故障区分")
        .contains("ip route replace 10.253.2.0/24 via 10.253.2.0 dev flannel.1 onlink");
  }

  @Test
  void aPageAsJson() {
    JsonNode json = bench.run("explain", "icmp-ignored", "--json", "--language", "en").json();
    assertThat(json.propertyNames()).containsExactly("code", "title", "sections");
    assertThat(json.get("code").asString()).isEqualTo("icmp-ignored");
    assertThat(json.get("sections")).hasSize(7);
    List<JsonNode> blocks = new ArrayList<>();
    json.get("sections").forEach(section -> section.get("blocks").forEach(blocks::add));
    assertThat(blocks)
        .extracting(block -> block.get("kind").asString())
        .contains("paragraph", "list", "code");
    assertThat(blocks)
        .filteredOn(block -> block.get("kind").asString().equals("code"))
        .allSatisfy(block -> assertThat(block.get("lines")).isNotEmpty());
  }

  @Test
  void withoutACodeAllAreListed() {
    Outcome text = bench.run("explain", "--language", "en");
    assertThat(text.status()).isZero();
    assertThat(text.out().lines()).hasSize(FindingCode.values().length);
    JsonNode json = bench.run("explain", "--json").json();
    assertThat(json.get("findings"))
        .extracting(finding -> finding.get("code").asString())
        .containsExactlyElementsOf(
            Arrays.stream(FindingCode.values()).map(FindingCode::code).toList());
  }

  @Test
  void anUnknownCodeNamesTheKnown() {
    Outcome wrong = bench.run("explain", "route-mising", "--language", "en");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("route-mising", "route-missing", "docker0-down");
    assertThat(wrong.out()).isEmpty();
    JsonNode json = bench.run("explain", "route-mising", "--json").json();
    assertThat(json.get("failure").get("code").asString()).isEqualTo("finding-code-unknown");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 96})
  void linesAreNoWiderThanAskedAndLoseNothing(int width) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
      String text = "节点 vm04 没有到 `x` 的路由，因为 somebody removed it. ".repeat(9).strip();
      List<String> lines = HelpPrinter.lines(text, width, locale);
      assertThat(lines)
          .hasSizeGreaterThan(3)
          .allSatisfy(line -> assertThat(Table.width(line)).isLessThanOrEqualTo(width));
      assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }
    assertThat(HelpPrinter.lines("run `ip -d link show dev flannel.1` now", 12, Locale.ENGLISH))
        .containsExactly("run", "`ip -d link show dev flannel.1`", "now");
  }

  @Test
  void everyCommandThatPagesNameExists() {
    CommandLine all = bench.commands();
    List<String> named =
        Stream.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)
            .flatMap(locale -> HelpPages.all(locale).stream())
            .flatMap(ExplainCommandTest::verbatim)
            .flatMap(text -> OURS.matcher(text).results().map(match -> match.group(1).strip()))
            .distinct()
            .toList();
    assertThat(named).hasSizeGreaterThan(10).allSatisfy(words -> assertThat(all).has(known(words)));
  }

  @Test
  void everyCommandIsInTheHandbook() throws IOException {
    String handbook = Files.readString(HANDBOOK);
    assertThat(bench.commands().getSubcommands().keySet())
        .contains("explain", "diagnose")
        .allSatisfy(name -> assertThat(handbook).containsPattern("`" + name + "[` ]"));
  }

  private static Stream<String> verbatim(HelpPage page) {
    return page.sections().stream()
        .flatMap(section -> section.blocks().stream())
        .flatMap(
            block ->
                switch (block) {
                  case HelpPage.Block.Code(var lines) -> lines.stream();
                  case HelpPage.Block.Paragraph(var spans) -> verbatim(spans);
                  case HelpPage.Block.Bullets(var items) ->
                      items.stream().flatMap(ExplainCommandTest::verbatim);
                });
  }

  private static Stream<String> verbatim(List<HelpPage.Span> spans) {
    return spans.stream()
        .flatMap(
            span ->
                span instanceof HelpPage.Span.Verbatim(String text)
                    ? Stream.of(text)
                    : Stream.empty());
  }

  /** Words lead to a command, and its options are all known to it. */
  private static Condition<CommandLine> known(String line) {
    List<String> words = List.of(line.split(" "));
    return new Condition<>(
        all -> {
          CommandLine meant = meant(all, words);
          return !meant.equals(all)
              && meant.getSubcommands().isEmpty()
              && words.stream()
                  .filter(word -> word.startsWith("-"))
                  .allMatch(option -> meant.getCommandSpec().findOption(option) != null);
        },
        "the command flannelboard " + line);
  }

  /** The command that the first words name, as far as they do. */
  private static CommandLine meant(CommandLine all, List<String> words) {
    CommandLine meant = all;
    for (String word : words) {
      if (!meant.getSubcommands().containsKey(word)) {
        return meant;
      }
      meant = Objects.requireNonNull(meant.getSubcommands().get(word));
    }
    return meant;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"certificate", "certificat renew", "push --al", "network impacts", "vm04"})
  void aCommandThatIsNotThereIsTold(String line) {
    assertThat(bench.commands()).doesNotHave(known(line));
    assertThat(bench.commands()).has(known("certificate renew --node vm04"));
  }
}
