package org.flannelboard.ui.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.flannelboard.app.Settings;

/** The window's look: light or dark, each also with the strongest contrast. */
public enum Theme {
  LIGHT(false, false, "#f6f8fa"),
  DARK(true, false, "#0d1117"),
  CONTRAST_LIGHT(false, true, "#ffffff"),
  CONTRAST_DARK(true, true, "#000000");

  private static final String STYLESHEET = "/org/flannelboard/ui/kit/app.css";
  private static final String CHINESE_FONT = "/org/flannelboard/ui/fonts/DroidSansFallbackFull.ttf";
  private static final String CHINESE = "chinese";
  private static final String CONTRAST = "contrast";

  private final boolean dark;
  private final boolean contrast;
  private final Color canvas;

  Theme(boolean dark, boolean contrast, String canvas) {
    this.dark = dark;
    this.contrast = contrast;
    this.canvas = Color.web(canvas);
  }

  /** The theme for a choice, on a system that has made choices of its own. */
  public static Theme of(Settings.Look look, Platform.Preferences system) {
    boolean darkSystem = system.getColorScheme() == ColorScheme.DARK;
    return switch (look) {
      case LIGHT -> LIGHT;
      case DARK -> DARK;
      case HIGH_CONTRAST -> darkSystem ? CONTRAST_DARK : CONTRAST_LIGHT;
      case SYSTEM ->
          highContrast(system)
              ? (darkSystem ? CONTRAST_DARK : CONTRAST_LIGHT)
              : (darkSystem ? DARK : LIGHT);
    };
  }

  /** The choice that leads to the other of light and dark. */
  public Settings.Look other() {
    return dark ? Settings.Look.LIGHT : Settings.Look.DARK;
  }

  /** The stylesheet's {@code -app-canvas}, for a window that is shown before any is read. */
  public Color canvas() {
    return canvas;
  }

  /** What can be read upon the canvas before any stylesheet is read. */
  public Color ink() {
    return dark ? Color.LIGHTGRAY : Color.DIMGRAY;
  }

  /** Dresses a scene, in a language and with colours for a status. */
  public void apply(Scene scene, Locale locale, Settings.Palette palette) {
    Application.setUserAgentStylesheet(
        dark
            ? new PrimerDark().getUserAgentStylesheetBSS()
            : new PrimerLight().getUserAgentStylesheetBSS());
    if (!scene.getStylesheets().contains(stylesheet())) {
      scene.getStylesheets().add(stylesheet());
    }
    List<String> classes = scene.getRoot().getStyleClass();
    classes.removeIf(Theme::isOurs);
    classes.add(dark ? "dark" : "light");
    if (contrast) {
      classes.add(CONTRAST);
    }
    if (palette != Settings.Palette.STANDARD) {
      classes.add(styleClass(palette));
    }
    if (locale.getLanguage().equals(Locale.CHINESE.getLanguage())) {
      classes.add(CHINESE);
    }
  }

  /** Dresses the root of a dialog like the window it belongs to. */
  static void dressLike(Scene owner, Parent dialog) {
    dialog.getStylesheets().add(stylesheet());
    owner.getRoot().getStyleClass().stream()
        .filter(Theme::isOurs)
        .forEach(dialog.getStyleClass()::add);
  }

  /** The style class that goes with a palette. */
  public static String styleClass(Settings.Palette palette) {
    return "palette-" + palette.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isOurs(String styleClass) {
    return List.of("light", "dark", CONTRAST, CHINESE).contains(styleClass)
        || styleClass.startsWith("palette-");
  }

  /**
   * JavaFX has no word of its own for it, so each platform is asked by the key under which JavaFX
   * hands on its settings: SPI_GETHIGHCONTRAST on Windows, the theme's name on GTK. On macOS
   * nothing is handed on; there the settings of this program decide.
   */
  private static boolean highContrast(Platform.Preferences system) {
    return system.getBoolean("Windows.SPI.HighContrast").orElse(false)
        || system.getString("GTK.theme_name").orElse("").startsWith("HighContrast");
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
