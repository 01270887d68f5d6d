package org.flannelboard.ui.kit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A picture as a PNG file (W3C PNG, 3rd edition): eight bits a channel, no transparency. The JDK's
 * own writer lives in AWT, which would start a second toolkit in the window's process.
 */
public final class PngImage {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte BITS = 8;
  private static final byte TRUE_COLOUR = 2;

  private PngImage() {}

  /**
   * The file of a picture.
   *
   * @param argb the pixels line by line; their transparency is ignored
   */
  public static byte[] encode(int width, int height, int[] argb) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    // Deflate, adaptive filters, no interlace.
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(file, "IHDR", header.put(BITS).put(TRUE_COLOUR).put(new byte[3]).array());
    chunk(file, "IDAT", deflate(lines(width, height, argb)));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** Each line begins with its filter: none. */
  private static byte[] lines(int width, int height, int[] argb) {
    ByteBuffer lines = ByteBuffer.allocate(height * (1 + 3 * width));
    for (int y = 0; y < height; y++) {
      lines.put((byte) 0);
      for (int x = 0; x < width; x++) {
        int pixel = argb[y * width + x];
        lines.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
      }
    }
    return lines.array();
  }

  private static byte[] deflate(byte[] content) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] part = new byte[1 << 14];
      while (!deflater.finished()) {
        packed.write(part, 0, deflater.deflate(part));
      }
      return packed.toByteArray();
    }
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    file.writeBytes(name);
    file.writeBytes(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
