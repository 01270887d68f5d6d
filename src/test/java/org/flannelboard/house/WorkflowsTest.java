package org.flannelboard.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What GitHub runs is pinned, asks for no more than it needs, ends in time, and starts scripts that
 * are there. These files run where nobody of us can look.
 */
class WorkflowsTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  /** An action at a commit, never at a tag or branch, which its owner can move. */
  private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40}");

  /** A script of this repository in a command line. */
  private static final Pattern SCRIPT =
      Pattern.compile("(?<![\\w/.-])((?:\\.ci|\\.github|src)/[\\w./-]+)");

  /** What a job may be allowed beyond reading: files of a release. */
  private static final Set<String> WRITABLE = Set.of("contents");

  static List<Path> workflows() {
    return Repository.filesUnder(root().resolve(".github/workflows"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void isSafeAndWhole(Path workflow) {
    assertThat(complaints(YAML.readTree(workflow))).isEmpty();
  }

  @Test
  void thereAreWorkflows() {
    assertThat(workflows()).hasSizeGreaterThan(1);
  }

  @Test
  void everyScriptBesideThemIsStarted() {
    String text = String.join("\n", workflows().stream().map(Repository::read).toList());
    assertThat(Repository.filesUnder(root().resolve(".github/release")))
        .isNotEmpty()
        .allSatisfy(script -> assertThat(text).contains(Repository.name(script)));
  }

  /** What a runner starts must at least be a program; .ci/run looks closer, with shellcheck. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void everyScriptCanBeParsed() throws IOException, InterruptedException {
    List<Path> scripts = new ArrayList<>(List.of(root().resolve(".ci/run")));
    for (String folder : List.of(".github/release", "src/installer", "src/bench")) {
      Repository.filesUnder(root().resolve(folder)).stream()
          .filter(WorkflowsTest::isScript)
          .forEach(scripts::add);
    }
    assertThat(scripts).hasSizeGreaterThan(10);
    for (Path script : scripts) {
      Process bash =
          new ProcessBuilder("bash", "-n", script.toString()).redirectErrorStream(true).start();
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor()).as(said).isZero();
    }
  }

  private static boolean isScript(Path file) {
    return Repository.read(file).startsWith("#!/usr/bin/env bash\n");
  }

  private static Path root() {
    return Repository.root();
  }

  @Test
  void whatIsWrongIsSeen() {
    String bad =
        """
        on: push
        jobs:
          a:
            runs-on: ubuntu-latest
            permissions: { id-token: write }
            steps:
              - uses: actions/checkout@v4
              - run: src/no/such/script --now
        """;
    assertThat(complaints(YAML.readTree(bad)))
        .containsExactlyInAnyOrder(
            "the workflow does not say that it only reads",
            "a: moves with ubuntu-latest",
            "a: has no limit of time",
            "a: may write id-token",
            "a: actions/checkout@v4 is no commit",
            "a: src/no/such/script cannot be run");
  }

  private static List<String> complaints(JsonNode workflow) {
    List<String> complaints = new ArrayList<>();
    if (!workflow.path("permissions").path("contents").asString("").equals("read")
        || workflow.get("permissions").size() != 1) {
      complaints.add("the workflow does not say that it only reads");
    }
    workflow
        .get("jobs")
        .properties()
        .forEach(
            job -> ofJob(job.getValue()).forEach(it -> complaints.add(job.getKey() + ": " + it)));
    return complaints;
  }

  private static Stream<String> ofJob(JsonNode job) {
    List<String> complaints = new ArrayList<>();
    String machines = job.get("runs-on") + job.path("strategy").toString();
    Pattern.compile("[\\w.-]+-latest")
        .matcher(machines)
        .results()
        .forEach(it -> complaints.add("moves with " + it.group()));
    if (!job.has("timeout-minutes")) {
      complaints.add("has no limit of time");
    }
    job.path("permissions").properties().stream()
        .filter(it -> it.getValue().asString().equals("write") && !WRITABLE.contains(it.getKey()))
        .forEach(it -> complaints.add("may write " + it.getKey()));
    for (JsonNode step : job.get("steps")) {
      String action = step.path("uses").asString("");
      if (!action.isEmpty() && !PINNED.matcher(action).matches()) {
        complaints.add(action + " is no commit");
      }
    }
    SCRIPT
        .matcher(String.join("\n", texts(job)))
        .results()
        .map(MatchResult::group)
        .distinct()
        .filter(script -> !Files.isExecutable(root().resolve(script)))
        .forEach(script -> complaints.add(script + " cannot be run"));
    return complaints.stream();
  }

  /** What a job runs, and the values that it puts into it. */
  private static List<String> texts(JsonNode job) {
    List<String> texts = new ArrayList<>();
    job.get("steps").forEach(step -> texts.add(step.path("run").asString("")));
    job.path("strategy")
        .path("matrix")
        .path("include")
        .forEach(row -> row.values().forEach(it -> texts.add(it.asString())));
    return texts;
  }
}
