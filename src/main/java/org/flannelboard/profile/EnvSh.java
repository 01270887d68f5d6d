package org.flannelboard.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.cluster.Problem;

/**
 * The variables that an {@code env.sh} sets, read without running anything.
 *
 * <p>Understood are assignments, with {@code export} or {@code declare} before them, of words and
 * of arrays in parentheses, with single and double quotes, backslashes, comments, and references to
 * other variables. A line of any other kind is reported and passed over; a variable set by one has
 * no value.
 *
 * @param values each variable as the list of its words, one for a plain variable
 * @param problems what was not understood, as warnings with their lines
 */
record EnvSh(Map<String, List<String>> values, List<LocatedProblem> problems) {

  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?:(?:export|readonly|declare|typeset|local)\\s+(?:-[A-Za-z]+\\s+)*)?"
              + "(?<name>[A-Za-z_][A-Za-z0-9_]*)=(?<value>.*)",
          Pattern.DOTALL);

  /** Names that a bare {@code export NAME} gives to programs, which changes no value. */
  private static final Pattern BARE_EXPORT =
      Pattern.compile("(export|readonly)(\\s+[A-Za-z_][A-Za-z0-9_]*)+\\s*(#.*)?");

  private static final Pattern NUMBERED_REFERENCE =
      Pattern.compile("(?<name>[A-Za-z_][A-Za-z0-9_]*)\\[(?<index>\\d{1,4}|[@*])]");

  EnvSh {
    values = Map.copyOf(values);
    problems = List.copyOf(problems);
  }

  /**
   * Reads the text.
   *
   * @param environment variables that were exported before, such as the guide's {@code NODE_IP}
   */
  static EnvSh parse(String text, Map<String, String> environment) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    environment.forEach((name, value) -> values.put(name, List.of(value)));
    List<LocatedProblem> problems = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); ) {
      int first = i;
      StringBuilder statement = new StringBuilder(lines.get(i++));
      ShellWords words = read(statement.toString(), values);
      while (words.isUnfinished() && i < lines.size()) {
        statement.append('\n').append(lines.get(i++));
        words = read(statement.toString(), values);
      }
      String line = statement.toString().strip();
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (line.isEmpty() || line.startsWith("#") || BARE_EXPORT.matcher(line).matches()) {
        continue;
      }
      Optional<List<String>> value = assignment.matches() ? words.words() : Optional.empty();
      if (value.isPresent()) {
        values.put(assignment.group("name"), value.get());
      } else {
        if (assignment.matches()) {
          values.remove(assignment.group("name"));
        }
        problems.add(notUnderstood(line, first + 1));
      }
    }
    return new EnvSh(values, problems);
  }

  /** Only up to the value: what stands there may be a secret. */
  private static LocatedProblem notUnderstood(String line, int number) {
    Matcher assignment = ASSIGNMENT.matcher(line);
    String shown = assignment.matches() ? assignment.group("name") + "=…" : Value.brief(line);
    return new LocatedProblem(
        Problem.warning("", "env-line-not-understood", Map.of("line", shown)),
        new Position(number, 1));
  }

  private static ShellWords read(String statement, Map<String, List<String>> values) {
    Matcher assignment = ASSIGNMENT.matcher(statement.strip());
    return assignment.matches()
        ? ShellWords.read(assignment.group("value"), reference -> resolve(reference, values))
        : ShellWords.nothing();
  }

  private static Optional<String> resolve(String reference, Map<String, List<String>> values) {
    Matcher numbered = NUMBERED_REFERENCE.matcher(reference);
    String name = numbered.matches() ? numbered.group("name") : reference;
    List<String> words = values.get(name);
    if (words == null) {
      return Optional.empty();
    }
    String index = numbered.matches() ? numbered.group("index") : "0";
    if (index.equals("@") || index.equals("*")) {
      return Optional.of(String.join(" ", words));
    }
    int i = Integer.parseInt(index);
    return i < words.size() ? Optional.of(words.get(i)) : Optional.empty();
  }

  /** The words of a variable; empty when it is not set. */
  Optional<List<String>> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A plain variable's value, or the first word of an array. */
  Optional<String> first(String name) {
    return get(name).flatMap(words -> words.stream().findFirst());
  }
}
