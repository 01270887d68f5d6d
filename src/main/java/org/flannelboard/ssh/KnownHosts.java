package org.flannelboard.ssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.HostPort;
import org.flannelboard.cluster.SshAccess;

/**
 * The host keys on file, in OpenSSH's format (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
 *
 * <p>Lines with {@code @cert-authority} vouch for certificates, which are not negotiated here, so
 * they neither trust nor distrust a plain key. As in OpenSSH a host with any key on file that
 * presents another one counts as changed, whatever the types: a man in the middle is free to pick
 * the type.
 */
final class KnownHosts {

  /** What the files say about a key that a host presents. */
  sealed interface Verdict {
    /** It is on file. */
    record Trusted() implements Verdict {}

    /** No key of this host is on file. */
    record Unknown() implements Verdict {}

    /** Another key is. */
    record Changed(HostKey expected, String where) implements Verdict {}

    /** It is on file as never to be accepted. */
    record Revoked(String where) implements Verdict {}
  }

  private final List<KnownHostsLine> lines = new ArrayList<>();

  /** Takes in the text of a file. */
  void add(Path file, String text) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      KnownHostsLine.parse(line, file + ":" + number).ifPresent(lines::add);
    }
  }

  Verdict check(HostPort host, HostKey presented) {
    List<KnownHostsLine> about = about(host);
    Optional<KnownHostsLine> revoked =
        about.stream()
            .filter(line -> line.marker() == KnownHostsLine.Marker.REVOKED)
            .filter(line -> line.key().equals(presented))
            .findFirst();
    if (revoked.isPresent()) {
      return new Verdict.Revoked(revoked.get().where());
    }
    List<KnownHostsLine> keys = plain(about);
    if (keys.isEmpty()) {
      return new Verdict.Unknown();
    }
    if (keys.stream().anyMatch(line -> line.key().equals(presented))) {
      return new Verdict.Trusted();
    }
    KnownHostsLine offending =
        keys.stream()
            .filter(line -> line.key().type().equals(presented.type()))
            .findFirst()
            .orElse(keys.getFirst());
    return new Verdict.Changed(offending.key(), offending.where());
  }

  /** The types of key on file for a host: these are to be negotiated first. */
  Set<String> types(HostPort host) {
    Set<String> types = new LinkedHashSet<>();
    plain(about(host)).forEach(line -> types.add(line.key().type()));
    return types;
  }

  /** The name a host goes by in the files; the port counts when it is not the usual one. */
  static String name(HostPort host) {
    return host.port() == SshAccess.DEFAULT_PORT
        ? host.host()
        : "[" + host.host() + "]:" + host.port();
  }

  private List<KnownHostsLine> about(HostPort host) {
    String name = name(host);
    return lines.stream().filter(line -> line.appliesTo(name)).toList();
  }

  private static List<KnownHostsLine> plain(List<KnownHostsLine> lines) {
    return lines.stream().filter(line -> line.marker() == KnownHostsLine.Marker.NONE).toList();
  }
}
