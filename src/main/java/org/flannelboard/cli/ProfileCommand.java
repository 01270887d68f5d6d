package org.flannelboard.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "profile",
    description = "Make and check cluster profiles.",
    mixinStandardHelpOptions = true)
final class ProfileCommand extends CommandGroup {

  @Command(
      name = "check",
      description = "Read a profile strictly and report all that is wrong with it.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The profile.")
    @Nullable Path file;

    Check(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Terminal terminal = invocation.terminal();
      Path named = file == null ? invocation.profile : file;
      return switch (invocation.context().profiles().find(named)) {
        case ProfileOutcome.Refused(List<LocatedProblem> problems) ->
            print(terminal, problems, false);
        case ProfileOutcome.Loaded(var _, List<LocatedProblem> warnings) ->
            print(terminal, warnings, true);
      };
    }

    private int print(Terminal terminal, List<LocatedProblem> problems, boolean valid) {
      if (invocation.json) {
        ObjectNode root = Json.object();
        root.put("valid", valid);
        ArrayNode list = root.putArray("problems");
        problems.forEach(problem -> list.add(describe(problem, terminal)));
        terminal.print(Json.write(root));
      } else {
        new ProblemPrinter(terminal).print(problems);
        if (valid) {
          terminal.print(terminal.green("✓ ") + terminal.text("cli.profile.valid"));
        }
      }
      return (valid ? ExitCode.AS_IT_SHOULD : ExitCode.WRONG_USAGE).status();
    }

    private static ObjectNode describe(LocatedProblem located, Terminal terminal) {
      ObjectNode node = Json.problem(located.problem(), terminal.messages());
      if (located.position() != null) {
        node.put("line", located.position().line());
        node.put("column", located.position().column());
      }
      return node;
    }
  }

  @Command(
      name = "init",
      description = "Write a commented profile with the guide's values, to be edited.",
      mixinStandardHelpOptions = true)
  static final class Init implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        defaultValue = "cluster.yaml",
        description = "The file to write (default ${DEFAULT-VALUE}); never overwritten.")
    Path file = Path.of("cluster.yaml");

    Init(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return print(invocation, invocation.context().catalog().create(file));
    }
  }

  @Command(
      name = "import-env",
      description = "Write a profile from the guide's env.sh.",
      mixinStandardHelpOptions = true)
  static final class ImportEnv implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(
        index = "0",
        paramLabel = "ENV_SH",
        description = "The env.sh; nothing in it is run.")
    Path source = Path.of("env.sh");

    @Option(
        names = "--out",
        paramLabel = "FILE",
        defaultValue = "cluster.yaml",
        description = "The file to write (default ${DEFAULT-VALUE}); never overwritten.")
    Path target = Path.of("cluster.yaml");

    ImportEnv(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Terminal terminal = invocation.terminal();
      return print(
          invocation,
          invocation
              .context()
              .catalog()
              .importEnv(source, target)
              .ifOk(made -> new ProblemPrinter(terminal).print(made.problems()))
              .map(ProfileCatalog.Imported::file));
    }
  }

  @Command(
      name = "list",
      description = "The profiles of this machine, and whether each can be used.",
      mixinStandardHelpOptions = true)
  static final class ListProfiles implements Callable<Integer> {

    private final Invocation invocation;

    ListProfiles(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      Terminal terminal = invocation.terminal();
      List<ProfileCatalog.Entry> entries = invocation.context().catalog().list();
      if (invocation.json) {
        ObjectNode root = Json.object();
        ArrayNode list = root.putArray("profiles");
        entries.forEach(entry -> write(entry, list.addObject()));
        terminal.print(Json.write(root));
      } else {
        Table table =
            new Table(
                List.of(
                    terminal.text("cli.column.cluster"),
                    terminal.text("cli.column.nodes"),
                    terminal.text("cli.column.file")));
        entries.forEach(entry -> table.add(row(entry, terminal)));
        table.lines().forEach(terminal::print);
      }
      return ExitCode.AS_IT_SHOULD.status();
    }

    private static List<String> row(ProfileCatalog.Entry entry, Terminal terminal) {
      return switch (entry.outcome()) {
        case ProfileOutcome.Loaded(var profile, var _) ->
            List.of(
                profile.name(), Integer.toString(profile.nodes().size()), entry.file().toString());
        case ProfileOutcome.Refused _ ->
            List.of(terminal.text("cli.profile.unusable"), "–", entry.file().toString());
      };
    }

    private static void write(ProfileCatalog.Entry entry, ObjectNode node) {
      node.put("file", entry.file().toString());
      switch (entry.outcome()) {
        case ProfileOutcome.Loaded(var profile, var _) ->
            node.put("valid", true)
                .put("name", profile.name())
                .put("nodes", profile.nodes().size());
        case ProfileOutcome.Refused _ -> node.put("valid", false).putNull("name").putNull("nodes");
      }
    }
  }

  private static int print(Invocation invocation, Result<Path, Failure> written) {
    Terminal terminal = invocation.terminal();
    return switch (written) {
      case Result.Err<Path, Failure>(Failure failure) -> {
        terminal.complain(failure);
        yield ExitCode.of(failure).status();
      }
      case Result.Ok<Path, Failure>(Path path) -> {
        if (invocation.json) {
          terminal.print(Json.write(Json.object().put("file", path.toString())));
        } else {
          terminal.print(
              terminal.green("✓ ")
                  + terminal.text("cli.profile.written", Map.of("file", path.toString())));
        }
        yield ExitCode.AS_IT_SHOULD.status();
      }
    };
  }
}
