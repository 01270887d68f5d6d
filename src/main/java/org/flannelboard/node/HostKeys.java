package org.flannelboard.node;

import java.util.List;
import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;

/** The host keys that are on file: whom this machine trusts, and since which line. */
public interface HostKeys {

  /** What a line says about its key (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
  enum Kind {
    TRUSTED,
    CERTIFICATE_AUTHORITY,
    REVOKED
  }

  /**
   * A line that holds a key.
   *
   * @param line counted from 1
   * @param text the line itself, by which it is known again
   * @param hosts patterns separated by commas; empty where the name is hashed
   * @param keyType for example {@code ssh-ed25519}
   * @param fingerprint as {@code ssh-keygen -l} prints it
   * @param nodes the nodes the line speaks of
   */
  record Entry(
      String file,
      int line,
      String text,
      Kind kind,
      String hosts,
      String keyType,
      String fingerprint,
      List<NodeId> nodes) {
    public Entry {
      nodes = List.copyOf(nodes);
    }
  }

  /** Why the files were not read or changed. They are as they were. */
  sealed interface HostKeysFailure extends Failure {

    /** A file is there but cannot be read. */
    record Unreadable(String file, String why) implements HostKeysFailure {
      @Override
      public String code() {
        return "known-hosts-unreadable";
      }

      @Override
      public Map<String, String> arguments() {
        return Map.of("file", file, "why", why);
      }
    }

    /** The line is no longer what it was when it was shown. */
    record LineChanged(String file, int line) implements HostKeysFailure {
      @Override
      public String code() {
        return "known-hosts-line-changed";
      }

      @Override
      public Map<String, String> arguments() {
        return Map.of("file", file, "line", Integer.toString(line));
      }
    }

    /** The system refused to write the file. */
    record NotWritten(String file, String why) implements HostKeysFailure {
      @Override
      public String code() {
        return "known-hosts-not-written";
      }

      @Override
      public Map<String, String> arguments() {
        return Map.of("file", file, "why", why);
      }
    }
  }

  /** All lines that hold a key, in the order of the files. */
  Result<List<Entry>, HostKeysFailure> list(List<NodeSpec> nodes);

  /** Removes a line; whoever answers there next is an unknown host again. */
  Result<Done, HostKeysFailure> remove(Entry entry);

  /** For clusters without SSH: nothing is on file. */
  static HostKeys none() {
    return new HostKeys() {
      @Override
      public Result<List<Entry>, HostKeysFailure> list(List<NodeSpec> nodes) {
        return Result.ok(List.of());
      }

      @Override
      public Result<Done, HostKeysFailure> remove(Entry entry) {
        return Result.err(new HostKeysFailure.LineChanged(entry.file(), entry.line()));
      }
    };
  }
}
