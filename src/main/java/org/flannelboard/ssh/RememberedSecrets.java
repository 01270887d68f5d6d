package org.flannelboard.ssh;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Secret;
import org.flannelboard.node.NodeQuestions.SecretRequest;

/** Passwords that proved right, in memory only, so that a reconnect need not ask again. */
final class RememberedSecrets implements AutoCloseable {

  private final Map<SecretRequest, Secret> secrets = new HashMap<>();

  /** The secret for this request, remembered or asked for; empty when the person declines. */
  Optional<Secret> obtain(SecretRequest request, Attempt attempt) {
    synchronized (this) {
      Secret known = secrets.get(request);
      if (known != null) {
        return Optional.of(known);
      }
    }
    return attempt.ask(questions -> questions.secret(request));
  }

  synchronized void remember(SecretRequest request, Secret secret) {
    Secret before = secrets.put(request, secret);
    if (before != null && before != secret) {
      before.close();
    }
  }

  /** It proved wrong. */
  synchronized void forget(SecretRequest request, Secret secret) {
    secrets.remove(request, secret);
    secret.close();
  }

  @Override
  public synchronized void close() {
    secrets.values().forEach(Secret::close);
    secrets.clear();
  }
}
