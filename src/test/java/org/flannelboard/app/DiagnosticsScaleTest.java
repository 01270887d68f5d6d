package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.flannelboard.app.DiagnosticsScale.Look;
import org.flannelboard.app.DiagnosticsScale.Turn;
import org.junit.jupiter.api.Test;

/**
 * What the largest cluster costs, in a process of its own: what other tests left behind is nobody's
 * who has 255 nodes. Other work on the machine makes a turn dearer, so one of several has to keep
 * the bound.
 */
class DiagnosticsScaleTest {

  /** The options of the JVM in the launcher, one a line. */
  private static final Pattern OPTION =
      Pattern.compile("^ {2}(-(?:X|-sun-)\\S+) \\\\$", Pattern.MULTILINE);

  private static final Path LAUNCHER = Path.of("src/launcher/bin/flannelboard");

  @Test
  void collectingFrom255NodesAndTheirRulesTakeLittle() throws Exception {
    assertFound(Look.COLLECTION, Duration.ofSeconds(2));
  }

  @Test
  void aWholeDiagnosisOf255NodesTakesNotMuchMore() throws Exception {
    assertFound(Look.DIAGNOSIS, Duration.ofSeconds(4));
  }

  private static void assertFound(Look look, Duration bound) throws Exception {
    String name = look.name().toLowerCase(Locale.ROOT) + "-255";
    List<Turn> turns = turns(look, bound, Path.of("target", name + ".txt"));
    assertThat(turns)
        .isNotEmpty()
        .allSatisfy(turn -> assertThat(turn.errors()).isEqualTo("vxlan-device-down@vm200"));
    assertThat(turns.stream().map(Turn::cpu).min(Comparator.naturalOrder()).orElseThrow())
        .isLessThanOrEqualTo(bound);
  }

  private static List<Turn> turns(Look look, Duration bound, Path output)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options());
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(
        List.of(DiagnosticsScale.class.getName(), look.name(), Long.toString(bound.toMillis())));
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends in time").isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output).stream().map(Turn::of).toList();
  }

  private static List<String> options() throws IOException {
    List<String> options =
        OPTION.matcher(Files.readString(LAUNCHER)).results().map(found -> found.group(1)).toList();
    assertThat(options).contains("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");
    return options;
  }
}
