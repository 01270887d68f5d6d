package org.flannelboard.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Parent;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import org.flannelboard.app.Settings;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushState;

/**
 * Takes the pictures of the documentation, without a display. On one line:
 *
 * <pre>{@code
 * mvn -q test-compile exec:exec -Dexec.classpathScope=test -Dexec.executable=java
 *     "-Dexec.args=-Dglass.platform=Headless -Dprism.order=sw -Djava.awt.headless=true
 *     --enable-native-access=ALL-UNNAMED -cp %classpath org.flannelboard.ui.Screenshots FOLDER"
 * }</pre>
 *
 * With a second word after the folder, pictures of faults and of other sizes too.
 */
public final class Screenshots {

  private final Path folder;

  private Screenshots(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the pictures.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    Screenshots pictures = new Screenshots(Files.createDirectories(Path.of(args[0])));
    boolean all = args.length > 1;
    try (Lab lab = Lab.bare(4, Locale.ENGLISH)) {
      pictures.plan(lab);
      lab.pushAll();
      pictures.healthy(lab);
      if (all) {
        pictures.broken(lab);
      }
    }
    for (int nodes : all ? new int[] {3, 12, 20} : new int[0]) {
      try (Lab lab = Lab.deployed(nodes, Locale.ENGLISH)) {
        green(lab);
        pictures.take(lab, Place.TOPOLOGY, "topology-" + nodes);
        pictures.take(lab, Place.CONNECTIVITY, "connectivity-" + nodes);
      }
    }
    System.exit(0);
  }

  private void plan(Lab lab) throws IOException {
    Fx.await(lab.window.session().status().latest(), "status", status -> status != null);
    take(lab, Place.TOPOLOGY, "bare");
    Fx.run(() -> lab.window.session().push().propose(lab.window.session().nodes()));
    Fx.await(
        lab.window.session().push().state(), "proposal", PushState.Confirming.class::isInstance);
    take(lab, Place.TOPOLOGY, "plan");
    Fx.run(() -> lab.window.session().push().decline());
  }

  private void healthy(Lab lab) throws IOException {
    green(lab);
    for (Settings.Look look : List.of(Settings.Look.LIGHT, Settings.Look.DARK)) {
      for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE}) {
        Fx.run(
            () -> {
              lab.window.use(look);
              lab.window.speak(locale);
            });
        for (Place place : Place.values()) {
          take(lab, place, name(place, look, locale));
        }
      }
    }
  }

  private void broken(Lab lab) throws IOException {
    Fx.run(
        () -> {
          lab.window.use(Settings.Look.LIGHT);
          lab.window.speak(Locale.ENGLISH);
        });
    lab.practice.switchOn(new PracticeFault.NodeDown(Lab.vm(3)));
    lab.practice.switchOn(new PracticeFault.UnderlayBlocked(Lab.vm(1), Lab.vm(2)));
    Fx.await(
        lab.window.session().mesh().latest(),
        "fault",
        mesh ->
            mesh.count(Cell.SourceUnreachable.class::isInstance) == 3
                && mesh.cell(0, 1) instanceof Cell.Lost);
    Fx.run(() -> lab.window.session().status().refresh());
    Fx.await(lab.window.session().status().reading(), "reading", reading -> !reading);
    for (Place place : Place.values()) {
      take(lab, place, "broken-" + place.name().toLowerCase(Locale.ROOT));
    }
  }

  private static void green(Lab lab) {
    Fx.await(lab.window.session().mesh().latest(), "all green", MatrixSnapshot::allReached);
    Fx.await(lab.window.session().status().latest(), "all in order", s -> s != null && s.healthy());
    Fx.await(lab.window.session().status().reading(), "reading", reading -> !reading);
  }

  private static String name(Place place, Settings.Look look, Locale locale) {
    return (place.name() + "-" + look.name() + "-" + locale.getLanguage()).toLowerCase(Locale.ROOT);
  }

  private void take(Lab lab, Place place, String name) throws IOException {
    WritableImage picture =
        Fx.get(
            () -> {
              lab.window.show(place);
              Parent root = lab.window.scene().getRoot();
              root.applyCss();
              root.layout();
              return lab.window.scene().snapshot(null);
            });
    ImageIO.write(image(picture), "png", folder.resolve(name + ".png").toFile());
  }

  private static BufferedImage image(WritableImage picture) {
    int width = (int) picture.getWidth();
    int height = (int) picture.getHeight();
    int[] pixels = new int[width * height];
    picture
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }
}
