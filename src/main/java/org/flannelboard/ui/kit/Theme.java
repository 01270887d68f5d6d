package org.flannelboard.ui.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** The window's look: light or dark. */
public enum Theme {
  LIGHT,
  DARK;

  private static final String STYLESHEET = "/org/flannelboard/ui/kit/app.css";
  private static final String CHINESE_FONT = "/org/flannelboard/ui/fonts/DroidSansFallbackFull.ttf";

  /** The theme that goes with the system's choice. */
  public static Theme of(ColorScheme scheme) {
    return switch (scheme) {
      case LIGHT -> LIGHT;
      case DARK -> DARK;
    };
  }

  /** The other one. */
  public Theme other() {
    return this == LIGHT ? DARK : LIGHT;
  }

  /** Dresses a scene for a language. */
  public void apply(Scene scene, Locale locale) {
    Application.setUserAgentStylesheet(
        switch (this) {
          case LIGHT -> new PrimerLight().getUserAgentStylesheet();
          case DARK -> new PrimerDark().getUserAgentStylesheet();
        });
    if (!scene.getStylesheets().contains(stylesheet())) {
      scene.getStylesheets().add(stylesheet());
    }
    var classes = scene.getRoot().getStyleClass();
    classes.removeAll("light", "dark", "chinese");
    classes.add(name().toLowerCase(Locale.ROOT));
    if (locale.getLanguage().equals(Locale.CHINESE.getLanguage())) {
      classes.add("chinese");
    }
  }

  /** The address of the stylesheet that names all colours. */
  static String stylesheet() {
    return Objects.requireNonNull(Theme.class.getResource(STYLESHEET)).toExternalForm();
  }

  /**
   * Loads the font that has the Chinese characters; call it once, before the first scene. A desktop
   * may have none, and then only boxes would be seen.
   */
  public static void loadFonts() {
    try (InputStream in = Theme.class.getResourceAsStream(CHINESE_FONT)) {
      if (Font.loadFont(Objects.requireNonNull(in), 13) == null) {
        throw new IllegalStateException("not a font: " + CHINESE_FONT);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
