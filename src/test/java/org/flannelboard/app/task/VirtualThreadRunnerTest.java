package org.flannelboard.app.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The contract over threads, and what only threads can show. */
class VirtualThreadRunnerTest extends TaskRunnerContract {

  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @Override
  TaskRunner runner() {
    return new VirtualThreadRunner();
  }

  /** Waits for what never comes, and tells when it is interrupted. */
  private String hang() {
    begun.countDown();
    try {
      never.await();
      return "came";
    } catch (InterruptedException e) {
      interrupted.countDown();
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Test
  void cancellingInterruptsTheWork() throws InterruptedException {
    Task<String> task = runner.start("hang", this::hang);
    begun.await();
    task.cancel();
    interrupted.await();
    assertThatThrownBy(task::join).isInstanceOf(Task.TaskInterruptedException.class);
  }

  @Test
  void closingTheRunnerInterruptsAllWork() throws InterruptedException {
    runner.start("hang", this::hang).detach();
    begun.await();
    runner.close();
    interrupted.await();
    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void anInterruptOfTheWaiterEndsItsWaitingAlone() throws InterruptedException {
    Task<String> task = runner.start("hang", this::hang);
    begun.await();
    Thread.currentThread().interrupt();
    assertThatThrownBy(task::join).isInstanceOf(Task.TaskInterruptedException.class);
    assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
    assertThat(interrupted.getCount()).as("the work goes on").isEqualTo(1);
    never.countDown();
    assertThat(task.join()).isEqualTo("came");
  }

  @Test
  void anInterruptOfWhoWaitsForAllCancelsAll() throws InterruptedException {
    Thread waiter = Thread.currentThread();
    assertThatThrownBy(
            () ->
                runner.forEach(
                    "all",
                    List.of("hang", "interrupt"),
                    item -> {
                      if (item.equals("hang")) {
                        return hang();
                      }
                      waiter.interrupt();
                      return item;
                    }))
        .isInstanceOf(Task.TaskInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    // The task may have been cancelled before its thread began.
    assertThat(begun.getCount() == 1 || awaitInterrupt()).isTrue();
  }

  @Test
  void anErrorOfOneItemCancelsTheOthers() throws InterruptedException {
    assertThatThrownBy(
            () ->
                runner.forEach(
                    "all",
                    List.of("fail", "hang"),
                    item -> {
                      if (item.equals("hang")) {
                        return hang();
                      }
                      try {
                        begun.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      throw new AssertionError("broken");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(awaitInterrupt()).isTrue();
  }

  @Test
  void theThreadCarriesTheTasksName() {
    assertThat(runner.start("observe vm01", () -> Thread.currentThread().getName()).join())
        .isEqualTo("observe vm01");
  }

  private boolean awaitInterrupt() throws InterruptedException {
    interrupted.await();
    return true;
  }
}
