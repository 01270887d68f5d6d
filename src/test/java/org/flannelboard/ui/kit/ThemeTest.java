package org.flannelboard.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThemeTest {

  /** A window that is shown before the stylesheet is read must not change its colour then. */
  @ParameterizedTest
  @CsvSource({
    "LIGHT, .root",
    "DARK, .root.dark",
    "CONTRAST_LIGHT, .root.contrast",
    "CONTRAST_DARK, .root.dark.contrast"
  })
  void theCanvasIsTheStylesheets(Theme theme, String selector) throws Exception {
    String css = Files.readString(Path.of(URI.create(Theme.stylesheet())));
    Matcher rule =
        Pattern.compile(
                "^" + Pattern.quote(selector) + " \\{\\s*-app-canvas: (#[0-9a-f]{6});",
                Pattern.MULTILINE)
            .matcher(css);
    assertThat(rule.find()).isTrue();
    assertThat(theme.canvas()).isEqualTo(Color.web(rule.group(1)));
  }
}
