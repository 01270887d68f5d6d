package org.flannelboard.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * OpenSSH's client configuration, read but not obeyed: nothing in it is run (ssh_config(5)).
 *
 * @param settings its lines with their conditions, in the order in which ssh(1) meets them
 * @param named the hosts it names outright, in its order: a pattern stands for no host
 * @param problems what was not understood
 */
record SshConfig(List<Setting> settings, Set<String> named, List<FileProblem> problems) {

  SshConfig {
    settings = List.copyOf(settings);
    named = Collections.unmodifiableSet(new LinkedHashSet<>(named));
    problems = List.copyOf(problems);
  }

  /**
   * A line that sets something.
   *
   * @param conditions all of them have to hold
   * @param keyword in lower case
   * @param written the keyword as it is written
   */
  record Setting(
      Path file,
      int line,
      List<Condition> conditions,
      String keyword,
      String written,
      List<String> arguments) {

    Setting {
      conditions = List.copyOf(conditions);
      arguments = List.copyOf(arguments);
    }

    String argument() {
      return arguments.isEmpty() ? "" : arguments.getFirst();
    }
  }

  /** When a block of lines counts. */
  sealed interface Condition {

    /** The host as it was asked for fits: {@code Host}, {@code Match originalhost}. */
    record Asked(List<String> patterns) implements Condition {
      public Asked {
        patterns = List.copyOf(patterns);
      }
    }

    /** The host that is really connected to fits: {@code Match host}. */
    record Connected(List<String> patterns) implements Condition {
      public Connected {
        patterns = List.copyOf(patterns);
      }
    }

    /** Never as far as we know: a {@code Match} that only ssh(1) can judge. */
    record Unjudged() implements Condition {}
  }

  /** Settings of which every line adds one. */
  private static final Set<String> ADDING = Set.of("identityfile", "certificatefile", "sendenv");

  /**
   * What holds for a host: of each keyword the first line, as ssh(1) takes it.
   *
   * @param host as it is asked for
   */
  Map<String, List<Setting>> effective(String host) {
    Map<String, List<Setting>> values = new LinkedHashMap<>();
    for (Setting setting : settings) {
      if (setting.conditions().stream().allMatch(it -> holds(it, host, values))) {
        List<Setting> lines = values.computeIfAbsent(setting.keyword(), _ -> new ArrayList<>());
        if (lines.isEmpty() || ADDING.contains(setting.keyword())) {
          lines.add(setting);
        }
      }
    }
    return values;
  }

  private static boolean holds(Condition condition, String host, Map<String, List<Setting>> so) {
    return switch (condition) {
      case Condition.Asked(List<String> patterns) -> matches(patterns, host);
      case Condition.Connected(List<String> patterns) ->
          matches(patterns, first(so, "hostname").map(Setting::argument).orElse(host));
      case Condition.Unjudged() -> false;
    };
  }

  static Optional<Setting> first(Map<String, List<Setting>> values, String keyword) {
    return values.getOrDefault(keyword, List.of()).stream().findFirst();
  }

  /** One fits, and none of those that begin with an exclamation mark (PATTERNS). */
  static boolean matches(List<String> patterns, String host) {
    boolean fits = false;
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      if (fits(negated ? pattern.substring(1) : pattern, host)) {
        if (negated) {
          return false;
        }
        fits = true;
      }
    }
    return fits;
  }

  private static boolean fits(String pattern, String host) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return host.toLowerCase(Locale.ROOT).matches(regex.toString());
  }

  /** Whether it is a name, and no pattern. */
  static boolean isName(String pattern) {
    return !pattern.startsWith("!") && pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }
}
