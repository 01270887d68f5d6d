package org.flannelboard.ui.kit;

import java.time.Duration;
import java.util.Locale;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.flannelboard.app.Settings;

/**
 * What the person chose, live: whoever shows something depends on it here. {@link Settings} is the
 * same as it is kept.
 */
public final class Preferences {

  private final ObjectProperty<Locale> language;
  private final ObjectProperty<Settings.Look> look;
  private final ObjectProperty<Settings.Palette> palette;
  private final DoubleProperty scale;
  private final ObjectProperty<Duration> pingInterval;
  private final ObjectProperty<Duration> statusInterval;
  private final ObjectProperty<Settings.Thresholds> thresholds;
  private final BooleanProperty diffSideBySide;
  private final ObjectBinding<Settings> settings;

  /**
   * Begins with settings.
   *
   * @param system the language where none was chosen
   */
  public Preferences(Settings kept, Locale system) {
    String tag = kept.language();
    this.language =
        new SimpleObjectProperty<>(spoken(tag == null ? system : Locale.forLanguageTag(tag)));
    this.look = new SimpleObjectProperty<>(kept.look());
    this.palette = new SimpleObjectProperty<>(kept.palette());
    this.scale = new SimpleDoubleProperty(kept.scale());
    this.pingInterval = new SimpleObjectProperty<>(kept.pingInterval());
    this.statusInterval = new SimpleObjectProperty<>(kept.statusInterval());
    this.thresholds = new SimpleObjectProperty<>(kept.thresholds());
    this.diffSideBySide = new SimpleBooleanProperty(kept.diffSideBySide());
    this.settings = Bindings.createObjectBinding(this::now, all());
  }

  /** The defaults, in a language. */
  public Preferences(Locale language) {
    this(Settings.defaults(), language);
  }

  /** English or Simplified Chinese. */
  public ObjectProperty<Locale> language() {
    return language;
  }

  public ObjectProperty<Settings.Look> look() {
    return look;
  }

  public ObjectProperty<Settings.Palette> palette() {
    return palette;
  }

  /** How large everything is: 0.8 to 2. */
  public DoubleProperty scale() {
    return scale;
  }

  /** How long a round of pings takes: 1 s to 60 s. */
  public ObjectProperty<Duration> pingInterval() {
    return pingInterval;
  }

  /** How often nodes and etcd are asked how they stand: 2 s to 5 min. */
  public ObjectProperty<Duration> statusInterval() {
    return statusInterval;
  }

  /** From when on a pair that answers is worth a look. */
  public ObjectProperty<Settings.Thresholds> thresholds() {
    return thresholds;
  }

  /** Whether differences are shown side by side; else one below the other, as diff(1) does. */
  public BooleanProperty diffSideBySide() {
    return diffSideBySide;
  }

  /** All of it, as it is kept. */
  public ObjectBinding<Settings> settings() {
    return settings;
  }

  /** Back to the defaults; the language stays. */
  public void reset() {
    Settings defaults = Settings.defaults();
    look.set(defaults.look());
    palette.set(defaults.palette());
    scale.set(defaults.scale());
    pingInterval.set(defaults.pingInterval());
    statusInterval.set(defaults.statusInterval());
    thresholds.set(defaults.thresholds());
    diffSideBySide.set(defaults.diffSideBySide());
  }

  /** The language of the two that is nearest to a locale. */
  public static Locale spoken(Locale wanted) {
    return wanted.getLanguage().equals(Locale.CHINESE.getLanguage())
        ? Locale.SIMPLIFIED_CHINESE
        : Locale.ENGLISH;
  }

  private Settings now() {
    return new Settings(
        language.get().toLanguageTag(),
        look.get(),
        palette.get(),
        scale.get(),
        pingInterval.get(),
        statusInterval.get(),
        thresholds.get(),
        diffSideBySide.get());
  }

  private Observable[] all() {
    return new Observable[] {
      language, look, palette, scale, pingInterval, statusInterval, thresholds, diffSideBySide
    };
  }
}
