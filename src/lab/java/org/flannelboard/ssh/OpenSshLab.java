package org.flannelboard.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.posix.NodeShell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * OpenSSH's programs on this machine for one test: servers, keys, an agent and users, all of them
 * gone afterwards. Root only.
 */
final class OpenSshLab implements BeforeEachCallback, AfterEachCallback {

  static final Duration LIMIT = Duration.ofSeconds(60);

  /** Asked by the connections. */
  final ScriptedPerson person = new ScriptedPerson();

  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable Path folder;
  private @Nullable Path agent;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Path created = Files.createTempDirectory("openssh-lab");
    open.add(() -> delete(created));
    // sshd reads authorized_keys as the user who logs in.
    Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder = created;
    Files.createFile(authorized());
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  Path file(String name) {
    return Objects.requireNonNull(folder, "outside a test").resolve(name);
  }

  Path knownHosts() {
    return file("known_hosts");
  }

  private Path authorized() {
    return file("authorized_keys");
  }

  /** A server with these types of host key. */
  OpenSshServer server(List<String> hostKeys, String... settings) throws Exception {
    OpenSshServer server =
        new OpenSshServer(file("sshd" + open.size()), authorized(), hostKeys, settings);
    open.add(server);
    return server;
  }

  OpenSshServer server(String... settings) throws Exception {
    return server(List.of("ed25519"), settings);
  }

  /** Lets whoever has this public key log in. */
  void authorize(String publicKey) throws IOException {
    Files.writeString(authorized(), publicKey + "\n", StandardOpenOption.APPEND);
  }

  /**
   * A new key that may log in, made by ssh-keygen(1).
   *
   * @param type {@code ed25519}, {@code ecdsa} or {@code rsa}
   * @param format {@code RFC4716} for OpenSSH's own, {@code PEM} or {@code PKCS8}
   */
  Path key(String type, String format, String passphrase) throws Exception {
    Path key = file("id_" + type + open.size());
    LabProgram.run(
        "ssh-keygen", "-q", "-t", type, "-m", format, "-N", passphrase, "-f", key.toString());
    authorize(Files.readString(key.resolveSibling(key.getFileName() + ".pub")).strip());
    return key;
  }

  Path key() throws Exception {
    return key("ed25519", "RFC4716", "");
  }

  /** A new ed25519 key that may log in, in PKCS#8, which ssh-keygen(1) does not write. */
  Path opensslKey() throws Exception {
    Path key = file("id_openssl");
    Path pub = file("id_openssl.der");
    LabProgram.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", key.toString());
    LabProgram.run(
        "openssl", "pkey", "-in", "" + key, "-pubout", "-outform", "DER", "-out", "" + pub);
    byte[] der = Files.readAllBytes(pub);
    byte[] blob = new byte[4 + 11 + 4 + 32];
    blob[3] = 11;
    System.arraycopy("ssh-ed25519".getBytes(StandardCharsets.US_ASCII), 0, blob, 4, 11);
    blob[18] = 32;
    System.arraycopy(der, der.length - 32, blob, 19, 32);
    authorize("ssh-ed25519 " + Base64.getEncoder().encodeToString(blob));
    return key;
  }

  /** An agent that holds this key alone; connections use it from now on. */
  void agentWith(Path key) throws Exception {
    Path socket = file("agent");
    Process process =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    open.add(
        () -> {
          process.destroy();
          process.onExit().join();
        });
    process.inputReader().readLine(); // its address, once it listens
    LabProgram.run(Map.of("SSH_AUTH_SOCK", socket.toString()), "", "ssh-add", key.toString());
    agent = socket;
  }

  /** A new user of this machine with this password. */
  String user(String password) throws Exception {
    String name = "flb" + UUID.randomUUID().toString().substring(0, 8);
    LabProgram.run("useradd", "-M", "-d", "/", "-s", "/bin/sh", name);
    open.add(0, () -> LabProgram.run("userdel", "-f", name)); // after all else
    LabProgram.run(Map.of(), name + ":" + password + "\n", "chpasswd");
    return name;
  }

  /** Lets the user do anything through sudo, by a rule like {@code ALL=(ALL) ALL}. */
  void sudoers(String user, String rule) throws Exception {
    Path file = Path.of("/etc/sudoers.d", user);
    open.add(() -> Files.deleteIfExists(file));
    Files.writeString(file, user + " " + rule + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
  }

  static NodeSpec node(String user, OpenSshServer server, SudoMode sudo, List<Path> identities) {
    return new NodeSpec(
        new NodeId("vm01"),
        Ipv4Address.of("127.0.0.1"),
        new SshAccess("127.0.0.1", server.port(), user, identities, List.of(), sudo));
  }

  static NodeSpec node(OpenSshServer server, Path... identities) {
    return node("root", server, SudoMode.NEVER, List.of(identities));
  }

  SshNodeConnector connector(NodeActivity activity) {
    SshSettings settings =
        new SshSettings(List.of(knownHosts()), List.of(), agent, Duration.ofSeconds(1), 2);
    SshNodeConnector connector =
        new SshNodeConnector(
            settings,
            person,
            activity,
            _ -> {
              throw new IllegalStateException("not asked for");
            });
    open.add(connector);
    return connector;
  }

  Result<NodeShell, NodeFailure> shell(NodeSpec node) {
    return connector(NodeActivity.unobserved()).shell(node, Deadline.after(LIMIT));
  }
}
