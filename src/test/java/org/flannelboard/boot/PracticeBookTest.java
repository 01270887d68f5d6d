package org.flannelboard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeControls.Following;
import org.flannelboard.app.PracticeControls.State;
import org.flannelboard.app.PracticeFailure;
import org.flannelboard.app.PracticeScript;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Switches that several runs share. */
class PracticeBookTest {

  private static final Instant NOW = Instant.parse("2030-06-13T15:15:17Z");
  private static final InstantSource CLOCK = () -> NOW;
  private static final Fault DOWN = new Fault("node-down", List.of(new NodeId("vm02")));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state").resolve(PracticeBook.FILE);
  }

  @Test
  void whatOneRunSwitchesTheNextOneFinds() {
    PracticeBook first = PracticeBook.alone(file, CLOCK);
    assertThat(first.state()).isEqualTo(ok(List.of(), Duration.ZERO));
    first.switchOn(DOWN).orElseThrow();
    first.advance(Duration.ofHours(26)).orElseThrow();
    PracticeBook second = PracticeBook.alone(file, CLOCK);
    assertThat(second.state()).isEqualTo(ok(List.of(DOWN), Duration.ofHours(26)));
    assertThat(second.now()).isEqualTo(NOW.plus(Duration.ofHours(26)));
    second.clear().orElseThrow();
    second.resetClock().orElseThrow();
    assertThat(PracticeBook.alone(file, CLOCK).state()).isEqualTo(ok(List.of(), Duration.ZERO));
  }

  @Test
  @Timeout(60)
  void aRunThatFollowsIsToldWhatAnotherOneSwitches() throws InterruptedException {
    BlockingQueue<PracticeScript> followed = new LinkedBlockingQueue<>();
    BlockingQueue<Result<State, Failure>> told = new LinkedBlockingQueue<>();
    PracticeBook running = new PracticeBook(file, CLOCK, followed::add);
    assertThat(followed.take()).isEqualTo(PracticeScript.empty());
    try (Following _ = running.onChange(told::add);
        Following _ = running.follow()) {
      PracticeBook.alone(file, CLOCK).switchOn(DOWN).orElseThrow();
      assertThat(told.poll(50, TimeUnit.SECONDS)).isEqualTo(ok(List.of(DOWN), Duration.ZERO));
      assertThat(followed.take()).isEqualTo(PracticeScript.empty().with(DOWN));
      PracticeBook.alone(file, CLOCK).switchOff(DOWN).orElseThrow();
      assertThat(told.poll(50, TimeUnit.SECONDS)).isEqualTo(ok(List.of(), Duration.ZERO));
    }
  }

  @Test
  void aFileThatIsNotUnderstoodIsNamedAndLeftAsItIs() throws IOException {
    PracticeBook.alone(file, CLOCK).switchOn(DOWN).orElseThrow();
    for (String wrong : List.of("nonsense", "on no-such-fault vm01", "on node-down")) {
      Files.writeString(file, wrong + "\n");
      PracticeBook book = PracticeBook.alone(file, CLOCK);
      assertThat(book.state().toFailure()).containsInstanceOf(PracticeFailure.class);
      assertThat(book.switchOff(DOWN).toFailure()).isEqualTo(book.state().toFailure());
      assertThat(Files.readString(file)).isEqualTo(wrong + "\n");
    }
    Files.writeString(file, "nonsense\n");
    assertThat(PracticeBook.alone(file, CLOCK).state().toFailure())
        .contains(new PracticeFailure.StateInvalid(file.toString(), 1, "nonsense"));
  }

  @Test
  void aFaultIsSwitchedWhereItCanBe() {
    PracticeBook book = PracticeBook.alone(file, CLOCK);
    NodeId vm01 = new NodeId("vm01");
    assertThat(book.switchOn(new Fault("route-missing", List.of(vm01))).toFailure())
        .contains(new PracticeFailure.FaultNodesWrong("route-missing", 2));
    assertThat(book.switchOn(new Fault("route-missing", List.of(vm01, vm01))).toFailure())
        .contains(new PracticeFailure.FaultNodesWrong("route-missing", 2));
    assertThat(book.switchOn(new Fault("node-down", List.of(new NodeId("db")))).toFailure())
        .contains(new PracticeFailure.NodeUnknown("db"));
    assertThat(book.switchOn(new Fault("rain", List.of())).toFailure())
        .contains(new PracticeFailure.FaultUnknown("rain"));
    assertThat(book.advance(Duration.ofHours(-1)).toFailure())
        .contains(new PracticeFailure.LengthInvalid("PT-1H"));
    assertThat(file).doesNotExist();
  }

  private static Result<State, Failure> ok(List<Fault> on, Duration ahead) {
    return Result.ok(new State(on, ahead));
  }
}
