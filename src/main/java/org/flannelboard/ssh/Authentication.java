package org.flannelboard.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.flannelboard.base.Secret;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions.SecretRequest;
import org.jspecify.annotations.Nullable;

/**
 * Logging in to one server, in ssh(1)'s order: the identity files named for it, with the agent's
 * help where it holds the same key; the agent's other keys; the default files if none was named;
 * and a password where the server takes one. A passphrase is asked for only after the server has
 * said that the key would do.
 */
final class Authentication {

  private final Attempt attempt;
  private final Route.Hop hop;
  private final SSHClient client;
  private final LinkSocket link;
  private final Credentials credentials;

  private final List<String> tried = new ArrayList<>();
  private @Nullable NodeFailed unusableKey;
  private boolean done;

  Authentication(
      Attempt attempt, Route.Hop hop, SSHClient client, LinkSocket link, Credentials credentials) {
    this.attempt = attempt;
    this.hop = hop;
    this.client = client;
    this.link = link;
    this.credentials = credentials;
  }

  /** Logs in. */
  void run() throws NodeFailed, Bounded.GaveUp {
    try {
      keys();
      password();
    } catch (IOException e) {
      // Servers hang up after a few vain attempts (sshd_config(5), MaxAuthTries).
      tried.add("then: " + Reason.of(e));
    }
    if (!done) {
      throw refusal();
    }
  }

  private NodeFailed refusal() {
    if (unusableKey != null) {
      return unusableKey;
    }
    String summary = tried.isEmpty() ? "nothing: no key, no agent" : String.join(", ", tried);
    return new NodeFailed(
        new NodeFailure.AuthenticationRefused(
            attempt.node(), hop.user(), hop.address().toString(), summary));
  }

  private void keys() throws IOException, Bounded.GaveUp {
    List<HostKey> held = credentials.agentKeys(attempt.deadline());
    List<HostKey> spent = new ArrayList<>();
    for (Path file : hop.identities()) {
      file(file, held, spent, true);
    }
    for (HostKey key : held) {
      if (wanted("publickey") && !spent.contains(key)) {
        tried.add("agent key " + key.fingerprint());
        agent(key);
      }
    }
    if (hop.identities().isEmpty()) {
      for (Path file : credentials.defaultIdentities()) {
        file(file, held, spent, false);
      }
    }
  }

  private void file(Path file, List<HostKey> held, List<HostKey> spent, boolean named)
      throws IOException, Bounded.GaveUp {
    if (!wanted("publickey")) {
      return;
    }
    Optional<HostKey> known = KeyFiles.publicKey(file);
    if (known.isPresent() && spent.contains(known.get())) {
      return;
    }
    tried.add("key " + file);
    known.ifPresent(spent::add);
    if (known.isPresent() && held.contains(known.get())) {
      agent(known.get());
      return;
    }
    try {
      Optional<KeyPair> open = credentials.files().openAlready(file, attempt);
      if (open.isEmpty() && known.isPresent() && !acceptable(known.get())) {
        return;
      }
      KeyPair pair = open.isPresent() ? open.get() : credentials.files().open(file, attempt);
      prove(KeyFiles.publicKey(pair), (data, algorithm) -> signature(pair, data, algorithm));
    } catch (NodeFailed e) {
      // The other keys may still do; if they do not, this is what the person must hear of.
      if (named && unusableKey == null) {
        unusableKey = e;
      }
    }
  }

  private void agent(HostKey key) throws IOException, Bounded.GaveUp {
    if (acceptable(key)) {
      prove(key, (data, algorithm) -> credentials.agentSignature(key, data, algorithm, attempt));
    }
  }

  /** Asks the server about a key before anybody is bothered with it. */
  private boolean acceptable(HostKey key) throws IOException, Bounded.GaveUp {
    for (String algorithm : KeyTypes.algorithms(key.type())) {
      try {
        attempted(PublicKeyAuth.question(key, algorithm));
      } catch (PublicKeyAuth.Acceptable e) {
        return true;
      }
    }
    return false;
  }

  private void prove(HostKey key, Signer signer) throws IOException, Bounded.GaveUp {
    for (String algorithm : KeyTypes.algorithms(key.type())) {
      if (!wanted("publickey")) {
        return;
      }
      byte[] data = PublicKeyAuth.toBeSigned(client.getTransport(), hop.user(), key, algorithm);
      byte[] signature;
      try {
        signature = signer.sign(data, algorithm);
      } catch (IOException e) {
        tried.add("no signature: " + Reason.of(e));
        return;
      }
      done = attempted(PublicKeyAuth.proof(key, algorithm, signature));
    }
  }

  private void password() throws IOException, Bounded.GaveUp {
    if (!done && tried.isEmpty()) {
      done = attempted(new AuthNone()); // tells which methods the server takes
    }
    if (!wanted("password") && !wanted("keyboard-interactive")) {
      return;
    }
    SecretRequest request =
        new SecretRequest.LoginPassword(attempt.node(), hop.user(), hop.address().toString());
    Optional<Secret> given = credentials.secrets().obtain(request, attempt);
    if (given.isEmpty()) {
      tried.add("no password given");
      return;
    }
    Secret password = given.get();
    if (wanted("password")) {
      tried.add("password");
      done = attempted(new AuthPassword(PasswordUtils.createOneOff(password.reveal())));
    } else {
      tried.add("keyboard-interactive");
      done = attempted(new AuthKeyboardInteractive(new PasswordPrompt(password)));
    }
    if (done) {
      credentials.secrets().remember(request, password);
    } else {
      credentials.secrets().forget(request, password);
    }
  }

  /** Whether it is still of use to try this method, by the server's last word. */
  private boolean wanted(String method) {
    Collection<String> allowed = client.getUserAuth().getAllowedMethods();
    return !done && (allowed.isEmpty() ? method.equals("publickey") : allowed.contains(method));
  }

  private boolean attempted(AuthMethod method) throws IOException, Bounded.GaveUp {
    try {
      return Bounded.call(
          "ssh " + attempt.node() + " auth",
          attempt.deadline(),
          link::abort,
          () ->
              client
                  .getUserAuth()
                  .authenticate(
                      hop.user(),
                      (Service) client.getConnection(),
                      method,
                      client.getTransport().getTimeoutMs()));
    } catch (PublicKeyAuth.Acceptable e) {
      throw e;
    } catch (UserAuthException e) {
      if (client.getTransport().isRunning()) {
        return false;
      }
      throw e;
    }
  }

  private static byte[] signature(KeyPair pair, byte[] data, String algorithm) {
    Signature signature =
        Factory.Named.Util.create(SshjConfig.shared().getKeyAlgorithms(), algorithm).newSignature();
    signature.initSign(pair.getPrivate());
    signature.update(data);
    return new Buffer.PlainBuffer()
        .putString(signature.getSignatureName())
        .putBytes(signature.encode(signature.sign()))
        .getCompactData();
  }

  /** Makes a signature with its algorithm's name, as SSH sends it. */
  @FunctionalInterface
  private interface Signer {
    byte[] sign(byte[] data, String algorithm) throws IOException, Bounded.GaveUp;
  }
}
