package org.flannelboard.ui.kit;

import java.time.Duration;
import java.util.Locale;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

/** What the person chose for this window; whoever shows something depends on it here. */
public final class Preferences {

  /** Which look is wanted. */
  public enum Look {
    SYSTEM,
    LIGHT,
    DARK,
    HIGH_CONTRAST
  }

  /** Which colours the status roles have; each differs for those who see colours differently. */
  public enum Palette {
    STANDARD,
    DEUTERANOPIA,
    TRITANOPIA,
    MONOCHROME
  }

  /**
   * From when on a pair that answers is worth a look.
   *
   * @param rtt slower is a warning
   * @param lossPercent more loss, of the latest rounds, is a warning; 0 to 100
   */
  public record Thresholds(Duration rtt, int lossPercent) {}

  private final ObjectProperty<Locale> language;
  private final ObjectProperty<Look> look = new SimpleObjectProperty<>(Look.SYSTEM);
  private final ObjectProperty<Palette> palette = new SimpleObjectProperty<>(Palette.STANDARD);
  private final DoubleProperty scale = new SimpleDoubleProperty(1);
  private final ObjectProperty<Duration> pingInterval =
      new SimpleObjectProperty<>(Duration.ofSeconds(1));
  private final ObjectProperty<Duration> statusInterval =
      new SimpleObjectProperty<>(Duration.ofSeconds(5));
  private final ObjectProperty<Thresholds> thresholds =
      new SimpleObjectProperty<>(new Thresholds(Duration.ofMillis(50), 0));

  /** The defaults, in a language. */
  public Preferences(Locale language) {
    this.language = new SimpleObjectProperty<>(language);
  }

  /** English or Simplified Chinese. */
  public ObjectProperty<Locale> language() {
    return language;
  }

  public ObjectProperty<Look> look() {
    return look;
  }

  public ObjectProperty<Palette> palette() {
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

  public ObjectProperty<Thresholds> thresholds() {
    return thresholds;
  }
}
