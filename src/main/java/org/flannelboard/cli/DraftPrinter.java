package org.flannelboard.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.profile.FileProblem;
import org.flannelboard.profile.ProfileDraft;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes or prints a draft, and says what is wrong with it and what it lacks. */
final class DraftPrinter {

  /** Where paths are relative to as long as the draft is in no file. */
  private static final Path UNWRITTEN = Path.of("cluster.yaml");

  private final Invocation invocation;
  private final Terminal terminal;
  private final @Nullable Path target;

  /**
   * @param target the file to write; null to print the text
   */
  DraftPrinter(Invocation invocation, @Nullable Path target) {
    this.invocation = invocation;
    this.terminal = invocation.terminal();
    this.target = target;
  }

  /** Does it, or complains; gives the exit status. */
  int print(Result<ProfileDraft, Failure> draft) {
    return switch (draft.flatMap(this::written)) {
      case Result.Ok<ExitCode, Failure>(ExitCode code) -> code.status();
      case Result.Err<ExitCode, Failure>(Failure failure) -> invocation.fail(terminal, failure);
    };
  }

  /** The code says whether the draft is a whole profile, of which nothing was left out. */
  Result<ExitCode, Failure> written(ProfileDraft draft) {
    ProfileCatalog catalog = invocation.context().catalog();
    String text = catalog.text(draft, target == null ? UNWRITTEN : target);
    Result<Optional<Path>, Failure> file =
        target == null
            ? Result.ok(Optional.empty())
            : catalog.create(target, draft).map(Optional::of);
    return file.map(
        written -> {
          if (invocation.json) {
            terminal.print(Json.write(json(draft, written.orElse(null))));
          } else {
            speak(draft, written.orElse(null), text);
          }
          boolean whole =
              draft.missing().isEmpty()
                  && draft.problems().stream().noneMatch(FileProblem::isError);
          return whole ? ExitCode.AS_IT_SHOULD : ExitCode.SOMETHING_IS_NOT;
        });
  }

  private void speak(ProfileDraft draft, @Nullable Path written, String text) {
    ProblemPrinter printer = new ProblemPrinter(terminal);
    draft.problems().forEach(problem -> terminal.note(printer.line(problem)));
    printer.lines(draft.missing()).forEach(terminal::note);
    if (written == null) {
      terminal.print(text.stripTrailing());
    } else {
      terminal.print(
          terminal.green("✓ ")
              + terminal.text("cli.profile.written", Map.of("file", written.toString())));
    }
  }

  private ObjectNode json(ProfileDraft draft, @Nullable Path written) {
    ObjectNode root = Json.object();
    Json.putText(root, "file", written);
    ArrayNode nodes = root.putArray("nodes");
    draft.nodes().forEach(node -> write(node, nodes.addObject()));
    ArrayNode endpoints = root.putArray("endpoints");
    draft.endpoints().forEach(url -> endpoints.add(url.toString()));
    Json.putText(root, "prefix", draft.prefix());
    Json.putText(root, "cidr", draft.network() == null ? null : draft.network().network());
    ArrayNode problems = root.putArray("problems");
    for (FileProblem problem : draft.problems()) {
      ObjectNode node = Json.problem(problem.located().problem(), terminal.messages());
      Json.putText(node, "file", problem.file());
      if (problem.located().position() != null) {
        node.put("line", problem.located().position().line());
        node.put("column", problem.located().position().column());
      }
      problems.add(node);
    }
    ArrayNode missing = root.putArray("missing");
    List<Problem> gaps = draft.missing();
    gaps.forEach(gap -> missing.add(Json.problem(gap, terminal.messages())));
    return root;
  }

  private static void write(ProfileDraft.Node node, ObjectNode json) {
    SshAccess ssh = node.ssh();
    json.put("name", node.id().name());
    Json.putText(json, "ip", node.ip());
    json.put("address", ssh.address()).put("port", ssh.port()).put("user", ssh.user());
    ArrayNode identities = json.putArray("identities");
    ssh.identities().forEach(key -> identities.add(key.toString()));
    ArrayNode jumps = json.putArray("jumps");
    ssh.jumps().forEach(jump -> jumps.add(jump.user() + "@" + jump.address() + ":" + jump.port()));
  }
}
