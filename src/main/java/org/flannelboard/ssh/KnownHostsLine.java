package org.flannelboard.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A line of a known_hosts file that holds a key.
 *
 * @param where file and line number, for the person who has to look there
 * @param hosts patterns separated by commas, or one hashed name
 */
record KnownHostsLine(String where, Marker marker, String hosts, HostKey key) {

  /** What a line says about its key. */
  enum Marker {
    NONE,
    CERT_AUTHORITY,
    REVOKED
  }

  /** A hashed name: {@code |1|salt|HMAC-SHA1 of the name}. */
  private static final String HASHED = "|1|";

  /** Reads a line; empty for comments and for what OpenSSH would not understand either. */
  static Optional<KnownHostsLine> parse(String line, String where) {
    if (line.isBlank() || line.stripLeading().startsWith("#")) {
      return Optional.empty();
    }
    List<String> words = List.of(line.strip().split("[ \t]+"));
    Marker marker = Marker.NONE;
    if (words.getFirst().startsWith("@")) {
      if (words.getFirst().equals("@revoked")) {
        marker = Marker.REVOKED;
      } else if (words.getFirst().equals("@cert-authority")) {
        marker = Marker.CERT_AUTHORITY;
      } else {
        return Optional.empty();
      }
      words = words.subList(1, words.size());
    }
    if (words.size() < 3) {
      return Optional.empty();
    }
    Marker found = marker;
    String hosts = words.getFirst();
    return HostKey.of(words.get(1), words.get(2))
        .map(key -> new KnownHostsLine(where, found, hosts, key));
  }

  /** Whether the line is about the host of that name, {@code name} or {@code [name]:port}. */
  boolean appliesTo(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (hosts.startsWith(HASHED)) {
      return matchesHash(lower);
    }
    boolean matched = false;
    for (String pattern : hosts.toLowerCase(Locale.ROOT).split(",")) {
      boolean negated = pattern.startsWith("!");
      if (matches(negated ? pattern.substring(1) : pattern, lower)) {
        if (negated) {
          return false;
        }
        matched = true;
      }
    }
    return matched;
  }

  private boolean matchesHash(String name) {
    String[] parts = hosts.substring(HASHED.length()).split("\\|", -1);
    if (parts.length != 2) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
      byte[] expected = Base64.getDecoder().decode(parts[1]);
      return MessageDigest.isEqual(expected, mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return false; // not base64, or an empty salt: not a line about anybody
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA1", e);
    }
  }

  /** Wildcards {@code *} and {@code ?} (ssh_config(5), PATTERNS), in linear steps back. */
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
