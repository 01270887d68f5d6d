package org.flannelboard.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it: {@code 90m}, {@code 26h}, {@code 3d}, {@code 1y}. */
final class Length implements ITypeConverter<Duration> {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([mhdy])");

  /** Minutes, hours, days or years of 365 days; empty for anything else. */
  static Optional<Duration> parse(String text) {
    Matcher length = FORM.matcher(text);
    if (!length.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(length.group(1));
    return Optional.of(
        switch (length.group(2)) {
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          case "d" -> Duration.ofDays(count);
          default -> Duration.ofDays(365 * count);
        });
  }

  @Override
  public Duration convert(String value) {
    return parse(value)
        .orElseThrow(() -> new TypeConversionException("'" + value + "' is not like 90m, 26h, 3d"));
  }
}
