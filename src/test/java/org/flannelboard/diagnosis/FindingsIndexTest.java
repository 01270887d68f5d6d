package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flannelboard.app.HelpPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code src/docs/findings.md} lists every kind of finding as it is. */
class FindingsIndexTest {

  private static final Path INDEX = Path.of("src/docs/findings.md");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[`([a-z0-9-]+)`]\\((\\S+)\\) \\| ([a-z, ]+) \\| (.+) \\|$");

  /** What the index calls a severity; {@code info} is a word of machines. */
  private static final Map<Severity, String> WORDS =
      Map.of(Severity.INFO, "note", Severity.WARNING, "warning", Severity.ERROR, "error");

  private record Row(String code, String page, List<String> severities, String words) {}

  @Test
  void hasEachCodeInItsOrderWithItsTitle() throws IOException {
    assertThat(rows())
        .extracting(Row::code, Row::words)
        .containsExactlyElementsOf(
            Arrays.stream(FindingCode.values())
                .map(code -> tuple(code.code(), HelpPages.of(code, Locale.ENGLISH).title()))
                .toList());
  }

  @Test
  void leadsToPagesThatAreThere() throws IOException {
    assertThat(rows())
        .allSatisfy(
            row -> {
              assertThat(INDEX.resolveSibling(row.page())).isRegularFile();
              assertThat(row.page()).endsWith("/en/" + row.code() + ".md");
            });
  }

  @Test
  void severitiesAreKnownAndTheMildestFirst() throws IOException {
    List<String> mildestFirst = Arrays.stream(Severity.values()).map(WORDS::get).toList();
    assertThat(rows())
        .allSatisfy(
            row ->
                assertThat(row.severities())
                    .isNotEmpty()
                    .isEqualTo(mildestFirst.stream().filter(row.severities()::contains).toList()));
  }

  /** Every finding that the faults of the tests bring about has a severity that is listed. */
  @ParameterizedTest
  @MethodSource("org.flannelboard.diagnosis.FindingWordsTest#findings")
  void listsTheSeverityOfWhatIsFound(Finding finding) throws IOException {
    Map<String, Set<String>> listed =
        rows().stream().collect(Collectors.toMap(Row::code, row -> Set.copyOf(row.severities())));
    assertThat(listed.get(finding.code().code()))
        .as(finding.id())
        .contains(WORDS.get(finding.severity()));
  }

  private static List<Row> rows() throws IOException {
    return ROW.matcher(Files.readString(INDEX))
        .results()
        .map(
            match ->
                new Row(
                    match.group(1),
                    match.group(2),
                    List.of(match.group(3).split(", ")),
                    match.group(4)))
        .toList();
  }
}
