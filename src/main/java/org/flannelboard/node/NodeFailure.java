package org.flannelboard.node;

import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;

/** Expected ways for an operation on a node to fail. */
public sealed interface NodeFailure extends Failure {

  /** The node it happened on. */
  NodeId node();

  /** No TCP connection, or none that speaks SSH. */
  record Unreachable(NodeId node, String address, String why) implements NodeFailure {
    @Override
    public String code() {
      return "node-unreachable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "address", address, "why", why);
    }
  }

  /** The host's key is in no known_hosts file, and nobody vouched for it. */
  record HostKeyUnknown(
      NodeId node, String address, String keyType, String fingerprint, String knownHosts)
      implements NodeFailure {
    @Override
    public String code() {
      return "host-key-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node.name(),
          "address", address,
          "keyType", keyType,
          "fingerprint", fingerprint,
          "knownHosts", knownHosts);
    }
  }

  /** The host's key is not the one on file. */
  record HostKeyChanged(
      NodeId node, String address, String expected, String presented, String knownHosts)
      implements NodeFailure {
    @Override
    public String code() {
      return "host-key-changed";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node.name(),
          "address", address,
          "expected", expected,
          "presented", presented,
          "knownHosts", knownHosts);
    }
  }

  /** The host's key is marked {@code @revoked} in a known_hosts file (sshd(8)). */
  record HostKeyRevoked(NodeId node, String address, String fingerprint, String knownHosts)
      implements NodeFailure {
    @Override
    public String code() {
      return "host-key-revoked";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node.name(),
          "address", address,
          "fingerprint", fingerprint,
          "knownHosts", knownHosts);
    }
  }

  /** The server took none of the keys and passwords offered. */
  record AuthenticationRefused(NodeId node, String user, String address, String tried)
      implements NodeFailure {
    @Override
    public String code() {
      return "authentication-refused";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "user", user, "address", address, "tried", tried);
    }
  }

  /** A private key file is missing, malformed, or its passphrase was wrong or not given. */
  record KeyUnusable(NodeId node, String file, String why) implements NodeFailure {
    @Override
    public String code() {
      return "key-unusable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "file", file, "why", why);
    }
  }

  /** sudo wants a password that was not given or was wrong, or refuses the user. */
  record SudoRefused(NodeId node, String user, String why) implements NodeFailure {
    @Override
    public String code() {
      return "sudo-refused";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "user", user, "why", why);
    }
  }

  /** No answer before the deadline, or the wait was cancelled. What was asked may have happened. */
  record TimedOut(NodeId node, String operation) implements NodeFailure {
    @Override
    public String code() {
      return "node-timed-out";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "operation", operation);
    }
  }

  /** The connection broke during the operation. What was asked may have happened. */
  record ConnectionLost(NodeId node, String operation, String why) implements NodeFailure {
    @Override
    public String code() {
      return "connection-lost";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "operation", operation, "why", why);
    }
  }

  /** A command ended with a status that nothing more specific explains. */
  record CommandFailed(NodeId node, String operation, int exitStatus, String stderr)
      implements NodeFailure {
    @Override
    public String code() {
      return "command-failed";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node",
          node.name(),
          "operation",
          operation,
          "exitStatus",
          Integer.toString(exitStatus),
          "stderr",
          stderr);
    }
  }

  /** A command's output is not of the form its parser knows. */
  record Unintelligible(NodeId node, String operation, String excerpt) implements NodeFailure {
    @Override
    public String code() {
      return "output-unintelligible";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "operation", operation, "excerpt", excerpt);
    }
  }

  /** The session only looks; the node was not asked. */
  record ReadOnly(NodeId node, String operation) implements NodeFailure {
    @Override
    public String code() {
      return "read-only";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("target", node.name(), "operation", operation);
    }
  }

  /** The file system has no room; the target is as it was. */
  record NoSpace(NodeId node, RemotePath path) implements NodeFailure {
    @Override
    public String code() {
      return "no-space";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "path", path.text());
    }
  }

  /** The node refuses to write there (permissions, read-only, not a directory); nothing changed. */
  record NotWritable(NodeId node, RemotePath path, String why) implements NodeFailure {
    @Override
    public String code() {
      return "not-writable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "path", path.text(), "why", why);
    }
  }

  /** No such file. */
  record FileMissing(NodeId node, RemotePath path) implements NodeFailure {
    @Override
    public String code() {
      return "file-missing";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "path", path.text());
    }
  }

  /** A file is larger than the reader takes. */
  record FileTooLarge(NodeId node, RemotePath path, long limit) implements NodeFailure {
    @Override
    public String code() {
      return "file-too-large";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "path", path.text(), "limit", Long.toString(limit));
    }
  }

  /** What arrived is not what was sent; the target is as it was. */
  record DigestMismatch(NodeId node, RemotePath path, String expected, String actual)
      implements NodeFailure {
    @Override
    public String code() {
      return "digest-mismatch";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node.name(), "path", path.text(), "expected", expected, "actual", actual);
    }
  }

  /** systemd could not do with the unit what was asked. */
  record UnitRefused(NodeId node, String unit, String verb, String why, String journal)
      implements NodeFailure {
    @Override
    public String code() {
      return "unit-refused";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node.name(), "unit", unit, "verb", verb, "why", why, "journal", journal);
    }
  }

  /** A program the operation needs is not installed. */
  record ToolMissing(NodeId node, String tool) implements NodeFailure {
    @Override
    public String code() {
      return "tool-missing";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "tool", tool);
    }
  }
}
