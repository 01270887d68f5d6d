package org.flannelboard.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.flannelboard.base.Secret;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions.SecretRequest;
import org.jspecify.annotations.Nullable;

/**
 * Private key files: OpenSSH's own format, PEM and PKCS#8, encrypted or not. An encrypted key that
 * was unlocked stays so in memory, and its passphrase is asked for once however many nodes use it.
 */
final class KeyFiles {

  private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

  /** More than any key needs; a wrong path must not fill the memory. */
  private static final long FILE_LIMIT = 64 * 1024;

  private final Map<Path, Slot> slots = new ConcurrentHashMap<>();

  /** A file's key once it is open; those who come meanwhile wait for one question. */
  private static final class Slot {
    final Turn asking = new Turn();
    volatile @Nullable KeyPair open;
  }

  /** The file is encrypted, and no passphrase was at hand. */
  private static final class PassphraseWanted extends RuntimeException {
    PassphraseWanted() {
      super("encrypted", null, false, false);
    }
  }

  /** The key, if no passphrase is needed or it was given before. */
  Optional<KeyPair> openAlready(Path file, Attempt attempt) throws NodeFailed {
    Slot slot = slots.computeIfAbsent(file, _ -> new Slot());
    KeyPair open = slot.open;
    if (open != null) {
      return Optional.of(open);
    }
    try {
      KeyPair read = read(file, null);
      slot.open = read;
      return Optional.of(read);
    } catch (PassphraseWanted e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(attempt, file, Reason.of(e));
    }
  }

  /** The key, asking for its passphrase if need be. */
  KeyPair open(Path file, Attempt attempt) throws NodeFailed, Bounded.GaveUp {
    Slot slot = slots.computeIfAbsent(file, _ -> new Slot());
    try (Turn.Held _ = slot.asking.take(attempt)) {
      Optional<KeyPair> open = openAlready(file, attempt);
      if (open.isPresent()) {
        return open.get();
      }
      SecretRequest request = new SecretRequest.KeyPassphrase(attempt.node(), file.toString());
      Secret passphrase =
          attempt
              .ask(questions -> questions.secret(request))
              .orElseThrow(() -> unusable(attempt, file, "its passphrase was not given"));
      try (passphrase) {
        KeyPair unlocked = read(file, passphrase);
        slot.open = unlocked;
        return unlocked;
      } catch (IOException e) {
        throw unusable(attempt, file, "the passphrase is wrong");
      }
    }
  }

  /**
   * The public key, as far as it can be known without the passphrase: from OpenSSH's format, which
   * holds it in clear, or from the {@code .pub} file beside.
   */
  static Optional<HostKey> publicKey(Path file) {
    try {
      String text = text(file);
      Optional<HostKey> inside =
          text.startsWith(OPENSSH) ? insideOpenSsh(text) : Optional.<HostKey>empty();
      return inside.isPresent() ? inside : beside(file);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static HostKey publicKey(KeyPair pair) {
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(pair.getPublic()).getCompactData();
    return HostKey.of(blob).orElseThrow();
  }

  private static Optional<HostKey> beside(Path file) throws IOException {
    Path pub = file.resolveSibling(file.getFileName() + ".pub");
    if (!Files.isRegularFile(pub)) {
      return Optional.empty();
    }
    String[] words = text(pub).strip().split("[ \t]+", 3);
    return words.length < 2 ? Optional.empty() : HostKey.of(words[0], words[1]);
  }

  /** PROTOCOL.key of OpenSSH: magic, cipher, kdf, its options, number of keys, public key. */
  private static Optional<HostKey> insideOpenSsh(String text) throws IOException {
    String body = text.replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(body));
    bytes.position(MAGIC.length);
    Buffer.PlainBuffer rest = new Buffer.PlainBuffer();
    rest.putRawBytes(bytes.array(), MAGIC.length, bytes.remaining());
    rest.readBytes();
    rest.readBytes();
    rest.readBytes();
    return rest.readUInt32() == 1 ? HostKey.of(rest.readBytes()) : Optional.empty();
  }

  private static KeyPair read(Path file, @Nullable Secret passphrase) throws IOException {
    String text = text(file);
    Optional<KeyPair> ed25519 = Ed25519KeyFile.parse(text);
    if (ed25519.isPresent()) {
      return ed25519.get();
    }
    String format = text.startsWith(OPENSSH) ? "OpenSSHv1" : "PKCS8";
    FileKeyProvider provider =
        Factory.Named.Util.create(SshjConfig.shared().getFileKeyProviderFactories(), format);
    provider.init(text, null, new Passphrase(passphrase));
    try {
      return new KeyPair(provider.getPublic(), provider.getPrivate());
    } catch (PassphraseWanted e) {
      throw e;
    } catch (SSHRuntimeException | IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > FILE_LIMIT) {
      throw new IOException("it is too large for a key");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static NodeFailed unusable(Attempt attempt, Path file, String why) {
    return new NodeFailed(new NodeFailure.KeyUnusable(attempt.node(), file.toString(), why));
  }

  /** sshj wipes the characters after use. */
  private record Passphrase(@Nullable Secret secret) implements PasswordFinder {
    @Override
    public char[] reqPassword(@Nullable Resource<?> resource) {
      if (secret == null) {
        throw new PassphraseWanted();
      }
      return secret.reveal();
    }

    @Override
    public boolean shouldRetry(@Nullable Resource<?> resource) {
      return false;
    }
  }
}
