package org.flannelboard.app;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Problem;

/**
 * The words of Flannelboard in one language, with named placeholders such as {@code {node}}.
 *
 * <p>A key or argument that is missing is a bug: it stops a program that runs with assertions, as
 * tests do, and everywhere else shows as {@code ⟦key⟧} where its text would be.
 */
public final class Messages {

  private static final String BUNDLE = "org.flannelboard.app.i18n.messages";

  private final ResourceBundle bundle;
  private final boolean strict;

  Messages(ResourceBundle bundle, boolean strict) {
    this.bundle = bundle;
    this.strict = strict;
  }

  /** The words in the language nearest to a locale: Chinese for Chinese, else English. */
  public static Messages of(Locale locale) {
    Locale spoken =
        locale.getLanguage().equals(Locale.CHINESE.getLanguage())
            ? Locale.SIMPLIFIED_CHINESE
            : Locale.ROOT;
    ResourceBundle bundle =
        ResourceBundle.getBundle(
            BUNDLE,
            spoken,
            Messages.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    return new Messages(bundle, Messages.class.desiredAssertionStatus());
  }

  /** The bundle itself, for FXML's {@code %key}. */
  public ResourceBundle bundle() {
    return bundle;
  }

  /** The text of a key without placeholders. */
  public String text(String key) {
    return text(key, Map.of());
  }

  /** The text of a key, its placeholders filled in by name. */
  public String text(String key, Map<String, String> arguments) {
    try {
      return fill(key, bundle.getString(key), arguments);
    } catch (MissingResourceException e) {
      return gap(key);
    }
  }

  /** What went wrong and what to do about it. */
  public Explanation describe(Failure failure) {
    return switch (failure) {
      case Problem problem ->
          new Explanation(text("problem." + problem.code(), problem.arguments()), "");
      default ->
          new Explanation(
              text("failure." + failure.code(), failure.arguments()),
              text("failure." + failure.code() + ".remedy", failure.arguments()));
    };
  }

  private String fill(String key, String text, Map<String, String> arguments) {
    return Placeholders.fill(
        text,
        name -> {
          String value = arguments.get(name);
          return value == null ? gap(key + "." + name) : value;
        });
  }

  private String gap(String key) {
    if (strict) {
      throw new IllegalArgumentException("no text or argument for " + key);
    }
    return "⟦" + key + "⟧";
  }

  /**
   * A failure in words.
   *
   * @param message what happened, where and why
   * @param remedy what to do; empty for a problem in a document, whose message says what would be
   *     right
   */
  public record Explanation(String message, String remedy) {}
}
