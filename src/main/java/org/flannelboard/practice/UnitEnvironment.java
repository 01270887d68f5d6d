package org.flannelboard.practice;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The environment a unit's commands get (systemd.exec(5)). */
final class UnitEnvironment {

  private UnitEnvironment() {}

  /** An environment, or the file that is missing and may not be. */
  record Outcome(Map<String, String> variables, @Nullable String missing) {}

  /** What {@code Environment=} and {@code EnvironmentFile=} add up to, the files winning. */
  static Outcome of(UnitDefinition unit, FileTree files) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String line : unit.values("Service", "Environment")) {
      CommandLine.words(line).forEach(word -> assign(word, variables));
    }
    for (String entry : unit.values("Service", "EnvironmentFile")) {
      boolean optional = entry.startsWith("-");
      String path = optional ? entry.substring(1) : entry;
      Optional<String> text = files.text(path);
      if (text.isEmpty() && !optional) {
        return new Outcome(variables, path);
      }
      text.ifPresent(found -> read(found, variables));
    }
    return new Outcome(variables, null);
  }

  /** Reads an environment file: one assignment a line, quotes around the value dropped. */
  static void read(String text, Map<String, String> into) {
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
        .forEach(line -> assign(line, into));
  }

  private static void assign(String line, Map<String, String> into) {
    int equals = line.indexOf('=');
    if (equals > 0) {
      into.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
