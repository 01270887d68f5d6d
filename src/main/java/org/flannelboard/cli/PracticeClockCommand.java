package org.flannelboard.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.PracticeControls.State;
import org.flannelboard.app.PracticeFailure;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The time in practice clusters. */
final class PracticeClockCommand {

  private PracticeClockCommand() {}

  @Command(
      name = "show",
      description = "What time it is in a practice cluster that is opened now.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    private final Invocation invocation;

    Show(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withPractice(
          (controls, terminal) -> controls.state().ifOk(state -> told(invocation, terminal)));
    }
  }

  @Command(
      name = "advance",
      description = "Move the clock on: leases and certificates run out.",
      mixinStandardHelpOptions = true)
  static final class Advance implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(
        index = "0",
        paramLabel = "LENGTH",
        description = "How far: 90m, 26h, 3d, 1y (minutes, hours, days, years of 365 days).")
    String length = "";

    Advance(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withPractice(
          (controls, terminal) ->
              parse(length).flatMap(controls::advance).ifOk(state -> told(invocation, terminal)));
    }
  }

  @Command(
      name = "reset",
      description = "Have practice clusters begin at the present again.",
      mixinStandardHelpOptions = true)
  static final class Reset implements Callable<Integer> {

    private final Invocation invocation;

    Reset(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withPractice(
          (controls, terminal) -> controls.resetClock().ifOk(state -> told(invocation, terminal)));
    }
  }

  private static Result<Duration, Failure> parse(String text) {
    return Length.parse(text)
        .<Result<Duration, Failure>>map(Result::ok)
        .orElseGet(() -> Result.err(new PracticeFailure.LengthInvalid(text)));
  }

  /** Reads the clock anew, as it was moved meanwhile. */
  private static void told(Invocation invocation, Terminal terminal) {
    PracticeControls controls = invocation.context().opener().practiceControls();
    Duration ahead = controls.state().map(State::ahead).orElseThrow();
    Instant now = controls.now();
    terminal.print(
        invocation.json
            ? Json.write(
                Json.object().put("now", now.toString()).put("aheadSeconds", ahead.toSeconds()))
            : terminal.text(
                "cli.practice.clock",
                Map.of("now", Terminal.time(now), "hours", Long.toString(ahead.toHours()))));
  }
}
