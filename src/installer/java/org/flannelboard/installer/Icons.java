package org.flannelboard.installer;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** The one drawing of the mark, in every size and form that a system asks for. */
final class Icons {

  /** Pixels of the sides that desktops ask for, by the icon theme specification. */
  static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128, 256, 512);

  /** Pixels of the sides the window carries itself. */
  static final List<Integer> WINDOW_SIZES = List.of(16, 32, 48, 128);

  private static final List<Integer> ICO_SIZES = List.of(16, 24, 32, 48, 64, 256);

  /** Apple's type of each size that an .icns may hold as PNG. */
  private enum IcnsPart {
    ICP4(16),
    ICP5(32),
    ICP6(64),
    IC07(128),
    IC08(256),
    IC09(512),
    IC10(1024);

    private final int size;

    IcnsPart(int size) {
      this.size = size;
    }

    private byte[] type() {
      return name().toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private final SVGDocument drawing;

  Icons(Path svg) throws IOException {
    this.drawing =
        Objects.requireNonNull(new SVGLoader().load(svg.toUri().toURL()), "no drawing: " + svg);
  }

  /** Draws it again for the window: {@code Icons SVG FOLDER}. */
  public static void main(String[] arguments) throws IOException {
    Icons icons = new Icons(Path.of(arguments[0]));
    for (int size : WINDOW_SIZES) {
      Files.write(Path.of(arguments[1]).resolve("mark-" + size + ".png"), icons.png(size));
    }
  }

  /** The mark, so many pixels wide and high. */
  BufferedImage image(int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    drawing.render((java.awt.Component) null, graphics, new ViewBox(size, size));
    graphics.dispose();
    return image;
  }

  byte[] png(int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image(size), "png", bytes);
    return bytes.toByteArray();
  }

  /** Windows' form: a directory of pictures, each a PNG (as Windows Vista and later read it). */
  byte[] ico() throws IOException {
    List<byte[]> pictures = pngs(ICO_SIZES);
    int head = 6 + 16 * pictures.size();
    ByteBuffer file =
        ByteBuffer.allocate(head + pictures.stream().mapToInt(it -> it.length).sum())
            .order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 0).putShort((short) 1).putShort((short) pictures.size());
    int offset = head;
    for (int i = 0; i < pictures.size(); i++) {
      byte side = (byte) (int) ICO_SIZES.get(i); // 256 is written as 0
      file.put(side).put(side).put((byte) 0).put((byte) 0);
      file.putShort((short) 1).putShort((short) 32).putInt(pictures.get(i).length).putInt(offset);
      offset += pictures.get(i).length;
    }
    pictures.forEach(file::put);
    return file.array();
  }

  /** Apple's form: parts of a type, a length and a PNG each. */
  byte[] icns() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    for (IcnsPart part : IcnsPart.values()) {
      byte[] picture = png(part.size);
      parts.write(part.type());
      parts.write(ByteBuffer.allocate(4).putInt(8 + picture.length).array());
      parts.write(picture);
    }
    ByteBuffer file = ByteBuffer.allocate(8 + parts.size());
    file.put("icns".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity());
    return file.put(parts.toByteArray()).array();
  }

  private List<byte[]> pngs(List<Integer> sizes) throws IOException {
    List<byte[]> pictures = new java.util.ArrayList<>();
    for (int size : sizes) {
      pictures.add(png(size));
    }
    return pictures;
  }
}
