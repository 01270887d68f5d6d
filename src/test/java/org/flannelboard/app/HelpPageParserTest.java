package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.flannelboard.app.HelpPage.Block;
import org.flannelboard.app.HelpPage.Section;
import org.flannelboard.app.HelpPage.Span;
import org.flannelboard.diagnosis.FindingCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages may say, and that everything else is refused where it stands. */
class HelpPageParserTest {

  @Test
  void aPageWithEverythingThatPagesHave() {
    HelpPage page =
        parse(
            """
            # A port is taken

            ## Why

            A process has it,
            see `ss -lunp`. More: [input-firewall](input-firewall.md).

            - one
              and on
            - two `x`
            Then:

            ```
            # ip link
              indented | *as it stands*

            ```

            ## Sources

            - ss(8)
            """);
    assertThat(page)
        .isEqualTo(
            new HelpPage(
                FindingCode.UDP_PORT_TAKEN,
                "A port is taken",
                List.of(
                    new Section(
                        "Why",
                        List.of(
                            new Block.Paragraph(
                                List.of(
                                    new Span.Plain("A process has it, see "),
                                    new Span.Verbatim("ss -lunp"),
                                    new Span.Plain(". More: "),
                                    new Span.Link(FindingCode.INPUT_FIREWALL),
                                    new Span.Plain("."))),
                            new Block.Bullets(
                                List.of(
                                    List.of(new Span.Plain("one and on")),
                                    List.of(new Span.Plain("two "), new Span.Verbatim("x")))),
                            new Block.Paragraph(List.of(new Span.Plain("Then:"))),
                            new Block.Code(
                                List.of("# ip link", "  indented | *as it stands*", "")))),
                    new Section(
                        "Sources",
                        List.of(new Block.Bullets(List.of(List.of(new Span.Plain("ss(8)")))))))));
  }

  @Test
  void chineseLinesAreJoinedWithoutASpace() {
    assertThat(paragraph("端口被进程\n占用，\nvm04 上。见\n`ss`")).isEqualTo("端口被进程占用，vm04 上。见 `ss`");
    assertThat(paragraph("on\nvm04 的\n端口")).isEqualTo("on vm04 的端口");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "### Deeper",
        "> quoted",
        "* starred",
        "1. numbered",
        "| a | b |",
        "---",
        "<b>tag</b>",
        "a **bold** word",
        "a `torn word",
        "[a page](https://example.org)",
        "see https://example.org",
        "[no-such-finding](no-such-finding.md)",
        "[route-missing](route-shadowed.md)",
        "fine\n  indented",
        "- fine\n   odd",
        "```sh\nls\n```",
        "```\nls",
        "```\n```",
        "![picture](x.png)"
      })
  void whatPagesDoNotHaveIsRefusedWithFileAndLine(String text) {
    assertThatThrownBy(() -> parse("# Title\n\n## Why\n\n" + text + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("help/en/x\\.md:[5-7]: .+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Text",
        "# Title",
        "# Title\n\ntext\n\n## Why\n\ntext",
        "# Title\n\n## Why\n\n## By hand\n\ntext",
        "# Title\n\n## Why\n\ntext\n\n# Another\n"
      })
  void aPageHasOneTitleAndSectionsThatSaySomething(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("help/en/x.md:");
  }

  private static String paragraph(String text) {
    Block block = parse("# T\n\n## W\n\n" + text).sections().getFirst().blocks().getFirst();
    return block instanceof Block.Paragraph(List<Span> spans) ? HelpPage.text(spans) : "";
  }

  private static HelpPage parse(String text) {
    return HelpPageParser.parse(FindingCode.UDP_PORT_TAKEN, "help/en/x.md", text);
  }
}
