package org.flannelboard.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flannelboard.base.Deadline;
import org.jspecify.annotations.Nullable;

/** All that a person can prove themselves with, shared by the connections of a profile. */
final class Credentials implements AutoCloseable {

  private final List<Path> defaultIdentities;
  private final @Nullable SshAgent agent;
  private final KeyFiles files = new KeyFiles();
  private final RememberedSecrets secrets = new RememberedSecrets();

  Credentials(SshSettings settings) {
    defaultIdentities = settings.defaultIdentities();
    Path socket = settings.agent();
    agent = socket == null ? null : new SshAgent(socket);
  }

  List<Path> defaultIdentities() {
    return defaultIdentities;
  }

  KeyFiles files() {
    return files;
  }

  RememberedSecrets secrets() {
    return secrets;
  }

  List<HostKey> agentKeys(Deadline deadline) throws Bounded.GaveUp {
    return agent == null ? List.of() : agent.keys(deadline);
  }

  /** A signature by the agent, which may ask its owner first. */
  byte[] agentSignature(HostKey key, byte[] data, String algorithm, Attempt attempt)
      throws IOException, Bounded.GaveUp {
    if (agent == null) {
      throw new IOException("there is no agent");
    }
    return agent.sign(key, data, algorithm, attempt.deadline());
  }

  @Override
  public void close() {
    secrets.close();
  }
}
