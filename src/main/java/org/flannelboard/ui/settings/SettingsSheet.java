package org.flannelboard.ui.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import org.controlsfx.control.SegmentedButton;
import org.flannelboard.app.Settings;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** Where the person chooses; whatever is chosen holds at once. */
public final class SettingsSheet {

  private final Session session;
  private final Preferences preferences;
  private final Words words;

  @FXML private HBox languageBox;
  @FXML private HBox lookBox;
  @FXML private HBox paletteBox;
  @FXML private HBox preview;
  @FXML private Slider scale;
  @FXML private Label scaleText;
  @FXML private Spinner<Integer> pingInterval;
  @FXML private Spinner<Integer> statusInterval;
  @FXML private Spinner<Integer> slow;
  @FXML private Spinner<Integer> lossy;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private SettingsSheet(Session session, Words words) {
    this.session = session;
    this.preferences = session.preferences();
    this.words = words;
  }

  /** The command that opens the sheet. */
  public static Command command(Session session, Words words) {
    return Command.always(
        "settings",
        words.text("settings.title"),
        new KeyCodeCombination(KeyCode.COMMA, KeyCombination.SHORTCUT_DOWN),
        () ->
            session.show(
                new Sheet(
                    spoken -> Fxml.load(new SettingsSheet(session, spoken), spoken),
                    session::closeSheet)));
  }

  @FXML
  private void initialize() {
    SegmentedButton languages =
        segments(
            List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE),
            preferences.language(),
            language -> words.text("settings.language." + language.getLanguage()));
    languages.getButtons().getFirst().getStyleClass().add("sheet-first");
    languageBox.getChildren().setAll(languages);
    lookBox
        .getChildren()
        .setAll(
            segments(
                List.of(Settings.Look.values()),
                preferences.look(),
                look -> words.text("settings.look." + code(look))));
    paletteBox
        .getChildren()
        .setAll(
            segments(
                List.of(Settings.Palette.values()),
                preferences.palette(),
                palette -> words.text("settings.palette." + code(palette))));
    for (Status status : Status.values()) {
      StatusChip chip = new StatusChip();
      chip.getStyleClass().add("chip-pill");
      chip.show(new Light(status, words.text("settings.preview." + code(status))));
      preview.getChildren().add(chip);
    }
    chooseScale();
    seconds(pingInterval, preferences.pingInterval(), 1, 60);
    seconds(statusInterval, preferences.statusInterval(), 2, 300);
    chooseThresholds();
  }

  @FXML
  private void reset() {
    preferences.reset();
    // The fields show what holds now.
    session.show(
        new Sheet(
            spoken -> Fxml.load(new SettingsSheet(session, spoken), spoken), session::closeSheet));
  }

  @FXML
  private void close() {
    session.closeSheet();
  }

  private void chooseScale() {
    scale.setMin(Settings.SMALLEST);
    scale.setMax(Settings.LARGEST);
    scale.setValue(preferences.scale().get());
    scaleText
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> Math.round(scale.getValue() * 10) * 10 + " %", scale.valueProperty()));
    // Not while the thumb is dragged: it would run away under the pointer.
    scale
        .valueProperty()
        .addListener(
            (_, _, now) -> {
              if (!scale.isValueChanging()) {
                preferences.scale().set(Math.round(now.doubleValue() * 10) / 10.0);
              }
            });
    scale
        .valueChangingProperty()
        .addListener(
            (_, _, changing) -> {
              if (!changing) {
                preferences.scale().set(Math.round(scale.getValue() * 10) / 10.0);
              }
            });
  }

  private void chooseThresholds() {
    Settings.Thresholds held = preferences.thresholds().get();
    numbers(slow, 1, 10_000, Math.toIntExact(held.rtt().toMillis()));
    numbers(lossy, 0, 100, held.lossPercent());
    slow.valueProperty().addListener((_, _, _) -> thresholdsChosen());
    lossy.valueProperty().addListener((_, _, _) -> thresholdsChosen());
  }

  private void thresholdsChosen() {
    preferences
        .thresholds()
        .set(new Settings.Thresholds(Duration.ofMillis(slow.getValue()), lossy.getValue()));
  }

  private static void seconds(
      Spinner<Integer> field, ObjectProperty<Duration> held, int least, int most) {
    numbers(field, least, most, Math.toIntExact(held.get().toSeconds()));
    field.valueProperty().addListener((_, _, now) -> held.set(Duration.ofSeconds(now)));
  }

  /** A field of whole numbers; what is typed counts when the field is left. */
  private static void numbers(Spinner<Integer> field, int least, int most, int held) {
    field.setValueFactory(new IntegerSpinnerValueFactory(least, most, held));
    field
        .getEditor()
        .textProperty()
        .addListener(
            (_, _, now) -> {
              if (!now.matches("[0-9]{0,5}")) {
                field.getEditor().setText(String.valueOf(field.getValue()));
              }
            });
    field
        .focusedProperty()
        .addListener(
            (_, _, focused) -> {
              if (!focused && field.getEditor().getText().isEmpty()) {
                field.getEditor().setText(String.valueOf(field.getValue()));
              }
            });
  }

  private static <T> SegmentedButton segments(
      List<T> choices, ObjectProperty<T> held, Function<T, String> text) {
    ToggleGroup group = new ToggleGroup();
    List<ToggleButton> buttons = new ArrayList<>();
    for (T choice : choices) {
      ToggleButton button = new ToggleButton(text.apply(choice));
      button.setMnemonicParsing(false);
      button.setToggleGroup(group);
      button.setSelected(choice.equals(held.get()));
      button.setOnAction(
          _ -> {
            // One of them always holds.
            button.setSelected(true);
            held.set(choice);
          });
      buttons.add(button);
    }
    SegmentedButton segments = new SegmentedButton(buttons.toArray(ToggleButton[]::new));
    segments.setToggleGroup(group);
    return segments;
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
