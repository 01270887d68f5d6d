package org.flannelboard.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions.SecretRequest;
import org.flannelboard.node.posix.ExecResult;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts through the real sudo(8), as a user who is not root. */
class OpenSshSudoLabTest {

  private static final String PASSWORD = "sesame 'open' ü";
  private static final Script WHO = Script.of("who", "id -un");

  @RegisterExtension final OpenSshLab lab = new OpenSshLab();

  private NodeShell shell(String user) throws Exception {
    return lab.shell(OpenSshLab.node(user, lab.server(), SudoMode.AUTO, List.of(lab.key())))
        .orElseThrow();
  }

  private static Result<ExecResult, NodeFailure> exec(NodeShell shell, Script script) {
    return assertTimeoutPreemptively(
        OpenSshLab.LIMIT, () -> shell.exec(script, Deadline.after(OpenSshLab.LIMIT)));
  }

  private String userWithSudo(String rule) throws Exception {
    String user = lab.user(PASSWORD);
    lab.sudoers(user, rule);
    return user;
  }

  @Test
  void withoutAPasswordNobodyIsAsked() throws Exception {
    NodeShell shell = shell(userWithSudo("ALL=(ALL) NOPASSWD: ALL"));
    assertThat(exec(shell, WHO).orElseThrow().text()).isEqualTo("root\n");
    assertThat(lab.person.requests).isEmpty();
  }

  @Test
  void thePasswordIsAskedForOnceAndInputArrivesUntouched() throws Exception {
    lab.person.answers.put(SecretRequest.SudoPassword.class, PASSWORD);
    NodeShell shell = shell(userWithSudo("ALL=(ALL) ALL"));
    byte[] input = "first line\nsecond\n".getBytes(UTF_8);
    for (int i = 0; i < 3; i++) {
      ExecResult result =
          exec(shell, Script.of("echo", "id -un; cat").feeding(input)).orElseThrow();
      assertThat(result.text()).isEqualTo("root\nfirst line\nsecond\n");
    }
    assertThat(lab.person.requests).hasSize(1);
  }

  @Test
  void commandsAtOnceAskOnce() throws Exception {
    lab.person.answers.put(SecretRequest.SudoPassword.class, PASSWORD);
    NodeShell shell = shell(userWithSudo("ALL=(ALL) ALL"));
    assertTimeoutPreemptively(
        OpenSshLab.LIMIT,
        () -> {
          List<FutureTask<String>> tasks = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            FutureTask<String> task =
                new FutureTask<>(
                    () -> shell.exec(WHO, Deadline.after(OpenSshLab.LIMIT)).orElseThrow().text());
            tasks.add(task);
            Thread.ofVirtual().start(task);
          }
          for (FutureTask<String> task : tasks) {
            assertThat(task.get()).isEqualTo("root\n");
          }
        });
    assertThat(lab.person.requests).hasSize(1);
  }

  @Test
  void fortyMegabytesGoThroughSudo() throws Exception {
    lab.person.answers.put(SecretRequest.SudoPassword.class, PASSWORD);
    NodeShell shell = shell(userWithSudo("ALL=(ALL) ALL"));
    byte[] input = new byte[40 * 1024 * 1024];
    new Random(42).nextBytes(input);
    String digest =
        exec(shell, Script.of("digest", "sha256sum").feeding(input)).orElseThrow().text();
    assertThat(digest).startsWith(Digest.of(input).sha256());
  }

  @Test
  void aPasswordNobodyReadsIsNotInput() throws Exception {
    lab.person.answers.put(SecretRequest.SudoPassword.class, PASSWORD);
    String user = userWithSudo("ALL=(ALL) ALL");
    NodeShell shell = shell(user);
    assertThat(exec(shell, WHO).orElseThrow().text()).isEqualTo("root\n");
    lab.sudoers(user, "ALL=(ALL) NOPASSWD: ALL");
    byte[] input = "mine\n".getBytes(UTF_8);
    assertThat(exec(shell, Script.of("echo", "cat").feeding(input)).orElseThrow().text())
        .isEqualTo("mine\n");
  }

  @Test
  void aWrongPasswordIsRefusedAndAskedForAgain() throws Exception {
    lab.person.answers.put(SecretRequest.SudoPassword.class, "wrong");
    NodeShell shell = shell(userWithSudo("ALL=(ALL) ALL"));
    assertThat(exec(shell, WHO).toFailure()).get().isInstanceOf(NodeFailure.SudoRefused.class);
    lab.person.answers.put(SecretRequest.SudoPassword.class, PASSWORD);
    assertThat(exec(shell, WHO).orElseThrow().text()).isEqualTo("root\n");
    assertThat(lab.person.requests).hasSize(2);
  }

  @Test
  void aDeclinedPasswordIsARefusal() throws Exception {
    NodeShell shell = shell(userWithSudo("ALL=(ALL) ALL"));
    assertThat(exec(shell, WHO).toFailure()).get().isInstanceOf(NodeFailure.SudoRefused.class);
    assertThat(lab.person.requests).hasSize(1);
  }

  @Test
  void aUserWithoutTheRightIsRefused() throws Exception {
    lab.person.answers.put(SecretRequest.SudoPassword.class, PASSWORD);
    NodeShell shell = shell(lab.user(PASSWORD));
    assertThat(exec(shell, WHO).toFailure()).get().isInstanceOf(NodeFailure.SudoRefused.class);
  }
}
