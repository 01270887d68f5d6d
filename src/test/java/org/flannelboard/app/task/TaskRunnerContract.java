package org.flannelboard.app.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every runner promises, whichever thread does the work. */
@Timeout(20)
abstract class TaskRunnerContract {

  final TaskRunner runner = runner();

  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private Thread.@Nullable UncaughtExceptionHandler handlerBefore;

  abstract TaskRunner runner();

  @BeforeEach
  void listen() {
    handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught.add(e));
  }

  @AfterEach
  void close() {
    Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
    runner.close();
  }

  @Test
  void theValueReachesWhoeverWaits() {
    Task<String> task = runner.start("value", () -> "done");
    assertThat(task.join()).isEqualTo("done");
    assertThat(task.join()).isEqualTo("done");
  }

  @Test
  void anExceptionReachesWhoeverWaitsAndNobodyElse() {
    IllegalStateException bug = new IllegalStateException("bug");
    Task<String> task =
        runner.start(
            "bug",
            () -> {
              throw bug;
            });
    assertThatThrownBy(task::join).isSameAs(bug);
    assertThat(uncaught).isEmpty();
  }

  @Test
  void aCheckedExceptionComesWrapped() {
    IOException checked = new IOException("checked");
    Task<String> task =
        runner.start(
            "checked",
            () -> {
              throw checked;
            });
    assertThatThrownBy(task::join).isInstanceOf(CompletionException.class).hasCause(checked);
  }

  @Test
  void anExceptionOfADetachedTaskIsReportedOnce() throws InterruptedException {
    IllegalStateException bug = new IllegalStateException("bug");
    Task<String> task =
        runner.start(
            "detached",
            () -> {
              throw bug;
            });
    task.detach();
    assertThat(uncaught.poll(10, TimeUnit.SECONDS)).isSameAs(bug);
    assertThatThrownBy(task::join).isSameAs(bug);
    assertThat(uncaught).isEmpty();
  }

  @Test
  void cancellingWhatHasEndedChangesNothing() {
    Task<String> task = runner.start("value", () -> "done");
    assertThat(task.join()).isEqualTo("done");
    task.cancel();
    assertThat(task.join()).isEqualTo("done");
  }

  @Test
  void resultsComeInTheOrderOfTheItems() {
    assertThat(runner.forEach("double", List.of(3, 1, 2), n -> n * 2)).containsExactly(6, 2, 4);
    assertThat(runner.forEach("none", List.<Integer>of(), n -> n * 2)).isEmpty();
  }

  @Test
  void oneItemsExceptionIsTheWholesException() {
    IllegalStateException bug = new IllegalStateException("bug");
    assertThatThrownBy(
            () ->
                runner.forEach(
                    "some",
                    List.of(1, 2, 3),
                    n -> {
                      if (n == 2) {
                        throw bug;
                      }
                      return n;
                    }))
        .isSameAs(bug);
  }
}
