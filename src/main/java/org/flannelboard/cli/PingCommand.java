package org.flannelboard.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.flannelboard.app.LiveDiagnosis;
import org.flannelboard.app.MatrixExport;
import org.flannelboard.app.Mesh;
import org.flannelboard.app.MeshWatch;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.run.MeshBoard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ping",
    description = "Ping every ordered pair of docker0 addresses.",
    mixinStandardHelpOptions = true)
final class PingCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(names = "--watch", description = "Go on until interrupted; a document or table a second.")
  boolean watch;

  @Option(
      names = "--diagnose",
      description = "With --watch: say why, when a pair turns red, and when it is over.")
  boolean diagnose;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds to measure (default ${DEFAULT-VALUE}).")
  int count;

  @Option(
      names = "--interval",
      paramLabel = "MS",
      defaultValue = "500",
      description = "Milliseconds from round to round, 100 or more (default ${DEFAULT-VALUE}).")
  int interval;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, csv or json (default text; json with --json).")
  @Nullable Format format;

  /** How the matrix is printed. */
  enum Format {
    text,
    csv,
    json
  }

  PingCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Terminal terminal = invocation.terminal();
    if (count < 1 || interval < 100) {
      terminal.note(terminal.text("cli.ping.range"));
      return ExitCode.WRONG_USAGE.status();
    }
    if (diagnose && !watch) {
      terminal.note(terminal.text("cli.ping.diagnose"));
      return ExitCode.WRONG_USAGE.status();
    }
    Duration pause = Duration.ofMillis(interval);
    return invocation.withCluster(
        opened -> watch ? watch(opened, pause) : once(opened, new Mesh.Pace(count, pause, pause)));
  }

  private Result<ExitCode, Failure> once(Invocation.Opened opened, Mesh.Pace pace) {
    Mesh.Measured measured = new Mesh(opened.cluster(), opened.door()).once(pace);
    print(opened.terminal(), measured.matrix());
    if (measured.leases() != null) {
      opened.terminal().complain(measured.leases());
    }
    return Result.ok(verdict(measured.matrix()));
  }

  /** Runs until the process is interrupted. */
  private Result<ExitCode, Failure> watch(Invocation.Opened opened, Duration pause) {
    Mesh.Pace pace = new Mesh.Pace(0, pause, pause);
    CountDownLatch interrupted = new CountDownLatch(1);
    Paced paced = new Paced(snapshot -> print(opened.terminal(), snapshot), Duration.ofSeconds(1));
    MeshBoard board = new Mesh(opened.cluster(), opened.door()).board();
    try (MeshWatch _ = new MeshWatch(opened.cluster(), opened.door(), pace, board, paced::accept);
        Following _ = following(opened, board)) {
      interrupted.await();
      return Result.ok(ExitCode.AS_IT_SHOULD);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.ok(ExitCode.COULD_NOT_FIND_OUT);
    }
  }

  /** What ends with the watch. */
  private interface Following extends AutoCloseable {
    @Override
    void close();
  }

  /** Says why pairs turn red, if that was asked for. */
  private Following following(Invocation.Opened opened, MeshBoard board) {
    if (!diagnose) {
      return () -> {};
    }
    return new LiveDiagnosis(
            opened.cluster(),
            opened.door(),
            board,
            opened.cluster().history(),
            new IncidentPrinter(opened.terminal(), invocation.json))
        ::close;
  }

  private void print(Terminal terminal, MatrixSnapshot matrix) {
    switch (format()) {
      case text -> new MatrixPrinter(terminal).print(matrix);
      // The export ends its last line itself.
      case csv -> terminal.print(MatrixExport.csv(matrix).strip());
      case json -> terminal.print(MatrixExport.json(matrix, terminal.messages()));
    }
  }

  private Format format() {
    return format != null ? format : invocation.json ? Format.json : Format.text;
  }

  private static ExitCode verdict(MatrixSnapshot matrix) {
    if (matrix.allReached()) {
      return ExitCode.AS_IT_SHOULD;
    }
    return matrix.count(Cell.Lost.class::isInstance) > 0
        ? ExitCode.SOMETHING_IS_NOT
        : ExitCode.COULD_NOT_FIND_OUT;
  }
}
