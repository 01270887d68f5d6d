package org.flannelboard.ssh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions.SecretRequest;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening connections: host keys, authentication, jump hosts, and servers that misbehave. */
class SshNodeConnectorTest {

  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir Path folder;

  private final ScriptedPerson person = new ScriptedPerson();
  private final KeyPair login = TestServer.keyPair("ed25519");
  private final KeyPair hostKey = TestServer.keyPair("ed25519");
  private final List<AutoCloseable> open = new ArrayList<>();
  private Path key = Path.of("unset");
  private Path knownHosts = Path.of("unset");

  @BeforeEach
  void writeKey() {
    key = TestServer.write(folder.resolve("id"), login, null);
    knownHosts = folder.resolve("known_hosts");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private TestServer server(KeyPair... hostKeys) throws Exception {
    TestServer server = new TestServer(hostKeys);
    server.authorized.add(login.getPublic());
    open.add(server);
    return server.start();
  }

  private SshNodeConnector connector() {
    SshSettings settings =
        new SshSettings(List.of(knownHosts), List.of(), null, Duration.ofSeconds(1), 2);
    SshNodeConnector connector =
        new SshNodeConnector(
            settings,
            person,
            NodeActivity.unobserved(),
            _ -> {
              throw new IllegalStateException("not asked for");
            });
    open.add(connector);
    return connector;
  }

  private Result<NodeShell, NodeFailure> shell(NodeSpec node) {
    return assertTimeoutPreemptively(
        LIMIT, () -> connector().shell(node, Deadline.after(Duration.ofSeconds(20))));
  }

  private static String echo(NodeShell shell) {
    return shell
        .exec(Script.of("echo", "echo hello"), Deadline.after(Duration.ofSeconds(20)))
        .orElseThrow()
        .text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void anUnknownHostIsAskedAboutOnceAndThenKnown(String kind) throws Exception {
    NodeSpec node = server(TestServer.keyPair(kind)).node(List.of(key));
    assertThat(echo(shell(node).orElseThrow())).isEqualTo("hello\n");
    assertThat(echo(shell(node).orElseThrow())).isEqualTo("hello\n");
    assertThat(person.hosts).hasSize(1);
    assertThat(Files.readString(knownHosts))
        .startsWith("[127.0.0.1]:" + node.ssh().port() + " ")
        .hasLineCount(1);
    assertThat(person.hosts.getFirst().fingerprint()).startsWith("SHA256:");
  }

  @Test
  void aDeclinedHostIsUnknownAndNotWrittenDown() throws Exception {
    person.trusting = false;
    assertThat(shell(server(hostKey).node(List.of(key))).toFailure())
        .get()
        .isInstanceOf(NodeFailure.HostKeyUnknown.class);
    assertThat(knownHosts).doesNotExist();
  }

  @Test
  void aChangedHostKeyIsRefusedWithBothFingerprintsAndTheLine() throws Exception {
    TestServer server = server(hostKey);
    HostKey other = KeyFiles.publicKey(TestServer.keyPair("ed25519"));
    HostPort address = new HostPort("127.0.0.1", server.port());
    new KnownHostsFiles(List.of(knownHosts)).append(address, other);
    assertThat(shell(server.node(List.of(key))).toFailure())
        .contains(
            new NodeFailure.HostKeyChanged(
                new NodeId("vm01"),
                address.toString(),
                other.fingerprint(),
                KeyFiles.publicKey(hostKey).fingerprint(),
                knownHosts + ":1"));
    assertThat(person.hosts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void theTypeOnFileIsAskedForFirst(String kind) throws Exception {
    KeyPair known = TestServer.keyPair(kind);
    List<KeyPair> all = new ArrayList<>(List.of(known));
    for (String other : List.of("ed25519", "ecdsa", "rsa")) {
      if (!other.equals(kind)) {
        all.add(TestServer.keyPair(other));
      }
    }
    TestServer server = server(all.toArray(KeyPair[]::new));
    new KnownHostsFiles(List.of(knownHosts))
        .append(new HostPort("127.0.0.1", server.port()), KeyFiles.publicKey(known));
    assertThat(shell(server.node(List.of(key))).toOptional()).isPresent();
    assertThat(person.hosts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void anEncryptedKeyIsUnlockedWithOneQuestion(String kind) throws Exception {
    KeyPair pair = TestServer.keyPair(kind);
    Path file = TestServer.write(folder.resolve("enc"), pair, "open sesame");
    TestServer server = server(hostKey);
    server.authorized.add(pair.getPublic());
    person.answers.put(SecretRequest.KeyPassphrase.class, "open sesame");
    SshNodeConnector connector = connector();
    NodeSpec node = server.node(List.of(file));
    for (int i = 0; i < 2; i++) {
      NodeShell shell = connector.shell(node, Deadline.after(LIMIT)).orElseThrow();
      assertThat(echo(shell)).isEqualTo("hello\n");
      shell.close();
    }
    assertThat(person.requests).hasSize(1);
  }

  @Test
  void aKeyTheServerDoesNotWantIsNotUnlocked() throws Exception {
    KeyPair stranger = TestServer.keyPair("ed25519");
    Path file = TestServer.write(folder.resolve("enc"), stranger, "open sesame");
    NodeSpec node = server(hostKey).node(List.of(file, key));
    assertThat(echo(shell(node).orElseThrow())).isEqualTo("hello\n");
    assertThat(person.requests).isEmpty();
  }

  @Test
  void unusableKeysAreNamed() throws Exception {
    TestServer server = server(hostKey);
    Path missing = folder.resolve("missing");
    assertThat(shell(server.node(List.of(missing))).toFailure())
        .get()
        .isEqualTo(
            new NodeFailure.KeyUnusable(
                new NodeId("vm01"), missing.toString(), "there is no such file"));
    Path junk = Files.writeString(folder.resolve("junk"), "no key at all\n");
    assertThat(shell(server.node(List.of(junk))).toFailure())
        .get()
        .isInstanceOf(NodeFailure.KeyUnusable.class);
    Path locked = TestServer.write(folder.resolve("enc"), login, "right");
    person.answers.put(SecretRequest.KeyPassphrase.class, "wrong");
    assertThat(shell(server.node(List.of(locked))).toFailure())
        .get()
        .isInstanceOf(NodeFailure.KeyUnusable.class);
  }

  @Test
  void aWrongUserIsRefusedAndWhatWasTriedIsSaid() throws Exception {
    NodeSpec node = TestServer.node("nobody", server(hostKey).port(), List.of(key));
    assertThat(shell(node).toFailure())
        .get()
        .isInstanceOfSatisfying(
            NodeFailure.AuthenticationRefused.class,
            refused -> assertThat(refused.tried()).contains(key.toString()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPasswordIsAskedForWhereTheServerTakesOne(boolean right) throws Exception {
    TestServer server = new TestServer(hostKey);
    open.add(server);
    PasswordAuthenticator check = (user, password, _) -> password.equals("secret");
    server.mina().setPasswordAuthenticator(check);
    server.start();
    person.answers.put(SecretRequest.LoginPassword.class, right ? "secret" : "guess");
    Result<NodeShell, NodeFailure> result = shell(server.node(List.of()));
    assertThat(person.requests).hasSize(1);
    assertThat(result.toOptional().isPresent()).isEqualTo(right);
  }

  @Test
  void aNodeBehindAJumpHostIsReachedThroughIt() throws Exception {
    TestServer jump = server(TestServer.keyPair("ed25519"));
    TestServer target = server(TestServer.keyPair("ecdsa"));
    NodeSpec node =
        target.node(
            List.of(key), new SshAccess.Jump("127.0.0.1", jump.port(), "admin", List.of(key)));
    assertThat(echo(shell(node).orElseThrow())).isEqualTo("hello\n");
    assertThat(person.hosts).hasSize(2);
    assertThat(jump.mina().getActiveSessions()).hasSize(1);
  }

  @Test
  void aTunnelCarriesBytesAndARefusedOneIsAnError() throws Exception {
    TestServer server = server(hostKey);
    StreamDialer dialer =
        connector().dialer(server.node(List.of(key)), Deadline.after(LIMIT)).orElseThrow();
    HostPort itself = new HostPort("127.0.0.1", server.port());
    try (StreamDialer.ByteStream stream = dialer.dial(itself, Deadline.after(LIMIT))) {
      InputStream in = stream.input();
      assertThat(new String(in.readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("SSH-");
    }
    HostPort closed;
    try (ServerSocket gone = TestServer.mute()) {
      closed = new HostPort("127.0.0.1", gone.getLocalPort());
    }
    assertThatThrownBy(() -> dialer.dial(closed, Deadline.after(LIMIT)))
        .isInstanceOf(IOException.class);
    try (StreamDialer.ByteStream stream = dialer.dial(itself, Deadline.after(LIMIT))) {
      assertThat(stream.input().read()).isEqualTo('S');
    }
  }

  @Test
  void aMuteServerIsGivenUpInTime() throws Exception {
    try (ServerSocket mute = TestServer.mute()) {
      NodeSpec node = TestServer.node("admin", mute.getLocalPort(), List.of(key));
      assertThat(
              assertTimeoutPreemptively(
                  LIMIT,
                  () ->
                      connector().shell(node, Deadline.after(Duration.ofMillis(300))).toFailure()))
          .get()
          .isInstanceOf(NodeFailure.TimedOut.class);
    }
  }

  @Test
  void nobodyListeningIsUnreachable() throws Exception {
    int port;
    try (ServerSocket gone = TestServer.mute()) {
      port = gone.getLocalPort();
    }
    assertThat(shell(TestServer.node("admin", port, List.of(key))).toFailure())
        .get()
        .isInstanceOf(NodeFailure.Unreachable.class);
  }

  @Test
  void aBrokenConnectionFailsWhatRunsAndIsReopenedByTheNextConnect() throws Exception {
    TestServer server = server(hostKey);
    NodeSpec node = server.node(List.of(key));
    SshNodeConnector connector = connector();
    NodeShell shell = connector.shell(node, Deadline.after(LIMIT)).orElseThrow();
    CountDownLatch begun = new CountDownLatch(1);
    NodeShell.Running run =
        shell
            .start(Script.of("loop", "echo x; cat"), _ -> begun.countDown(), Deadline.after(LIMIT))
            .orElseThrow();
    assertThat(begun.await(20, SECONDS)).isTrue();
    server.mina().getActiveSessions().forEach(session -> session.close(true));
    assertThat(assertTimeoutPreemptively(LIMIT, run::await).toFailure())
        .get()
        .isInstanceOf(NodeFailure.ConnectionLost.class);
    assertThat(echo(connector.shell(node, Deadline.after(LIMIT)).orElseThrow()))
        .isEqualTo("hello\n");
  }

  @Test
  void aDeadLinkIsNoticed() throws Exception {
    TestServer server = server(hostKey);
    try (SilentRelay relay = new SilentRelay(server.port())) {
      NodeSpec node = TestServer.node("admin", relay.port(), List.of(key));
      NodeShell shell = shell(node).orElseThrow();
      NodeShell.Running run =
          shell.start(Script.of("loop", "cat"), _ -> {}, Deadline.after(LIMIT)).orElseThrow();
      relay.fallSilent();
      assertThat(assertTimeoutPreemptively(LIMIT, run::await).toFailure())
          .get()
          .isInstanceOf(NodeFailure.ConnectionLost.class);
    }
  }
}
