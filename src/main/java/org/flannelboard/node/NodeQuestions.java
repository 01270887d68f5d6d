package org.flannelboard.node;

import java.util.Optional;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.NodeId;

/** What a connection may have to ask the person in front: asked on the connecting thread. */
public interface NodeQuestions {

  /** A host whose key is in no known_hosts file. */
  record UnknownHost(NodeId node, String host, int port, String keyType, String fingerprint) {}

  /** A secret that is needed to go on. */
  sealed interface SecretRequest {

    /** The node it is needed for. */
    NodeId node();

    /** The passphrase of a private key file. */
    record KeyPassphrase(NodeId node, String file) implements SecretRequest {}

    /** The login password, where the server takes one. */
    record LoginPassword(NodeId node, String user, String host) implements SecretRequest {}

    /** The password sudo asks for. */
    record SudoPassword(NodeId node, String user) implements SecretRequest {}
  }

  /** Whether to trust this host from now on; its key is then added to the profile's known_hosts. */
  boolean trust(UnknownHost host);

  /** The secret, or empty when the person declines. */
  Optional<Secret> secret(SecretRequest request);

  /** For runs with nobody to ask: trusts nothing, knows nothing. */
  static NodeQuestions nobody() {
    return new NodeQuestions() {
      @Override
      public boolean trust(UnknownHost host) {
        return false;
      }

      @Override
      public Optional<Secret> secret(SecretRequest request) {
        return Optional.empty();
      }
    };
  }
}
