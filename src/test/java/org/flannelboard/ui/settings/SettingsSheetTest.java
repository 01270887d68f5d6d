package org.flannelboard.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.Spinner;
import org.flannelboard.app.Settings;
import org.flannelboard.app.SettingsFile;
import org.flannelboard.app.task.Task;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSheetTest {

  @TempDir private Path folder;

  @Test
  void choicesHoldAtOnce() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      Preferences preferences = lab.window.session().preferences();
      open(lab);
      press(lab, "Dark");
      assertThat(rootClasses(lab)).contains("dark").doesNotContain("light");
      press(lab, "Red–green safe");
      assertThat(rootClasses(lab)).contains("palette-deuteranopia");
      press(lab, "High contrast");
      assertThat(rootClasses(lab)).contains("contrast", "palette-deuteranopia");
      Fx.run(() -> spinner(lab, "#settings-ping-interval").getValueFactory().setValue(7));
      Fx.run(() -> spinner(lab, "#settings-lossy").getValueFactory().setValue(25));
      assertThat(Fx.get(() -> preferences.settings().get()))
          .isEqualTo(
              new Settings(
                  "en",
                  Settings.Look.HIGH_CONTRAST,
                  Settings.Palette.DEUTERANOPIA,
                  1,
                  Duration.ofSeconds(7),
                  Duration.ofSeconds(5),
                  new Settings.Thresholds(Duration.ofMillis(50), 25),
                  false));
    }
  }

  @Test
  void theLanguageChangesUnderTheOpenSheet() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      open(lab);
      press(lab, "简体中文");
      assertThat(Fx.get(() -> texts(lab))).contains("设置").doesNotContain("Settings");
      press(lab, "English");
      assertThat(Fx.get(() -> texts(lab))).contains("Settings");
    }
  }

  @Test
  void resetGoesBackToTheDefaultsAndShowsThem() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      open(lab);
      press(lab, "Dark");
      Fx.run(() -> spinner(lab, "#settings-slow").getValueFactory().setValue(9));
      press(lab, "Reset");
      assertThat(Fx.get(() -> lab.window.session().preferences().settings().get()))
          .isEqualTo(new Preferences(Locale.ENGLISH).settings().get());
      assertThat(Fx.get(() -> spinner(lab, "#settings-slow").getValue())).isEqualTo(50);
    }
  }

  @Test
  void everythingCanGrow() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      double before = Fx.get(() -> width(lab));
      Fx.run(() -> lab.window.session().preferences().scale().set(1.5));
      assertThat(Fx.get(() -> width(lab))).isCloseTo(1.5 * before, within(1.0));
    }
  }

  @Test
  void whatIsChosenIsKept() throws Exception {
    SettingsFile file = new SettingsFile(folder.resolve("settings.json"), InstantSource.system());
    CountDownLatch done = new CountDownLatch(1);
    try (VirtualThreadRunner tasks = new VirtualThreadRunner()) {
      SettingsKeeper keeper =
          Fx.get(
              () -> {
                Preferences preferences = new Preferences(Locale.ENGLISH);
                SettingsKeeper made =
                    SettingsKeeper.of(preferences, file, told(tasks, done), _ -> {});
                preferences.look().set(Settings.Look.LIGHT);
                preferences.look().set(Settings.Look.DARK);
                return made;
              });
      assertThat(file.file()).as("not while choosing goes on").doesNotExist();
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(keeper.write()).as("nothing waits").isTrue();
    }
    assertThat(file.load().settings().look()).isEqualTo(Settings.Look.DARK);
  }

  /** A runner that says when work has ended. */
  private static TaskRunner told(TaskRunner tasks, CountDownLatch done) {
    return new TaskRunner() {
      @Override
      public <T> Task<T> start(String name, Callable<T> work) {
        return tasks.start(
            name,
            () -> {
              T value = work.call();
              done.countDown();
              return value;
            });
      }

      @Override
      public void close() {
        tasks.close();
      }
    };
  }

  private static void open(Lab lab) {
    Words words = Words.of(lab.window.session().preferences().language().get());
    Fx.run(() -> SettingsSheet.command(lab.window.session(), words).run());
  }

  private static void press(Lab lab, String text) {
    Fx.run(
        () -> {
          Parent root = lab.window.scene().getRoot();
          root.applyCss();
          all(root.lookup("#settings-sheet"))
              .filter(ButtonBase.class::isInstance)
              .map(ButtonBase.class::cast)
              .filter(button -> text.equals(button.getText()))
              .findFirst()
              .orElseThrow()
              .fire();
        });
  }

  @SuppressWarnings("unchecked")
  private static Spinner<Integer> spinner(Lab lab, String id) {
    return (Spinner<Integer>) lab.window.scene().lookup(id);
  }

  private static List<String> rootClasses(Lab lab) {
    return Fx.get(() -> List.copyOf(lab.window.scene().getRoot().getStyleClass()));
  }

  private static List<String> texts(Lab lab) {
    return all(lab.window.scene().getRoot())
        .filter(Labeled.class::isInstance)
        .map(node -> ((Labeled) node).getText())
        .toList();
  }

  private static double width(Lab lab) {
    Parent root = lab.window.scene().getRoot();
    root.applyCss();
    root.layout();
    return root.lookup("#rail-topology")
        .localToScene(root.lookup("#rail-topology").getLayoutBounds())
        .getWidth();
  }

  private static Stream<Node> all(Node node) {
    return node instanceof Parent parent
        ? Stream.concat(
            Stream.of(node),
            parent.getChildrenUnmodifiable().stream().flatMap(SettingsSheetTest::all))
        : Stream.of(node);
  }
}
