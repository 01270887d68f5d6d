package org.flannelboard.ssh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.flannelboard.base.Deadline;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.NodeShellContract;
import org.flannelboard.node.posix.Script;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shell contract against OpenSSH's server, and what only a real server does. */
class OpenSshLabTest extends NodeShellContract {

  @RegisterExtension final OpenSshLab lab = new OpenSshLab();

  private @Nullable NodeShell shell;

  @BeforeEach
  void connect() throws Exception {
    shell = lab.shell(OpenSshLab.node(lab.server(), lab.key())).orElseThrow();
  }

  @Override
  protected NodeShell shell() {
    return Objects.requireNonNull(shell);
  }

  @Test
  void whatWasSaidBeforeASignalIsHeard() {
    assertTimeoutPreemptively(
        OpenSshLab.LIMIT,
        () -> {
          var result =
              shell()
                  .exec(
                      Script.of("die", "head -c 1000000 /dev/zero; echo e >&2; kill -KILL $$"),
                      Deadline.after(OpenSshLab.LIMIT))
                  .orElseThrow();
          assertThat(result.stdout()).hasSize(1_000_000);
          assertThat(result.stderr()).isEqualTo("e\n");
          assertThat(result.succeeded()).isFalse();
        });
  }

  @Test
  void aServerWithFewerSessionsIsUsedWithThose() throws Exception {
    NodeShell narrow =
        lab.shell(OpenSshLab.node(lab.server("MaxSessions 2"), lab.key())).orElseThrow();
    assertTimeoutPreemptively(
        OpenSshLab.LIMIT,
        () -> {
          List<FutureTask<String>> tasks = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            Script script = Script.of("turn", "echo \"$1\"", Integer.toString(i));
            FutureTask<String> task =
                new FutureTask<>(
                    () ->
                        narrow.exec(script, Deadline.after(OpenSshLab.LIMIT)).orElseThrow().text());
            tasks.add(task);
            Thread.ofVirtual().start(task);
          }
          for (int i = 0; i < 20; i++) {
            assertThat(tasks.get(i).get()).isEqualTo(i + "\n");
          }
        });
  }

  @Test
  void aNodeThatHangsIsNoticed() throws Exception {
    OpenSshServer server = lab.server();
    NodeShell hanging = lab.shell(OpenSshLab.node(server, lab.key())).orElseThrow();
    CountDownLatch begun = new CountDownLatch(1);
    NodeShell.Running run =
        hanging
            .start(
                Script.of("loop", "echo x; cat"),
                _ -> begun.countDown(),
                Deadline.after(OpenSshLab.LIMIT))
            .orElseThrow();
    assertThat(begun.await(30, SECONDS)).isTrue();
    server.freezeConnections();
    assertThat(assertTimeoutPreemptively(OpenSshLab.LIMIT, run::await).toFailure())
        .get()
        .isInstanceOf(NodeFailure.ConnectionLost.class);
  }
}
