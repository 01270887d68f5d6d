package org.flannelboard.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions.SecretRequest;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Host keys and logins against OpenSSH's server, with keys and agent made by OpenSSH. */
class OpenSshLoginLabTest {

  @RegisterExtension final OpenSshLab lab = new OpenSshLab();

  private Result<NodeShell, NodeFailure> shell(NodeSpec node) {
    return assertTimeoutPreemptively(OpenSshLab.LIMIT, () -> lab.shell(node));
  }

  private String whoami(NodeSpec node) {
    return shell(node)
        .orElseThrow()
        .exec(Script.of("who", "id -un"), Deadline.after(OpenSshLab.LIMIT))
        .orElseThrow()
        .text()
        .strip();
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, RFC4716, ''",
    "ed25519, RFC4716, open sesame",
    "ecdsa, RFC4716, ''",
    "ecdsa, RFC4716, open sesame",
    "ecdsa, PEM, ''",
    "ecdsa, PEM, open sesame",
    "ecdsa, PKCS8, ''",
    "ecdsa, PKCS8, open sesame",
    "rsa, RFC4716, ''",
    "rsa, RFC4716, open sesame",
    "rsa, PEM, ''",
    "rsa, PEM, open sesame",
    "rsa, PKCS8, ''",
    "rsa, PKCS8, open sesame",
  })
  void keysOfEveryFormLogIn(String type, String format, String passphrase) throws Exception {
    lab.person.answers.put(SecretRequest.KeyPassphrase.class, passphrase);
    NodeSpec node = OpenSshLab.node(lab.server(), lab.key(type, format, passphrase));
    assertThat(whoami(node)).isEqualTo("root");
    assertThat(lab.person.requests).hasSize(passphrase.isEmpty() ? 0 : 1);
  }

  @Test
  void anEd25519KeyInPkcs8LogsIn() throws Exception {
    assertThat(whoami(OpenSshLab.node(lab.server(), lab.opensslKey()))).isEqualTo("root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void theAgentSigns(String type) throws Exception {
    Path key = lab.key(type, "RFC4716", "");
    lab.agentWith(key);
    Files.delete(key);
    OpenSshServer server = lab.server();
    assertThat(whoami(OpenSshLab.node(server))).isEqualTo("root");
    // A named key whose file is encrypted or gone is the agent's business if it holds it.
    assertThat(shell(OpenSshLab.node(server, key)).toOptional()).isPresent();
  }

  @Test
  void anEncryptedKeyThatTheAgentHoldsNeedsNoPassphrase() throws Exception {
    Path key = lab.key("ed25519", "RFC4716", "");
    lab.agentWith(key);
    LabProgram.run("ssh-keygen", "-q", "-p", "-N", "open sesame", "-f", key.toString());
    assertThat(whoami(OpenSshLab.node(lab.server(), key))).isEqualTo("root");
    assertThat(lab.person.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PasswordAuthentication yes, UsePAM no",
    "KbdInteractiveAuthentication yes, UsePAM yes",
  })
  void aPasswordLogsIn(String method, String pam) throws Exception {
    String user = lab.user("sesame open");
    OpenSshServer server = lab.server(method, pam, "PubkeyAuthentication no");
    NodeSpec node = OpenSshLab.node(user, server, SudoMode.NEVER, List.of());
    lab.person.answers.put(SecretRequest.LoginPassword.class, "wrong");
    assertThat(shell(node).toFailure()).get().isInstanceOf(NodeFailure.AuthenticationRefused.class);
    lab.person.answers.put(SecretRequest.LoginPassword.class, "sesame open");
    assertThat(whoami(node)).isEqualTo(user);
    assertThat(lab.person.requests).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void theTypeOnFileIsNegotiated(String type) throws Exception {
    OpenSshServer server = lab.server(List.of("rsa", "ecdsa", "ed25519"));
    know(server, type, "");
    assertThat(whoami(OpenSshLab.node(server, lab.key()))).isEqualTo("root");
    assertThat(lab.person.hosts).isEmpty();
  }

  @Test
  void aChangedKeyIsRefused() throws Exception {
    OpenSshServer server = lab.server();
    String other = lab.server().publicKey("ed25519");
    Files.writeString(lab.knownHosts(), "[127.0.0.1]:" + server.port() + " " + other + "\n");
    assertThat(shell(OpenSshLab.node(server, lab.key())).toFailure())
        .get()
        .isInstanceOfSatisfying(
            NodeFailure.HostKeyChanged.class,
            changed -> assertThat(changed.arguments().toString()).contains("known_hosts:1"));
    assertThat(lab.person.hosts).isEmpty();
  }

  @Test
  void aRevokedKeyIsRefused() throws Exception {
    OpenSshServer server = lab.server();
    know(server, "ed25519", "@revoked ");
    assertThat(shell(OpenSshLab.node(server, lab.key())).toFailure())
        .get()
        .isInstanceOf(NodeFailure.HostKeyRevoked.class);
  }

  @Test
  void aFileHashedBySshKeygenIsUnderstood() throws Exception {
    OpenSshServer server = lab.server();
    know(server, "ed25519", "");
    LabProgram.run("ssh-keygen", "-H", "-f", lab.knownHosts().toString());
    assertThat(Files.readString(lab.knownHosts())).startsWith("|1|");
    assertThat(whoami(OpenSshLab.node(server, lab.key()))).isEqualTo("root");
    assertThat(lab.person.hosts).isEmpty();
  }

  @Test
  void sshKeygenFindsWhatWasWritten() throws Exception {
    OpenSshServer server = lab.server();
    assertThat(whoami(OpenSshLab.node(server, lab.key()))).isEqualTo("root");
    String name = "[127.0.0.1]:" + server.port();
    assertThat(LabProgram.run("ssh-keygen", "-F", name, "-f", lab.knownHosts().toString()))
        .contains(server.publicKey("ed25519").split(" ")[1]);
  }

  @Test
  void aNodeBehindAJumpHostIsReached() throws Exception {
    OpenSshServer jump = lab.server();
    OpenSshServer target = lab.server(List.of("ecdsa"));
    Path key = lab.key();
    SshAccess.Jump through = new SshAccess.Jump("127.0.0.1", jump.port(), "root", List.of(key));
    NodeSpec node =
        new NodeSpec(
            new NodeId("vm01"),
            Ipv4Address.of("127.0.0.1"),
            new SshAccess(
                "127.0.0.1",
                target.port(),
                "root",
                List.of(key),
                List.of(through),
                SudoMode.NEVER));
    assertThat(whoami(node)).isEqualTo("root");
    assertThat(lab.person.hosts).extracting(host -> host.port()).contains(jump.port());
  }

  private void know(OpenSshServer server, String type, String marker) throws Exception {
    Files.writeString(
        lab.knownHosts(),
        marker + "[127.0.0.1]:" + server.port() + " " + server.publicKey(type) + "\n");
  }
}
