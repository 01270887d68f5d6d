package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The mesh for other programs: the same in every language. */
class MatrixExportTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final NodeId A = new NodeId("a");
  private static final Map<String, Cell> CELLS =
      Map.of(
          "01", new Cell.Reached(Duration.ofNanos(1_234_567), 0.05, NOW),
          "02", new Cell.Lost(Cell.ProbeFailure.HOST_UNREACHABLE, 1, NOW),
          "10", new Cell.NotMeasured(Cell.Reason.TARGET_HAS_NO_LEASE),
          "12", new Cell.NotMeasured(Cell.Reason.NOT_STARTED),
          "20", new Cell.SourceUnreachable(new NodeFailure.TimedOut(A, "ping"), NOW),
          "21", new Cell.Reached(Duration.ofMillis(12), 0, NOW));
  private static final MatrixSnapshot MESH =
      MatrixSnapshot.of(
          List.of(A, new NodeId("b"), new NodeId("c")),
          NOW,
          (from, to) -> CELLS.get(from.toString() + to));

  @Test
  void aLineAPair() {
    Locale before = Locale.getDefault();
    try {
      // Where a comma divides decimals it must not divide columns.
      Locale.setDefault(Locale.GERMANY);
      assertThat(MatrixExport.csv(MESH))
          .isEqualTo(
              """
              from,to,state,rttMs,lossRatio,at,cause
              a,b,reached,1.235,0.05,2030-01-01T00:00:00Z,
              a,c,lost,,1.0,2030-01-01T00:00:00Z,host-unreachable
              b,a,not-measured,,,,target-has-no-lease
              b,c,not-measured,,,,not-started
              c,a,source-unreachable,,,2030-01-01T00:00:00Z,node-timed-out
              c,b,reached,12.0,0.0,2030-01-01T00:00:00Z,
              """);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void jsonSaysTheSame() {
    JsonNode document =
        JsonMapper.shared().readTree(MatrixExport.json(MESH, Messages.of(Locale.ENGLISH)));
    assertThat(document.get("pairs").asInt()).isEqualTo(6);
    assertThat(document.get("reached").asInt()).isEqualTo(2);
    assertThat(document.get("cells").get(0).get("rttMs").asDouble()).isEqualTo(1.235);
    assertThat(document.get("cells").get(4).get("failure").get("code").asString())
        .isEqualTo("node-timed-out");
  }

  @Test
  void aFileIsReplacedWholeAndARefusalIsTold(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mesh.csv");
    Files.writeString(file, "what was there before, and longer than what comes");
    assertThat(MatrixExport.write(file, "new".getBytes(StandardCharsets.UTF_8)).toFailure())
        .isEmpty();
    assertThat(file).hasContent("new");
    assertThat(MatrixExport.write(file.resolve("below"), new byte[0]).toFailure()).isPresent();
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
  }
}
