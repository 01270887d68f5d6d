package org.flannelboard.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * A public key as SSH writes it.
 *
 * @param type its format, for example {@code ssh-ed25519}
 * @param base64 the encoded key (RFC 4253 section 6.6), as known_hosts and .pub files hold it
 */
record HostKey(String type, String base64) {

  /** The key of this encoding, which begins with its own type. */
  static Optional<HostKey> of(byte[] blob) {
    if (blob.length < 4) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(blob).getInt();
    if (length < 1 || length > blob.length - 4) {
      return Optional.empty();
    }
    String type = new String(blob, 4, length, StandardCharsets.US_ASCII);
    return Optional.of(new HostKey(type, Base64.getEncoder().encodeToString(blob)));
  }

  /** The key of this text; empty if it is not base64 or says another type inside. */
  static Optional<HostKey> of(String type, String base64) {
    try {
      return of(Base64.getDecoder().decode(base64)).filter(key -> key.type.equals(type));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  byte[] blob() {
    return Base64.getDecoder().decode(base64);
  }

  /** As {@code ssh-keygen -l} prints it: {@code SHA256:} and base64 without padding. */
  String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob());
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
