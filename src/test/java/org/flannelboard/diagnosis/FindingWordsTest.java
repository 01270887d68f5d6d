package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every finding, instruction and shape finds its words, and brings all that they name. */
class FindingWordsTest {

  private static final Path ENGLISH =
      Path.of("resources/org/flannelboard/app/i18n/messages.properties");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)(\\|[^}]*)?}");

  static Stream<Finding> findings() {
    Stream<HealthyCluster> clusters =
        Stream.concat(
            FaultsTest.faults().map(it -> FaultsTest.cluster(it)),
            Stream.of(HealthyCluster.of(4).silent(4).lostColumn(4), DiagnosticianTest.blind()));
    return Stream.concat(clusters, DiagnosticianTest.oddButWell())
        .flatMap(it -> Diagnostician.examine(it.facts()).findings().stream());
  }

  @ParameterizedTest
  @MethodSource("findings")
  void hasItsWords(Finding finding) throws IOException {
    Properties words = load();
    assertSaid(words, "finding." + finding.code().code(), finding.arguments().keySet());
    assertSaid(words, "finding." + finding.code().code() + ".remedy", finding.arguments().keySet());
    instructions(finding.remedies())
        .forEach(it -> assertSaid(words, "instruct." + it.code(), it.arguments().keySet()));
  }

  @ParameterizedTest
  @MethodSource("findings")
  void offersTheLeastInvasiveFirst(Finding finding) {
    assertThat(finding.remedies()).as("the same offered twice").doesNotHaveDuplicates();
    assertThat(finding.remedies())
        .as("least invasive first")
        .filteredOn(remedy -> !remedy.byHandAlone() && !(remedy instanceof Remedy.PushNode))
        .isSortedAccordingTo(Comparator.comparing(Remedy::disturbance));
  }

  static Stream<MatrixShape> shapes() {
    return Stream.of(
        new MatrixShape.AllReached(),
        new MatrixShape.NothingMeasured(),
        new MatrixShape.AllLost(),
        new MatrixShape.NodesLost(List.of(HealthyCluster.vm(1))),
        new MatrixShape.ColumnsLost(List.of(HealthyCluster.vm(1))),
        new MatrixShape.RowsLost(List.of(HealthyCluster.vm(1))),
        new MatrixShape.PairsLost(
            List.of(new Subject.OnPair(HealthyCluster.vm(1), HealthyCluster.vm(2)))),
        new MatrixShape.Scattered(1, 12));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aShapeHasItsSentence(MatrixShape shape) throws IOException {
    assertSaid(load(), "shape." + shape.code(), shape.arguments().keySet());
  }

  private static Stream<Remedy.Instruct> instructions(List<Remedy> remedies) {
    return remedies.stream()
        .flatMap(
            remedy ->
                switch (remedy) {
                  case Remedy.Instruct it -> Stream.of(it);
                  case Remedy.InTurn(List<Remedy> turns) -> instructions(turns);
                  case Remedy.RemoveLease(String _, List<Remedy> then) -> instructions(then);
                  case Remedy.ChangeKernel _, Remedy.RestartUnit _, Remedy.PushNode _ ->
                      Stream.empty();
                });
  }

  private static void assertSaid(Properties words, String key, Set<String> arguments) {
    assertThat(words.getProperty(key)).as(key).isNotNull();
    Set<String> named =
        PLACEHOLDER
            .matcher(words.getProperty(key))
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(arguments).as(key).containsAll(named);
  }

  private static Properties load() throws IOException {
    Properties words = new Properties();
    try (Reader reader = Files.newBufferedReader(ENGLISH)) {
      words.load(reader);
    }
    return words;
  }
}
