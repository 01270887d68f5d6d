package org.flannelboard.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flannelboard.app.AppFailure;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.EnvShImport;
import org.flannelboard.profile.FileFailure;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.profile.ProfileTemplate;
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
      ProfileTemplate template = ProfileTemplate.guide(clusterName(file));
      return create(invocation, file, template.text());
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
      String text;
      try {
        text = Files.readString(source, StandardCharsets.UTF_8);
      } catch (IOException e) {
        Failure failure =
            new AppFailure.LocalFileUnreadable(source.toString(), FileFailure.reason(e));
        terminal.complain(failure);
        return ExitCode.of(failure).status();
      }
      EnvShImport imported = EnvShImport.read(text, exported());
      new ProblemPrinter(terminal).print(imported.problems());
      return create(invocation, target, imported.template(clusterName(target)).text());
    }

    /** The one variable the guide exports before it reads the file. */
    private Map<String, String> exported() {
      String nodeIp = invocation.context().environment().get("NODE_IP");
      return nodeIp == null ? Map.of() : Map.of("NODE_IP", nodeIp);
    }
  }

  private static int create(Invocation invocation, Path file, String text) {
    Terminal terminal = invocation.terminal();
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Result<Path, FileFailure> written = AtomicFiles.create(file.toAbsolutePath(), content);
    return switch (written) {
      case Result.Err<Path, FileFailure>(FileFailure failure) -> {
        terminal.complain(failure);
        yield ExitCode.WRONG_USAGE.status();
      }
      case Result.Ok<Path, FileFailure>(Path path) -> {
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

  private static String clusterName(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    return name.equals("cluster") ? "flannel" : name;
  }
}
