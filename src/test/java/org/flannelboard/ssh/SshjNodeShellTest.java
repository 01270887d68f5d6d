package org.flannelboard.ssh;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.flannelboard.base.Deadline;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.NodeShellContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
            NodeActivity.unobserved(),
            _ -> {
              throw new IllegalStateException("not asked for");
            });
    shell =
        connector
            .shell(server.node(List.of(key)), Deadline.after(Duration.ofSeconds(30)))
            .orElseThrow();
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
