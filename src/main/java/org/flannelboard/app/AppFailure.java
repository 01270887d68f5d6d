package org.flannelboard.app;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Problem;

/** Expected failures of the use cases themselves. */
public sealed interface AppFailure extends Failure {

  /**
   * A file on this machine that the profile names cannot be read.
   *
   * @param key where the profile names it, for example {@code certificates.ca.key}
   */
  record ProfileFileUnreadable(String file, String key, String why) implements AppFailure {
    @Override
    public String code() {
      return "profile-file-unreadable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "key", key, "why", why);
    }
  }

  /** A file on this machine that a person named, or that is kept here, cannot be read. */
  record LocalFileUnreadable(String file, String why) implements AppFailure {
    @Override
    public String code() {
      return "local-file-unreadable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "why", why);
    }
  }

  /** A file on this machine cannot be written. */
  record LocalFileUnwritable(String file, String why) implements AppFailure {
    @Override
    public String code() {
      return "local-file-unwritable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "why", why);
    }
  }

  /** No kind of finding is called so. */
  record FindingCodeUnknown(String finding, List<String> known) implements AppFailure {
    public FindingCodeUnknown {
      known = List.copyOf(known);
    }

    @Override
    public String code() {
      return "finding-code-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("finding", finding, "known", String.join(", ", known));
    }
  }

  /** The release archive does not have the digest the profile names. */
  record TarballDigestWrong(String file, String expected, String actual) implements AppFailure {
    @Override
    public String code() {
      return "tarball-digest-wrong";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "expected", expected, "actual", actual);
    }
  }

  /** The release archive is damaged, or lacks a program. */
  record TarballUnusable(String file, String why) implements AppFailure {
    @Override
    public String code() {
      return "tarball-unusable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "why", why);
    }
  }

  /** The release archive could not be downloaded. */
  record DownloadFailed(String url, String why) implements AppFailure {
    @Override
    public String code() {
      return "download-failed";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("url", url, "why", why);
    }
  }

  /** A node is named that the profile does not know. */
  record NodeNotInProfile(String node, List<String> known) implements AppFailure {
    @Override
    public String code() {
      return "node-not-in-profile";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "known", String.join(", ", known));
    }
  }

  /** No node has flannel's certificate yet, so etcd cannot be asked. */
  record NoClientCertificate(String looked) implements AppFailure {
    @Override
    public String code() {
      return "no-client-certificate";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("looked", looked);
    }
  }

  /** The configuration in etcd changed since it was read. */
  record ConfigChangedMeanwhile(String actual) implements AppFailure {
    @Override
    public String code() {
      return "config-changed-meanwhile";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("actual", actual);
    }
  }

  /** No answer came to a write: it may or may not have happened. */
  record WriteInDoubt(String key, String why) implements AppFailure {
    @Override
    public String code() {
      return "write-in-doubt";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("key", key, "why", why);
    }
  }

  /** The network configuration has problems that forbid to write it. */
  record NetworkRefused(String problems) implements AppFailure {

    /** The errors by code and path. */
    static NetworkRefused of(List<Problem> problems) {
      return new NetworkRefused(
          problems.stream()
              .filter(Problem::isError)
              .map(problem -> problem.code() + " (" + problem.path() + ")")
              .collect(Collectors.joining(", ")));
    }

    @Override
    public String code() {
      return "network-refused";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("problems", problems);
    }
  }

  /** The file of settings could not be read; defaults hold, and it stays as it is. */
  record SettingsUnreadable(String file, String why) implements AppFailure {
    @Override
    public String code() {
      return "settings-unreadable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "why", why);
    }
  }

  /** The file of settings was no JSON object; it was renamed, and defaults hold. */
  record SettingsSetAside(String file, String aside, String why) implements AppFailure {
    @Override
    public String code() {
      return "settings-set-aside";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "aside", aside, "why", why);
    }
  }

  /** The session only looks; nothing was begun. */
  record ReadOnly(String target, String operation) implements AppFailure {
    @Override
    public String code() {
      return "read-only";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("target", target, "operation", operation);
    }
  }

  /** The CA does not vouch for a certificate, or not now, or not for a client. */
  record CertificateNotTrusted(String file, String authority) implements AppFailure {
    @Override
    public String code() {
      return "certificate-not-trusted";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "authority", authority);
    }
  }

  /**
   * A node was given its certificate and did not come back as it was.
   *
   * @param lost what was well before and is not now, for example {@code vm01 → vm02}
   */
  record NotBack(String node, List<String> lost, long seconds) implements AppFailure {
    public NotBack {
      lost = List.copyOf(lost);
    }

    @Override
    public String code() {
      return "node-not-back";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node", node, "lost", String.join(", ", lost), "seconds", Long.toString(seconds));
    }
  }

  /** What was to be fixed is not there any more. */
  record FindingGone(String finding) implements AppFailure {
    @Override
    public String code() {
      return "finding-gone";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("finding", finding);
    }
  }

  /** What was to be fixed is there, and asks for something else than it did. */
  record FindingChanged(String finding) implements AppFailure {
    @Override
    public String code() {
      return "finding-changed";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("finding", finding);
    }
  }

  /** No finding of that id was made. */
  record FindingUnknown(String finding, List<String> known) implements AppFailure {
    public FindingUnknown {
      known = List.copyOf(known);
    }

    @Override
    public String code() {
      return "finding-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("finding", finding, "known", known.isEmpty() ? "-" : String.join(", ", known));
    }
  }

  /** A finding has no remedy of that number. */
  record RemedyUnknown(String finding, int number, int count) implements AppFailure {
    @Override
    public String code() {
      return "remedy-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "finding", finding,
          "number", Integer.toString(number),
          "count", Integer.toString(count));
    }
  }

  /** A push that was to fix something has nothing to push: the node is as its profile says. */
  record NothingToPush(String node) implements AppFailure {
    @Override
    public String code() {
      return "nothing-to-push";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node);
    }
  }

  /** A lease that was to be removed is not the one that was seen, or not there any more. */
  record LeaseChangedMeanwhile(String subnet, String actual) implements AppFailure {
    @Override
    public String code() {
      return "lease-changed-meanwhile";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("subnet", subnet, "actual", actual.isEmpty() ? "-" : actual);
    }
  }
}
