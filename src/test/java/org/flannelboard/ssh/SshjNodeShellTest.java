package org.flannelboard.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.NodeShellContract;
import org.flannelboard.node.posix.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell contract over SSH, against a server inside the test. */
class SshjNodeShellTest extends NodeShellContract {

  @TempDir Path folder;

  private TestServer server;
  private SshNodeConnector connector;
  private NodeShell shell;

  @BeforeEach
  void connect() throws Exception {
    KeyPair login = TestServer.keyPair("ed25519");
    server = new TestServer(TestServer.keyPair("ed25519"));
    server.authorized.add(login.getPublic());
    server.start();
    Path key = TestServer.write(folder.resolve("id"), login, null);
    SshSettings settings =
        new SshSettings(
            List.of(folder.resolve("known_hosts")), List.of(), null, Duration.ofSeconds(5), 3);
    connector =
        new SshNodeConnector(
            settings,
            new ScriptedPerson(),
            this::began,
            _ -> {
              throw new IllegalStateException("not asked for");
            });
    shell =
        connector
            .shell(server.node(List.of(key)), Deadline.after(Duration.ofSeconds(30)))
            .orElseThrow();
  }

  /** What the log of activity is told: a line each for the beginning and the end. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  private NodeActivity.Command began(NodeId node, String line) {
    told.add(node + " began " + line);
    return (status, stdout, stderr) ->
        told.add(
            status
                + " "
                + new String(stdout, StandardCharsets.UTF_8).strip()
                + " "
                + stderr.strip());
  }

  @Test
  void aCommandIsToldAsItRanAndItsInputIsNot() {
    Script script = Script.of("echo", "cat; echo \"$1\" >&2; exit 3", "a b");
    byte[] input = "from the input".getBytes(StandardCharsets.UTF_8);
    shell.exec(script.feeding(input), Deadline.after(Duration.ofSeconds(20))).orElseThrow();
    assertThat(told)
        .containsExactly(
            shell.node() + " began exec sh -c 'cat; echo \"$1\" >&2; exit 3' sh 'a b'",
            "3 from the input a b");
  }

  @Test
  void aStreamIsToldOnceFromItsStartToItsEnd() {
    NodeShell.Running running =
        shell
            .start(Script.of("loop", "cat"), _ -> {}, Deadline.after(Duration.ofSeconds(20)))
            .orElseThrow();
    assertThat(told).hasSize(1);
    running.close();
    running.close();
    assertThat(told).hasSize(2).last().asString().startsWith("-1");
  }

  @AfterEach
  void disconnect() throws Exception {
    connector.close();
    server.close();
  }

  @Override
  protected NodeShell shell() {
    return shell;
  }
}
