package org.flannelboard.pki;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Go's notation of a duration (package time, {@code ParseDuration}): {@code 87600h}, {@code 1h30m}.
 */
final class GoDuration {

  private static final Pattern TERM =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{0,19})?|\\.\\d{1,19})(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern FORM = Pattern.compile("\\+?(?:" + TERM.pattern() + ")+");

  /** Nanoseconds; Go has no unit above the hour, since days differ in length. */
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "μs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));

  /** Go counts in 64 bits, which is 292 years. */
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** Whether Go can express the duration and it is longer than nothing. */
  static boolean isPositive(Duration duration) {
    return duration.isPositive() && duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) <= 0;
  }

  /** Reads a duration longer than nothing; empty when the text is anything else. */
  static Optional<Duration> parsePositive(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    for (Matcher term = TERM.matcher(text); term.find(); ) {
      String number = term.group(1);
      BigDecimal unit = UNITS.getOrDefault(term.group(2), BigDecimal.ZERO);
      nanos =
          nanos.add(new BigDecimal(number.startsWith(".") ? "0" + number : number).multiply(unit));
    }
    return nanos.compareTo(BigDecimal.ONE) < 0 || nanos.compareTo(LIMIT) > 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.longValue()));
  }
}
