package org.flannelboard.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.AnsibleInventory.Variable;

/** An inventory in Ansible's INI form (Ansible, plugin {@code ini}). */
final class AnsibleIni {

  private static final Pattern SECTION =
      Pattern.compile("\\[(?<group>[^\\]:]+)(?::(?<kind>vars|children|hosts))?]\\s*([#;].*)?");

  /** Colons belong to a range where they stand in brackets, else a port follows. */
  private static final Pattern HOST =
      Pattern.compile("(?<host>(?:\\[[^\\]]*]|[^:\\[\\]])+)(?::(?<port>\\d{1,5}))?");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?<name>[A-Za-z_][\\w.-]*)\\s*=\\s*(?<value>.*)", Pattern.DOTALL);

  private final AnsibleInventory inventory;
  private final Path file;
  private final List<FileProblem> problems;
  private String group = "ungrouped";
  private String kind = "hosts";

  private AnsibleIni(AnsibleInventory inventory, Path file, List<FileProblem> problems) {
    this.inventory = inventory;
    this.file = file;
    this.problems = problems;
  }

  static void read(String text, Path file, AnsibleInventory inventory, List<FileProblem> problems) {
    AnsibleIni reader = new AnsibleIni(inventory, file, problems);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
        reader.line(line, i + 1);
      }
    }
  }

  private void line(String line, int number) {
    Matcher section = SECTION.matcher(line);
    if (section.matches()) {
      group = section.group("group").strip();
      kind = Optional.ofNullable(section.group("kind")).orElse("hosts");
      inventory.group(group);
      return;
    }
    switch (kind) {
      case "vars" -> variable(line, number);
      case "children" -> child(line, number);
      default -> host(line, number);
    }
  }

  private void variable(String line, int number) {
    Matcher assignment = ASSIGNMENT.matcher(line);
    if (assignment.matches()) {
      String value = String.join(" ", words(assignment.group("value")));
      inventory.group(group).variables.put(assignment.group("name"), new Variable(value, number));
    } else {
      problem(number, group, "ansible-line-not-understood", Map.of("line", Value.brief(line)));
    }
  }

  private void child(String line, int number) {
    List<String> words = words(line);
    if (words.size() == 1) {
      inventory.group(group).children.add(words.getFirst());
      inventory.group(words.getFirst());
    } else {
      problem(number, group, "ansible-line-not-understood", Map.of("line", Value.brief(line)));
    }
  }

  private void host(String line, int number) {
    List<String> words = words(line);
    Matcher host = HOST.matcher(words.isEmpty() ? "" : words.getFirst());
    Optional<List<String>> names =
        host.matches() ? HostPattern.expand(host.group("host")) : Optional.empty();
    if (names.isEmpty()) {
      problem(number, group, "ansible-host-invalid", Map.of("value", Value.brief(line)));
      return;
    }
    for (String name : names.get()) {
      Map<String, Variable> variables = inventory.host(name);
      inventory.group(group).members.add(name);
      if (host.group("port") != null) {
        variables.put("ansible_port", new Variable(host.group("port"), number));
      }
      for (String word : words.subList(1, words.size())) {
        Matcher assignment = ASSIGNMENT.matcher(word);
        if (assignment.matches()) {
          variables.put(assignment.group("name"), new Variable(assignment.group("value"), number));
        } else {
          problem(number, name, "ansible-line-not-understood", Map.of("line", Value.brief(word)));
        }
      }
    }
  }

  /**
   * Words as Python's shlex splits them: quotes hold together and go, a {@code #} ends the line.
   */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (char c : line.toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
        }
        begun = false;
      } else if (c == '#' && !begun) {
        return words;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private void problem(int line, String field, String code, Map<String, String> arguments) {
    problems.add(FileProblem.at(file, line, Problem.warning(field, code, arguments)));
  }
}
