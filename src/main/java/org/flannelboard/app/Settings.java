package org.flannelboard.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the person chose for the window, the same for all clusters.
 *
 * @param language BCP 47 tag; null for the system's language
 * @param look which colours, as a whole
 * @param palette which colours a status has
 * @param scale how large everything is, {@link #SMALLEST} to {@link #LARGEST}
 * @param pingInterval between two rounds of pings, 1 s to 60 s
 * @param statusInterval between two readings of nodes and etcd, 2 s to 5 min
 * @param thresholds from when on a pair is worth a look
 * @param diffSideBySide whether differences are shown side by side; else one below the other
 */
public record Settings(
    @Nullable String language,
    Look look,
    Palette palette,
    double scale,
    Duration pingInterval,
    Duration statusInterval,
    Thresholds thresholds,
    boolean diffSideBySide) {

  public static final double SMALLEST = 0.8;
  public static final double LARGEST = 2.0;

  /** Which colours the window has as a whole. */
  public enum Look {
    SYSTEM,
    LIGHT,
    DARK,
    HIGH_CONTRAST
  }

  /** Which colours the roles of a status have; made for eyes that see colours differently. */
  public enum Palette {
    STANDARD,
    DEUTERANOPIA,
    TRITANOPIA,
    MONOCHROME
  }

  /**
   * From when on a pair that answers is worth a look.
   *
   * @param rtt slower is a warning; 1 µs to 10 s
   * @param lossPercent more loss, of the latest rounds, is a warning; 0 to 100
   */
  public record Thresholds(Duration rtt, int lossPercent) {
    public Thresholds {
      rtt = within(rtt, Duration.ofNanos(1_000), Duration.ofSeconds(10));
      lossPercent = Math.clamp(lossPercent, 0, 100);
    }
  }

  public Settings {
    scale = Math.clamp(scale, SMALLEST, LARGEST);
    pingInterval = within(pingInterval, Duration.ofSeconds(1), Duration.ofSeconds(60));
    statusInterval = within(statusInterval, Duration.ofSeconds(2), Duration.ofMinutes(5));
  }

  /** What holds until somebody chooses. */
  public static Settings defaults() {
    return new Settings(
        null,
        Look.SYSTEM,
        Palette.STANDARD,
        1,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        new Thresholds(Duration.ofMillis(50), 0),
        false);
  }

  private static Duration within(Duration value, Duration least, Duration most) {
    return value.compareTo(least) < 0 ? least : value.compareTo(most) > 0 ? most : value;
  }
}
