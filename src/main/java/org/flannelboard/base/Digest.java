package org.flannelboard.base;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest (FIPS 180-4), 64 lower-case hexadecimal digits as {@code sha256sum} prints it.
 *
 * @param sha256 the digits
 */
public record Digest(String sha256) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + sha256);
    }
  }

  /** Reads 64 hexadecimal digits of either case; empty when the text is anything else. */
  public static Optional<Digest> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return FORM.matcher(lower).matches() ? Optional.of(new Digest(lower)) : Optional.empty();
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] content) {
    return new Digest(HexFormat.of().formatHex(newSha256().digest(content)));
  }

  /** The digest of all that is left in the stream, which is read to its end and not closed. */
  public static Digest of(InputStream in) throws IOException {
    MessageDigest sha = newSha256();
    byte[] buffer = new byte[64 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha.update(buffer, 0, n);
    }
    return new Digest(HexFormat.of().formatHex(sha.digest()));
  }

  /** The first twelve digits, enough to tell files apart on a screen. */
  public String brief() {
    return sha256.substring(0, 12);
  }

  @Override
  public String toString() {
    return sha256;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
