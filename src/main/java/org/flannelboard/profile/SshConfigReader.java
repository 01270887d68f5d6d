package org.flannelboard.profile;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.SshConfig.Condition;
import org.flannelboard.profile.SshConfig.Setting;

/** Reads OpenSSH's client configuration with the files that it includes (ssh_config(5)). */
final class SshConfigReader {

  /** As deep as OpenSSH follows {@code Include} (readconf.c, READCONF_MAX_DEPTH). */
  private static final int DEEPEST = 16;

  /** A keyword, then white space or one equals sign, then the rest. */
  private static final Pattern LINE =
      Pattern.compile("(?<keyword>[A-Za-z][A-Za-z0-9]*)(?:\\s*=\\s*|\\s+)(?<rest>\\S.*)");

  private final ImportFiles files;
  private final List<Setting> settings = new ArrayList<>();
  private final Set<String> named = new LinkedHashSet<>();
  private final List<FileProblem> problems = new ArrayList<>();

  private SshConfigReader(ImportFiles files) {
    this.files = files;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if the file itself cannot be read; one that it includes is a problem
   */
  static SshConfig read(Path file, ImportFiles files) throws IOException {
    SshConfigReader reader = new SshConfigReader(files);
    reader.file(file, files.text(file), List.of(), 0);
    return new SshConfig(reader.settings, reader.named, reader.problems);
  }

  private void file(Path file, String text, List<Condition> outer, int depth) {
    List<Condition> conditions = outer;
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher form = LINE.matcher(line);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!form.matches()) {
        problem(file, i, "", "ssh-line-not-understood", Map.of("line", Value.brief(line)));
        continue;
      }
      String written = form.group("keyword");
      List<String> words = words(form.group("rest"));
      switch (written.toLowerCase(Locale.ROOT)) {
        case "host" -> {
          conditions = and(outer, new Condition.Asked(words));
          words.stream().filter(SshConfig::isName).forEach(named::add);
        }
        case "match" -> conditions = match(file, i, outer, words);
        case "include" -> include(file, i, words, conditions, depth);
        default ->
            settings.add(
                new Setting(
                    file, i + 1, conditions, written.toLowerCase(Locale.ROOT), written, words));
      }
    }
  }

  private List<Condition> match(Path file, int line, List<Condition> outer, List<String> words) {
    List<Condition> conditions = new ArrayList<>(outer);
    for (int i = 0; i < words.size(); i++) {
      String criterion = words.get(i).toLowerCase(Locale.ROOT);
      String value = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (criterion) {
        case "all" -> {}
        case "host" -> conditions.add(new Condition.Connected(List.of(value.split(","))));
        case "originalhost" -> conditions.add(new Condition.Asked(List.of(value.split(","))));
        default -> {
          conditions.add(new Condition.Unjudged());
          problem(
              file,
              line,
              "Match",
              "ssh-match-skipped",
              Map.of("criterion", Value.brief(criterion)));
          return conditions;
        }
      }
      i += criterion.equals("all") ? 0 : 1;
    }
    return conditions;
  }

  /** Relative names start from {@code ~/.ssh}, as they do in a user's configuration. */
  private void include(
      Path file, int line, List<String> words, List<Condition> conditions, int depth) {
    if (depth == DEEPEST) {
      problem(file, line, "Include", "ssh-include-deep", Map.of("most", "" + DEEPEST));
      return;
    }
    for (String word : words) {
      try {
        for (Path found : files.matching(files.path(word, files.home().resolve(".ssh")))) {
          file(found, files.text(found), conditions, depth + 1);
        }
      } catch (IOException e) {
        problem(
            file,
            line,
            "Include",
            "ssh-include-unreadable",
            Map.of("file", word, "why", FileFailure.reason(e)));
      } catch (InvalidPathException e) {
        problem(file, line, "Include", "ssh-value-invalid", Map.of("value", Value.brief(word)));
      }
    }
  }

  /** Words that white space separates; double quotes hold one together, a {@code #} ends them. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(text);
    while (word.find()) {
      String quoted = word.group(1);
      if (quoted == null && word.group(2).startsWith("#")) {
        break;
      }
      words.add(Optional.ofNullable(quoted).orElseGet(() -> word.group(2)));
    }
    return words;
  }

  private static List<Condition> and(List<Condition> outer, Condition inner) {
    List<Condition> both = new ArrayList<>(outer);
    both.add(inner);
    return both;
  }

  private void problem(
      Path file, int line, String field, String code, Map<String, String> arguments) {
    problems.add(FileProblem.at(file, line + 1, Problem.warning(field, code, arguments)));
  }
}
