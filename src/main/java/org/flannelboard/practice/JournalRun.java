package org.flannelboard.practice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.NodeFailure;
import org.jspecify.annotations.Nullable;

/** A journal that is followed on a practice node. */
final class JournalRun implements JournalStream, NodeStream {

  /** How often it looks for new lines: a person sees no delay. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final World world;
  private final Machine machine;
  private final String unit;
  private final Consumer<String> entries;
  private final Function<String, Optional<NodeFailure>> broken;
  private final CompletableFuture<Optional<NodeFailure>> end = new CompletableFuture<>();
  private Pacer.@Nullable Repetition repetition;
  private long read;

  /**
   * Made with the world locked.
   *
   * @param lines how many of the last lines come first
   * @param broken whether the connection it runs over is gone
   */
  JournalRun(
      World world,
      Machine machine,
      String unit,
      int lines,
      Consumer<String> entries,
      Function<String, Optional<NodeFailure>> broken) {
    this.world = world;
    this.machine = machine;
    this.unit = unit;
    this.entries = entries;
    this.broken = broken;
    this.read = Math.max(0, machine.systemd().journal().length(unit) - lines);
  }

  void begin(Pacer pacer) {
    repetition = pacer.every(LOOK, this::look);
  }

  @Override
  public boolean isOver() {
    return end.isDone();
  }

  @Override
  public Optional<NodeFailure> awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a journal run ends normally", e);
    }
  }

  /** A connection that is closed under it takes it along; its own end comes first if it has one. */
  @Override
  public void close() {
    finish(Optional.empty());
  }

  private void look() {
    if (end.isDone()) {
      return;
    }
    Optional<NodeFailure> failure = world.locked(() -> broken.apply("follow journal of " + unit));
    if (failure.isPresent()) {
      finish(failure);
      return;
    }
    List<String> fresh =
        world.locked(
            () -> {
              List<String> lines = machine.systemd().journal().after(unit, read);
              read = machine.systemd().journal().length(unit);
              return lines;
            });
    fresh.forEach(entries);
  }

  private void finish(Optional<NodeFailure> outcome) {
    end.complete(outcome);
    Pacer.Repetition running = repetition;
    if (running != null) {
      running.close();
    }
  }
}
