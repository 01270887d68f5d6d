package org.flannelboard.node.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Result;
import org.flannelboard.node.NodeFailure;
import org.junit.jupiter.api.Test;

/** What every {@link NodeShell} keeps to, whatever carries it. */
public abstract class NodeShellContract {

  /** Well above what anything here takes; a test that needs it all has found a hang. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int LARGE = 40 * 1024 * 1024;

  /** A shell on a node with sh and the usual tools. */
  protected abstract NodeShell shell();

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private ExecResult exec(Script script) {
    return assertTimeoutPreemptively(LIMIT, () -> shell().exec(script, soon()).orElseThrow());
  }

  @Test
  void bothOutputsAndTheStatusComeBack() {
    ExecResult result = exec(Script.of("speak", "echo out; echo err >&2; exit 7"));
    assertThat(result.exitStatus()).isEqualTo(7);
    assertThat(result.text()).isEqualTo("out\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(result.succeeded()).isFalse();
  }

  @Test
  void argumentsArriveAsTheyAre() {
    List<String> words =
        List.of("", " ", "it's", "\"$HOME\" `id` $(id)", "a\nb", "-n", "\\", "*", "ü 网", "!x");
    ExecResult result =
        exec(
            new Script(
                "arguments",
                "for w; do printf '<%s>' \"$w\"; done",
                words,
                Script.of("", "").stdin()));
    assertThat(result.text()).isEqualTo("<" + String.join("><", words) + ">");
  }

  @Test
  void textWithManyLinesAndQuotesIsRunAsItIs() {
    String text = "x='a b'\n# it's a comment\nprintf '%s' \"$x\"\n";
    assertThat(exec(Script.of("text", text)).text()).isEqualTo("a b");
  }

  @Test
  void inputIsSeenToItsEnd() {
    byte[] input = randomBytes(100_000);
    ExecResult result = exec(Script.of("echo", "cat").feeding(input));
    assertThat(result.stdout()).isEqualTo(input);
  }

  @Test
  void noInputIsAnEmptyFile() {
    assertThat(exec(Script.of("count", "wc -c")).text().strip()).isEqualTo("0");
  }

  @Test
  void fortyMegabytesBothWaysDoNotBlockEachOther() {
    byte[] input = randomBytes(LARGE);
    ExecResult result =
        exec(Script.of("both ways", "head -c 10000000 /dev/zero >&2 & cat; wait").feeding(input));
    assertThat(Digest.of(result.stdout())).isEqualTo(Digest.of(input));
    assertThat(result.stderr()).hasSize(10_000_000);
  }

  @Test
  void aScriptThatDoesNotReadItsInputEndsAllTheSame() {
    ExecResult result = exec(Script.of("deaf", "exit 3").feeding(randomBytes(LARGE)));
    assertThat(result.exitStatus()).isEqualTo(3);
    assertThat(exec(Script.of("after", "echo fine")).text()).isEqualTo("fine\n");
  }

  @Test
  void aScriptPastItsDeadlineIsGivenUpAndTheShellGoesOn() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          Result<ExecResult, NodeFailure> late =
              shell()
                  .exec(
                      Script.of("dawdle", "echo begun; exec sleep 600"),
                      Deadline.after(Duration.ofMillis(500)));
          assertThat(late.toFailure()).contains(new NodeFailure.TimedOut(shell().node(), "dawdle"));
          assertThat(exec(Script.of("after", "echo fine")).text()).isEqualTo("fine\n");
        });
  }

  @Test
  void anInterruptGivesUp() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          Thread.currentThread().interrupt();
          Result<ExecResult, NodeFailure> given =
              shell().exec(Script.of("dawdle", "exec sleep 600"), soon());
          assertThat(Thread.interrupted()).isTrue();
          assertThat(given.toFailure())
              .contains(new NodeFailure.TimedOut(shell().node(), "dawdle"));
        });
  }

  @Test
  void moreCommandsThanSessionsWaitTheirTurn() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          List<FutureTask<String>> tasks = new ArrayList<>();
          for (int i = 0; i < 30; i++) {
            Script script = Script.of("turn", "echo \"$1\"", Integer.toString(i));
            FutureTask<String> task =
                new FutureTask<>(() -> shell().exec(script, soon()).orElseThrow().text());
            tasks.add(task);
            Thread.ofVirtual().start(task);
          }
          for (int i = 0; i < 30; i++) {
            assertThat(tasks.get(i).get()).isEqualTo(i + "\n");
          }
        });
  }

  @Test
  void aStreamHandsOnLinesAndTellsItsEnd() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          List<String> lines = new ArrayList<>();
          NodeShell.Running run =
              shell()
                  .start(
                      Script.of("lines", "echo one; echo zwei ü; printf part; echo e >&2; exit 4"),
                      lines::add,
                      soon())
                  .orElseThrow();
          ExecResult end = run.await().orElseThrow();
          assertThat(lines).containsExactly("one", "zwei ü");
          assertThat(end.exitStatus()).isEqualTo(4);
          assertThat(end.stderr()).isEqualTo("e\n");
        });
  }

  @Test
  void closingAStreamEndsItsInputOnTheNode() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          String fifo = exec(Script.of("name", "mktemp -u")).text().strip();
          exec(Script.of("fifo", "mkfifo \"$1\"", fifo));
          BlockingQueue<String> lines = new LinkedBlockingQueue<>();
          NodeShell.Running run =
              shell()
                  .start(
                      Script.of("loop", "read x; echo \"$x\"; cat; echo gone >\"$1\"", fifo)
                          .feeding("ready\n".getBytes(UTF_8)),
                      lines::add,
                      soon())
                  .orElseThrow();
          assertThat(lines.poll(30, SECONDS)).isEqualTo("ready");
          run.close();
          assertThat(run.await().orElseThrow().exitStatus()).isEqualTo(ExecResult.NO_STATUS);
          assertThat(exec(Script.of("witness", "cat \"$1\"; rm \"$1\"", fifo)).text())
              .isEqualTo("gone\n");
        });
  }

  @Test
  void closingTheShellEndsItsStreamsAndFailsWhatFollows() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          CountDownLatch begun = new CountDownLatch(1);
          NodeShell shell = shell();
          NodeShell.Running run =
              shell
                  .start(Script.of("loop", "echo x; cat"), _ -> begun.countDown(), soon())
                  .orElseThrow();
          assertThat(begun.await(30, SECONDS)).isTrue();
          shell.close();
          assertThat(run.await().toOptional()).isPresent();
          assertThat(shell.exec(Script.of("late", "true"), soon()).toFailure())
              .get()
              .isInstanceOf(NodeFailure.ConnectionLost.class);
        });
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}
