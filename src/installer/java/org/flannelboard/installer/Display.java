package org.flannelboard.installer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Predicate;
import javax.imageio.ImageIO;

/**
 * An X server without a screen, and a person in front of it: sees what is drawn, presses keys.
 * There is no window manager; the keyboard is given to the window by hand.
 */
final class Display implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Pixels; everything that is no cell of a matrix is smaller. */
  private static final int CELL = 4000;

  private final Process server;
  private final Shell shell;
  private final Path picture;

  private Display(Process server, Shell shell) {
    this.server = server;
    this.shell = shell;
    this.picture = shell.home().resolve("screen.png");
  }

  /** Starts one on a number that is free. */
  static Display open(Shell shell) throws IOException {
    Process server =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24")
            .redirectError(shell.home().resolve("xvfb.log").toFile())
            .start();
    byte[] number = new byte[16];
    int length = server.getInputStream().read(number);
    String name = ":" + new String(number, 0, length, StandardCharsets.US_ASCII).strip();
    return new Display(server, shell.with("DISPLAY", name));
  }

  /** Programs that show their windows here. */
  Shell shell() {
    return shell;
  }

  /** Waits for a window with a title like this, and gives it the keyboard. */
  String window(String title) {
    String id =
        shell.run("xdotool", "search", "--sync", "--onlyvisible", "--name", title).good().strip();
    shell.run("xdotool", "windowfocus", "--sync", id).good();
    return id;
  }

  /** Presses a combination of keys, as {@code ctrl+p}. */
  void press(String keys) {
    shell.run("xdotool", "key", "--clearmodifiers", keys).good();
  }

  /** Writes a text, key by key. */
  void type(String text) {
    shell.run("xdotool", "type", "--delay", "30", text).good();
  }

  /** What is to be seen now. */
  BufferedImage look() throws IOException {
    shell.run("import", "-window", "root", picture.toString()).good();
    return Objects.requireNonNull(ImageIO.read(picture.toFile()));
  }

  /** Looks until it sees what it waits for; null if that does not come. */
  boolean sees(Predicate<BufferedImage> what) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (what.test(look())) {
        return true;
      }
    }
    return false;
  }

  /** Keeps the last look. */
  void keep(Path file) throws IOException {
    Folders.write(file, Files.readAllBytes(picture));
  }

  /** How many cells of a matrix are of a colour: how many connected areas of a cell's size. */
  static int cells(BufferedImage image, int colour) {
    boolean[] seen = new boolean[image.getWidth() * image.getHeight()];
    int cells = 0;
    for (int at = 0; at < seen.length; at++) {
      if (!seen[at] && area(image, colour, at, seen) >= CELL) {
        cells++;
      }
    }
    return cells;
  }

  private static int area(BufferedImage image, int colour, int begin, boolean[] seen) {
    int width = image.getWidth();
    Deque<Integer> open = new ArrayDeque<>();
    open.push(begin);
    int area = 0;
    while (!open.isEmpty()) {
      int at = open.pop();
      if (seen[at] || (image.getRGB(at % width, at / width) & 0xffffff) != colour) {
        continue;
      }
      seen[at] = true;
      area++;
      if (at % width > 0) {
        open.push(at - 1);
      }
      if (at % width < width - 1) {
        open.push(at + 1);
      }
      if (at >= width) {
        open.push(at - width);
      }
      if (at + width < seen.length) {
        open.push(at + width);
      }
    }
    return area;
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().join();
  }
}
