package org.flannelboard.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import javafx.scene.robot.Robot;
import javafx.stage.Screen;
import javafx.stage.Window;
import org.flannelboard.ui.kit.PngImage;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Somebody at the window: reads what is shown in it, and uses mouse and keyboard by way of the
 * display (X.Org, XTEST Extension), as the real ones are. All selectors are those of JavaFX's CSS.
 */
final class Person {

  /** For what takes the nodes a while, on a busy machine. */
  private static final long PATIENCE_SECONDS = 120;

  /** Between two looks; more often, and the looking itself would keep the window busy. */
  private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

  /** Looks after which what was set before the first of them has been drawn. */
  private static final int LOOKS_TO_DRAW = 4;

  private final FxRobot robot = new FxRobot();

  /** Waits for the program's first window. */
  static Person atFirstWindow() {
    try {
      // Before that there is no toolkit to wait with.
      WaitForAsyncUtils.waitFor(
          PATIENCE_SECONDS,
          TimeUnit.SECONDS,
          () -> Window.getWindows().stream().anyMatch(Window::isShowing));
    } catch (TimeoutException never) {
      throw new AssertionError("no window was opened", never);
    }
    return new Person();
  }

  // Hands

  /** Clicks on what this selector finds, as soon as it is enabled and stays where it is. */
  void click(String selector) {
    AtomicReference<@Nullable Bounds> before = new AtomicReference<>();
    Bounds place =
        await(
            selector + " to click on",
            () -> {
              Bounds now =
                  first(shown(selector).filter(node -> !node.isDisabled()).map(Person::onScreen));
              return Objects.equals(now, before.getAndSet(now)) ? now : null;
            });
    robot.clickOn(place.getCenterX(), place.getCenterY());
  }

  /** Presses keys, the later ones while the earlier ones are held down. */
  void press(KeyCode... keys) {
    robot.push(keys);
  }

  /** Types small letters and blanks. */
  void type(String text) {
    text.chars().mapToObj(Person::key).forEach(robot::push);
  }

  private static KeyCode key(int letter) {
    return letter == ' '
        ? KeyCode.SPACE
        : KeyCode.valueOf(Character.toString(Character.toUpperCase(letter)));
  }

  // Eyes

  /** Waits until what this selector finds is shown. */
  void sees(String selector) {
    await(selector, () -> first(shown(selector)));
  }

  /** Waits until a text in what this selector finds fits, and gives it. */
  String reads(String selector, Predicate<String> fits) {
    return await(
        "text in " + selector, () -> first(shown(selector).flatMap(Person::texts).filter(fits)));
  }

  /** Waits until the display shows such a colour a little inside the upper left corner. */
  void seesColour(String selector, Predicate<Color> fits) {
    Robot eye = await("an eye", Robot::new);
    await(
        "colour of " + selector,
        () ->
            first(
                shown(selector)
                    .map(Person::onScreen)
                    .map(at -> eye.getPixelColor(at.getMinX() + 12, at.getMinY() + 12))
                    .filter(fits)));
  }

  /** The texts that can be read now in what this selector finds. */
  List<String> texts(String selector) {
    return await("texts", () -> shown(selector).flatMap(Person::texts).toList());
  }

  /** Whether what this selector finds is shown now. */
  boolean shows(String selector) {
    return await("a look", () -> shown(selector).findAny().isPresent());
  }

  /** Keeps what is on the display as a picture. */
  void picture(Path file) {
    int[] looks = {0};
    await("frames", () -> ++looks[0] < LOOKS_TO_DRAW ? null : looks);
    Image image =
        await(
            "a picture", () -> new Robot().getScreenCapture(null, Screen.getPrimary().getBounds()));
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    try {
      Files.write(file, PngImage.encode(width, height, pixels));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks again and again, on JavaFX's thread, until there is something. */
  private static <T> T await(String what, Supplier<@Nullable T> look) {
    CompletableFuture<T> seen = new CompletableFuture<>();
    Looks<T> looks = new Looks<>(look, seen);
    Platform.runLater(looks::start);
    try {
      return seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException never) {
      throw new AssertionError("never came: " + what, never);
    } catch (ExecutionException e) {
      throw new AssertionError("could not look for " + what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      Platform.runLater(looks::stop);
    }
  }

  /** Looks before frames, never twice before the same one: in between, all is laid out anew. */
  private static final class Looks<T> extends AnimationTimer {

    private final Supplier<@Nullable T> look;
    private final CompletableFuture<T> seen;
    private long last;

    Looks(Supplier<@Nullable T> look, CompletableFuture<T> seen) {
      this.look = look;
      this.seen = seen;
    }

    @Override
    public void handle(long now) {
      if (now - last < BETWEEN_LOOKS_NANOS || seen.isDone()) {
        return;
      }
      last = now;
      try {
        T found = look.get();
        if (found != null) {
          seen.complete(found);
        }
      } catch (RuntimeException e) {
        seen.completeExceptionally(e);
      }
    }
  }

  private static <T> @Nullable T first(Stream<T> found) {
    return found.findFirst().orElse(null);
  }

  private static Stream<Node> shown(String selector) {
    return Window.getWindows().stream()
        .filter(Window::isShowing)
        .flatMap(window -> window.getScene().getRoot().lookupAll(selector).stream())
        .filter(Person::visible);
  }

  private static boolean visible(Node node) {
    return Stream.<Node>iterate(node, Objects::nonNull, Node::getParent).allMatch(Node::isVisible);
  }

  private static Bounds onScreen(Node node) {
    return node.localToScreen(node.getBoundsInLocal());
  }

  private static Stream<String> texts(Node node) {
    if (!node.isVisible()) {
      return Stream.of();
    }
    Stream<String> own =
        node instanceof Labeled labeled ? Stream.ofNullable(labeled.getText()) : Stream.of();
    Stream<String> inside =
        node instanceof Parent parent
            ? parent.getChildrenUnmodifiable().stream().flatMap(Person::texts)
            : Stream.of();
    return Stream.concat(own, inside).filter(text -> !text.isBlank());
  }
}
