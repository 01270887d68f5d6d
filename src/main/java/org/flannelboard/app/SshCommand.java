package org.flannelboard.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;

/**
 * The ssh(1) command that reaches a node as Flannelboard does: same port, user, keys, jump hosts,
 * and the profile's known_hosts file for each of them.
 *
 * <p>A jump host becomes a {@code ProxyCommand}: {@code -J} would not pass it the keys and the
 * known_hosts file (ssh(1)).
 */
public final class SshCommand {

  private SshCommand() {}

  /**
   * The command, to be pasted into a POSIX shell.
   *
   * @param knownHosts the profile's
   */
  public static String to(NodeSpec node, Path knownHosts) {
    SshAccess ssh = node.ssh();
    List<String> words = words(ssh.port(), ssh.identities(), knownHosts);
    String proxy = proxy(ssh.jumps(), knownHosts);
    if (!proxy.isEmpty()) {
      words.add("-o");
      words.add(quote("ProxyCommand=" + proxy));
    }
    words.add(quote(ssh.user() + "@" + ssh.address()));
    return String.join(" ", words);
  }

  /** The command that leads through jump hosts; empty if there is none. */
  private static String proxy(List<SshAccess.Jump> jumps, Path knownHosts) {
    if (jumps.isEmpty()) {
      return "";
    }
    SshAccess.Jump last = jumps.getLast();
    List<String> words = words(last.port(), last.identities(), knownHosts);
    String before = proxy(jumps.subList(0, jumps.size() - 1), knownHosts);
    if (!before.isEmpty()) {
      words.add("-o");
      words.add(quote("ProxyCommand=" + before));
    }
    // The outer ssh expands %: its target for -W, and %% for whatever is meant for later.
    return escaped(String.join(" ", words))
        + " -W %h:%p "
        + escaped(quote(last.user() + "@" + last.address()));
  }

  private static List<String> words(int port, List<Path> identities, Path knownHosts) {
    List<String> words = new ArrayList<>();
    words.add("ssh");
    if (port != SshAccess.DEFAULT_PORT) {
      words.add("-p");
      words.add(Integer.toString(port));
    }
    words.add("-o");
    words.add(quote("UserKnownHostsFile=" + inConfiguration(knownHosts)));
    for (Path identity : identities) {
      words.add("-i");
      words.add(quote(escaped(identity.toString())));
    }
    return words;
  }

  /** A path as a configuration value: blanks would separate files, % begins a token. */
  private static String inConfiguration(Path path) {
    String text = escaped(path.toString());
    return text.contains(" ") ? "\"" + text + "\"" : text;
  }

  private static String escaped(String text) {
    return text.replace("%", "%%");
  }

  private static String quote(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
