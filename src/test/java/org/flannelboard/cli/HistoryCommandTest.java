package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.history.History;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code history} on a file that a window has open at the same time. */
class HistoryCommandTest {

  private static final Instant NOW = Instant.parse("2030-06-13T15:15:17Z");

  @TempDir private Path folder;
  private CliBench bench;
  private History window;

  @BeforeEach
  void open() {
    bench = new CliBench(2, folder);
    window = bench.history();
  }

  @AfterEach
  void close() {
    window.close();
    bench.close();
  }

  @Test
  void aClusterWithoutAPastSaysSo() {
    Outcome nothing = bench.practice("history");
    assertThat(nothing.status()).as(nothing.err()).isZero();
    assertThat(nothing.out()).contains("Nothing is remembered");
  }

  @Test
  void aPushIsRememberedNodeByNodeWhileAWindowWatches() {
    window.add(new Event.WatchBegan(NOW.minusSeconds(60)));
    assertThat(window.between(NOW.minusSeconds(90), NOW)).hasSize(1);
    assertThat(bench.practice("push", "--all", "--yes").status()).isZero();
    JsonNode json = bench.practice("history", "--json").json();
    assertThat(json.propertyNames()).containsExactly("red", "events");
    assertThat(json.get("red").isNull()).isTrue();
    assertThat(json.get("events"))
        .filteredOn(event -> event.get("kind").asString().equals("changed"))
        .extracting(event -> event.get("what").asString() + " " + event.path("node").asString(""))
        .containsExactlyInAnyOrder("push vm01", "push vm02", "push ");
    assertThat(window.between(NOW.minusSeconds(90), NOW.plusSeconds(1)))
        .as("the window knows of it too")
        .hasSize(4);
  }

  @Test
  void whatHappenedBeforeAPairWentRed() {
    assertThat(bench.practice("history", "--before", "vm01", "vm02").status()).isEqualTo(3);
    Instant red = NOW.minusSeconds(600);
    window.add(new Event.WatchBegan(NOW.minus(Duration.ofHours(2))));
    window.add(
        new Event.ConfigChanged(red.minusSeconds(30), "{}", "{\"Network\": \"10.0.0.0/8\"}"));
    window.add(new Event.CellsLost(red, Event.Cells.of(Set.of(pair("vm01", "vm02")))));
    window.between(red, NOW);

    Outcome text = bench.practice("history", "--before", "vm01", "vm02");
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("Went red at 2030-06-13T15:05:17Z"),
            line -> assertThat(line).startsWith("! 2030-06-13T15:04:47Z").contains("10.0.0.0/8"));
    JsonNode json = bench.practice("history", "--before", "vm01", "vm02", "--json").json();
    assertThat(json.get("red").asString()).isEqualTo("2030-06-13T15:05:17Z");
    assertThat(json.get("events").get(0).propertyNames())
        .containsExactly("at", "kind", "before", "after", "message", "near");
  }

  @Test
  void isNarrowedByTimeAndByPair() {
    window.add(new Event.WatchBegan(NOW.minus(Duration.ofHours(3))));
    window.add(
        new Event.CellsLost(NOW.minusSeconds(60), Event.Cells.of(Set.of(pair("vm01", "vm02")))));
    window.between(NOW, NOW);
    assertThat(bench.practice("history").out().lines()).hasSize(2);
    assertThat(bench.practice("history", "--since", "90m").out()).contains("Went red: vm01 → vm02");
    assertThat(bench.practice("history", "--since", "90m").out().lines()).hasSize(1);
    assertThat(bench.practice("history", "--pair", "vm02", "vm01").out().lines()).hasSize(1);
  }

  @Test
  void wrongUsage() {
    for (List<String> arguments :
        List.of(
            List.of("history", "--since", "soon"),
            List.of("history", "--pair", "vm01"),
            List.of("history", "--pair", "vm01", "vm09"),
            List.of("history", "--pair", "vm01", "vm02", "--before", "vm01", "vm02"))) {
      Outcome wrong = bench.practice(arguments.toArray(String[]::new));
      assertThat(wrong.status()).as(arguments + wrong.out()).isEqualTo(2);
      assertThat(wrong.out()).isEmpty();
    }
  }

  private static Subject.OnPair pair(String from, String to) {
    return new Subject.OnPair(new NodeId(from), new NodeId(to));
  }
}
