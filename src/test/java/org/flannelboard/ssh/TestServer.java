package org.flannelboard.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.jspecify.annotations.Nullable;

/** An SSH server inside the test, which runs commands on this machine. */
public final class TestServer implements AutoCloseable {

  /** RSA keys take seconds to make; no test needs one that is new. */
  private static final KeyPair RSA = generated("ssh-rsa", 2048);

  private final SshServer server = SshServer.setUpDefaultServer();

  /** Keys that may log in. */
  final List<PublicKey> authorized = new ArrayList<>();

  public TestServer(KeyPair... hostKeys) {
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
    server.setPublickeyAuthenticator(
        (user, key, _) ->
            user.equals("admin")
                && authorized.stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
    server.setPasswordAuthenticator(null);
    server.setKeyboardInteractiveAuthenticator(null);
    server.setCommandFactory((_, command) -> new LocalCommand(command));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
  }

  /** Lets the owner of a key log in. */
  public void authorize(PublicKey key) {
    authorized.add(key);
  }

  SshServer mina() {
    return server;
  }

  public TestServer start() throws IOException {
    server.start();
    return this;
  }

  public int port() {
    return server.getPort();
  }

  NodeSpec node(List<Path> identities, SshAccess.Jump... jumps) {
    return node("admin", port(), identities, jumps);
  }

  static NodeSpec node(String user, int port, List<Path> identities, SshAccess.Jump... jumps) {
    return new NodeSpec(
        new NodeId("vm01"),
        Ipv4Address.of("127.0.0.1"),
        new SshAccess("127.0.0.1", port, user, identities, List.of(jumps), SudoMode.NEVER));
  }

  /** A key pair: a new one for {@code ed25519} and {@code ecdsa}, always the same for others. */
  public static KeyPair keyPair(String kind) {
    return switch (kind) {
      case "ed25519" -> generated("ssh-ed25519", 256);
      case "ecdsa" -> generated("ecdsa-sha2-nistp256", 256);
      default -> RSA;
    };
  }

  private static KeyPair generated(String type, int bits) {
    try {
      return KeyUtils.generateKeyPair(type, bits);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a private key in OpenSSH's format. */
  public static Path write(Path file, KeyPair pair, @Nullable String passphrase) {
    OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
    encryption.setPassword(passphrase);
    encryption.setCipherType("256");
    try (var out = Files.newOutputStream(file)) {
      new OpenSSHKeyPairResourceWriter()
          .writePrivateKey(pair, "test", passphrase == null ? null : encryption, out);
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server that accepts connections and never says a word. */
  static ServerSocket mute() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
