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
import javafx.scene.input.KeyCode;
import javax.imageio.ImageIO;
import org.flannelboard.app.Settings;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.firstrun.Desk;
import org.flannelboard.ui.kit.Fix;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.shell.Window;

/**
 * Takes the pictures of the documentation, without a display: every view with 4 and with 255 nodes,
 * light and dark, English and Chinese; the plan of a push; a fault explained; the wizard of a new
 * cluster, and others. On one line:
 *
 * <pre>{@code
 * mvn -q test-compile exec:exec -Dexec.classpathScope=test -Dexec.executable=java
 *     "-Dexec.args=-Dglass.platform=Headless -Dprism.order=sw -Djava.awt.headless=true
 *     --enable-native-access=ALL-UNNAMED -cp %classpath org.flannelboard.ui.Screenshots
 *     src/docs/screenshots"
 * }</pre>
 */
public final class Screenshots {

  private static final List<Settings.Look> LOOKS = List.of(Settings.Look.LIGHT, Settings.Look.DARK);
  private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

  private final Path folder;

  private Screenshots(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the pictures.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws Exception {
    Screenshots pictures = new Screenshots(Files.createDirectories(Path.of(args[0])));
    try (Lab lab = Lab.bare(4, Locale.ENGLISH)) {
      pictures.plan(lab);
      lab.pushAll();
      pictures.everyView(lab, 4);
      pictures.explained(lab, 4, "");
      pictures.broken(lab);
    }
    try (Lab lab = Lab.deployed(255, Locale.ENGLISH)) {
      pictures.everyView(lab, 255);
      pictures.explained(lab, 200, "-255");
    }
    pictures.wizard();
    System.exit(0);
  }

  /** A new cluster whose nodes are reached for the first time. */
  private void wizard() throws Exception {
    Path home = Files.createTempDirectory("flannelboard-home-");
    PracticeFault stranger = new PracticeFault.HostKeyUnknown(Lab.vm(2));
    try (Desk desk = new Desk(home, 4, stranger)) {
      desk.person.presses("#new-cluster");
      desk.person.pastes("#node-name", desk.hosts());
      desk.person.presses("#wizard-next");
      desk.person.sees("#accept-vm02");
      for (Locale language : LANGUAGES) {
        Fx.run(() -> desk.preferences.language().set(language));
        desk.person.sees("#accept-vm02");
        picture(desk.window, "wizard-" + language.getLanguage());
      }
    } finally {
      Files.delete(home);
    }
  }

  private void plan(Lab lab) throws IOException {
    Session session = lab.window.session();
    Fx.await(session.status().latest(), "status", status -> status != null);
    Fx.run(() -> session.push().propose(session.nodes()));
    Fx.await(session.push().state(), "proposal", PushState.Confirming.class::isInstance);
    take(lab, Place.TOPOLOGY, "plan");
    Fx.run(() -> session.push().decline());
  }

  private void everyView(Lab lab, int nodes) throws IOException {
    green(lab);
    Preferences preferences = lab.window.session().preferences();
    for (Settings.Look look : LOOKS) {
      for (Locale language : LANGUAGES) {
        Fx.run(
            () -> {
              preferences.look().set(look);
              preferences.language().set(language);
              lab.window.session().node().set(Lab.vm(2));
            });
        for (Place place : Place.values()) {
          take(lab, place, name(place, nodes, look, language));
        }
      }
    }
  }

  /** A red cell from the map to the question before its fix; the smallest window among them. */
  private void explained(Lab lab, int node, String suffix) throws IOException {
    Session session = lab.window.session();
    plainly(session);
    PracticeFault fault = FaultKind.INPUT_FIREWALL.at(List.of(Lab.vm(node)));
    lab.practice.switchOn(fault);
    Inquiry inquiry = Fx.get(() -> Inquiry.of(session));
    String cause = "input-firewall@" + Lab.vm(node);
    Fx.await(
        inquiry.latest(),
        "cause",
        report -> report != null && report.diagnosis().finding(cause).isPresent());
    Person person = new Person(lab.window);
    person.presses("#notice-close");
    take(lab, Place.TOPOLOGY, "topology-finding" + suffix);
    person.shortcut(KeyCode.D);
    Fx.await(inquiry.state(), "findings", Inquiry.State.Answered.class::isInstance);
    take(lab, Place.CONNECTIVITY, "connectivity-findings" + suffix);
    Fx.run(() -> session.lead(new Subject.OnPair(Lab.vm(1), Lab.vm(node))));
    person.sees("#explain-way");
    take(lab, Place.CONNECTIVITY, "connectivity-explained" + suffix);
    takeSmall(lab, "connectivity-explained-small" + suffix);
    person.presses("#fix-1");
    person.sees("#fix-confirm");
    take(lab, Place.CONNECTIVITY, "fix" + suffix);
    Fx.run(
        () -> {
          Fix.of(session).leave();
          inquiry.leave();
        });
    person.presses("#as-matrix");
    lab.practice.switchOff(fault);
    green(lab);
    Fx.run(() -> session.lead(new Subject.OnPair(Lab.vm(1), Lab.vm(node))));
    person.sees("#explain-way");
    take(lab, Place.CONNECTIVITY, "connectivity-healthy" + suffix);
    Fx.run(inquiry::leave);
    person.presses("#as-matrix");
  }

  private static void plainly(Session session) {
    Fx.run(
        () -> {
          session.preferences().look().set(Settings.Look.LIGHT);
          session.preferences().language().set(Locale.ENGLISH);
        });
  }

  private void broken(Lab lab) throws IOException {
    Session session = lab.window.session();
    plainly(session);
    lab.practice.switchOn(new PracticeFault.NodeDown(Lab.vm(3)));
    lab.practice.switchOn(new PracticeFault.UnderlayBlocked(Lab.vm(1), Lab.vm(2)));
    Fx.await(
        session.mesh().latest(),
        "fault",
        mesh ->
            mesh.count(Cell.SourceUnreachable.class::isInstance) == 3
                && mesh.cell(0, 1) instanceof Cell.Lost);
    Fx.run(() -> session.status().refresh());
    Fx.await(session.status().reading(), "reading", reading -> !reading);
    take(lab, Place.TOPOLOGY, "topology-faults");
    take(lab, Place.CONNECTIVITY, "connectivity-faults");
  }

  private static void green(Lab lab) {
    Session session = lab.window.session();
    Fx.await(session.mesh().latest(), "all green", MatrixSnapshot::allReached);
    Fx.await(session.status().latest(), "all in order", s -> s != null && s.healthy());
  }

  private static String name(Place place, int nodes, Settings.Look look, Locale language) {
    return String.join(
            "-", place.name(), Integer.toString(nodes), look.name(), language.getLanguage())
        .toLowerCase(Locale.ROOT);
  }

  /** Goes to a place, lets it read what it shows, and takes its picture. */
  private void take(Lab lab, Place place, String name) throws IOException {
    Session session = lab.window.session();
    Fx.run(() -> lab.window.show(place));
    Fx.run(() -> session.status().refresh());
    Fx.await(session.status().reading(), "reading", reading -> !reading);
    picture(lab.window, name);
  }

  private void picture(Window window, String name) throws IOException {
    WritableImage picture =
        Fx.get(
            () -> {
              Parent root = window.scene().getRoot();
              root.applyCss();
              root.layout();
              // The first picture of a scene without a stage shows what was drawn before.
              root.snapshot(null, null);
              return window.scene().snapshot(null);
            });
    ImageIO.write(image(picture), "png", folder.resolve(name + ".png").toFile());
  }

  /** Takes a picture of what is shown, in the smallest window that is promised to be enough. */
  private void takeSmall(Lab lab, String name) throws IOException {
    WritableImage picture =
        Fx.get(
            () -> {
              Parent root = lab.window.scene().getRoot();
              root.resize(1000, 700);
              root.applyCss();
              root.layout();
              root.snapshot(null, null);
              WritableImage small = root.snapshot(null, null);
              root.resize(lab.window.scene().getWidth(), lab.window.scene().getHeight());
              return small;
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
