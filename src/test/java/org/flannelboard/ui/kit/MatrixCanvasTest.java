package org.flannelboard.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.flannelboard.app.Settings;
import org.flannelboard.app.Settings.Thresholds;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.kit.MatrixLook.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of the matrix while nothing but time goes by. */
class MatrixCanvasTest {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final MatrixLook RTT =
      new MatrixLook(Mode.RTT, new Thresholds(Duration.ofMillis(50), 10), Duration.ofSeconds(1));

  /** With cells that hold figures, and with cells that are pixels of an image. */
  @ParameterizedTest
  @ValueSource(ints = {4, 255})
  void aMeshThatIsNotMeasuredAgainFadesAndIsFreshWhenTheClockIsSetBack(int nodes) {
    MatrixCanvas canvas = Fx.get(MatrixCanvas::new);
    Fx.run(
        () ->
            Theme.LIGHT.apply(
                new Scene(canvas, WIDTH, HEIGHT), Locale.ENGLISH, Settings.Palette.STANDARD));
    MatrixSnapshot mesh =
        MatrixSnapshot.of(
            IntStream.range(0, nodes).mapToObj(i -> new NodeId("n" + i)).toList(),
            NOW,
            (_, _) -> new Cell.Reached(Duration.ofNanos(420_000), 0, NOW));
    int fresh = seen(canvas, mesh, NOW);
    assertThat(seen(canvas, mesh, NOW.plusSeconds(3))).isEqualTo(fresh);
    int stale = seen(canvas, mesh, NOW.plusMillis(3001));
    int older = seen(canvas, mesh, NOW.plusSeconds(7));
    assertThat(stale).isNotEqualTo(fresh);
    assertThat(older).isNotEqualTo(stale).isNotEqualTo(fresh);
    assertThat(seen(canvas, mesh, NOW.plusSeconds(1))).isEqualTo(fresh);
  }

  private static int seen(MatrixCanvas canvas, MatrixSnapshot mesh, Instant now) {
    return Fx.get(
        () -> {
          canvas.resize(WIDTH, HEIGHT);
          canvas.applyCss();
          canvas.layout();
          canvas.show(mesh, MatrixOrder.all(mesh.size()), RTT, now);
          canvas.layout();
          WritableImage image = canvas.snapshot(null, null);
          int[] pixels = new int[WIDTH * HEIGHT];
          image
              .getPixelReader()
              .getPixels(0, 0, WIDTH, HEIGHT, PixelFormat.getIntArgbInstance(), pixels, 0, WIDTH);
          return Arrays.hashCode(pixels);
        });
  }
}
