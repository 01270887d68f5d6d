package org.flannelboard.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.flannelboard.base.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, with their digest and, made once on first use and shared by all nodes that
 * get the file, their gzip form (RFC 1952).
 */
public final class Content {

  private final byte[] bytes;
  private final Digest digest;
  private byte @Nullable [] gzip;

  private Content(byte[] bytes, byte @Nullable [] gzip) {
    this.bytes = bytes;
    this.digest = Digest.of(bytes);
    this.gzip = gzip;
  }

  /** Takes the array without a copy; the caller must not change it any more. */
  public static Content of(byte[] bytes) {
    return new Content(bytes, null);
  }

  /** Text in UTF-8. */
  public static Content of(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8), null);
  }

  /** The bytes themselves, not a copy: readers only. */
  public byte[] bytes() {
    return bytes;
  }

  public Digest digest() {
    return digest;
  }

  public int size() {
    return bytes.length;
  }

  /** The bytes as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The gzip form, at the fastest level: a slower one costs more time than it saves on a LAN. */
  public synchronized byte[] gzip() {
    if (gzip == null) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
      try (GZIPOutputStream zip =
          new GZIPOutputStream(out, 64 * 1024) {
            {
              def.setLevel(Deflater.BEST_SPEED);
            }
          }) {
        zip.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException("memory does not fail", e);
      }
      gzip = out.toByteArray();
    }
    return gzip;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return bytes.length + " bytes, sha256 " + digest.brief();
  }
}
