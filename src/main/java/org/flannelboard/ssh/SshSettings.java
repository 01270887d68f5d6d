package org.flannelboard.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every SSH connection of a profile.
 *
 * @param knownHosts known_hosts files; all are read, new keys go to the first
 * @param defaultIdentities private keys to try where the profile names none
 * @param agent the agent's socket; null for no agent
 * @param keepAlive how often a server is asked for a sign of life; whole seconds
 * @param unanswered after how many such intervals without one the connection counts as dead
 */
public record SshSettings(
    List<Path> knownHosts,
    List<Path> defaultIdentities,
    @Nullable Path agent,
    Duration keepAlive,
    int unanswered) {

  /** OpenSSH's order, ssh(1), without the hardware-bound types, which only an agent can use. */
  private static final List<String> DEFAULT_KEYS = List.of("id_rsa", "id_ecdsa", "id_ed25519");

  /**
   * A dead link is noticed after 15 to 20 seconds: longer than a Wi-Fi hiccup, not than a person.
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

  private static final int UNANSWERED = 3;

  public SshSettings {
    knownHosts = List.copyOf(knownHosts);
    defaultIdentities = List.copyOf(defaultIdentities);
    if (knownHosts.isEmpty()) {
      throw new IllegalArgumentException("there must be a known_hosts file to write to");
    }
    if (keepAlive.toSeconds() < 1 || unanswered < 1) {
      throw new IllegalArgumentException("keep-alive " + keepAlive + " times " + unanswered);
    }
  }

  /**
   * The settings ssh(1) would have for this person, with the profile's known_hosts file.
   *
   * @param home the person's home directory
   * @param environment for {@code SSH_AUTH_SOCK}
   */
  public static SshSettings of(Path knownHosts, Path home, Map<String, String> environment) {
    Path folder = home.resolve(".ssh");
    List<Path> keys =
        DEFAULT_KEYS.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    String socket = environment.getOrDefault("SSH_AUTH_SOCK", "");
    return new SshSettings(
        List.of(knownHosts),
        keys,
        socket.isEmpty() ? null : Path.of(socket),
        KEEP_ALIVE,
        UNANSWERED);
  }

  /** The same settings that also believe the keys in another known_hosts file. */
  public SshSettings alsoTrusting(Path file) {
    List<Path> files =
        new ArrayList<>(Stream.concat(knownHosts.stream(), Stream.of(file)).toList());
    return new SshSettings(files, defaultIdentities, agent, keepAlive, unanswered);
  }
}
