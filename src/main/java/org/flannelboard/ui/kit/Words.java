package org.flannelboard.ui.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Placeholders;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Problem;

/** The window's words in one language. */
public final class Words {

  private static final String BUNDLE = "org.flannelboard.ui.i18n.ui";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private final Locale locale;
  private final ResourceBundle bundle;
  private final Messages messages;

  private Words(Locale locale, ResourceBundle bundle) {
    this.locale = locale;
    this.bundle = bundle;
    this.messages = Messages.of(locale);
  }

  /** The words in the language nearest to a locale: Chinese for Chinese, else English. */
  public static Words of(Locale locale) {
    boolean chinese = locale.getLanguage().equals(Locale.CHINESE.getLanguage());
    Locale spoken = chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
    return new Words(
        chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH,
        ResourceBundle.getBundle(
            BUNDLE,
            spoken,
            Words.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
  }

  /** English or Simplified Chinese. */
  public Locale locale() {
    return locale;
  }

  /** The bundle itself, for FXML's {@code %key}. */
  public ResourceBundle bundle() {
    return bundle;
  }

  /** A text without placeholders. */
  public String text(String key) {
    return bundle.getString(key);
  }

  /** A text with one placeholder, for example {@code {node}}. */
  public String text(String key, String name, Object value) {
    return text(key, Map.of(name, value));
  }

  /** A text with two placeholders. */
  public String text(String key, String name1, Object value1, String name2, Object value2) {
    return text(key, Map.of(name1, value1, name2, value2));
  }

  /** A text with placeholders; one without a value stays as it is. */
  public String text(String key, Map<String, ?> values) {
    return Placeholders.fill(
        text(key),
        name -> {
          Object value = values.get(name);
          return value == null ? "{" + name + "}" : value.toString();
        });
  }

  /** What went wrong and what to do about it. */
  public Messages.Explanation describe(Failure failure) {
    if (messages.bundle().containsKey(prefix(failure) + failure.code())) {
      return messages.describe(failure);
    }
    // A failure whose words are missing is still one the person has to hear of.
    Map<String, String> arguments = new HashMap<>(failure.arguments());
    return new Messages.Explanation(failure.code() + " " + arguments, "");
  }

  /** What went wrong, in one line. */
  public String message(Failure failure) {
    return describe(failure).message();
  }

  /** That a certificate holds for less than was asked, since its CA ends then. */
  public String endsWithAuthority(Instant end) {
    return text("plan.certificate-ends-with-ca", "day", DAY.format(end));
  }

  /** A time span, rounded down to the unit that says enough: {@code 42 s}, {@code 9 min}. */
  public String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return text("age.seconds", "count", seconds);
    }
    return seconds < 3600
        ? text("age.minutes", "count", seconds / 60)
        : text("age.hours", "count", seconds / 3600);
  }

  /** A round-trip time in milliseconds, with the digits that mean something. */
  public static String rtt(Duration rtt) {
    double ms = rtt.toNanos() / 1e6;
    return String.format(Locale.ROOT, ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }

  private static String prefix(Failure failure) {
    return failure instanceof Problem ? "problem." : "failure.";
  }
}
