package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.Network;
import org.flannelboard.app.NetworkImpact;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.WriteOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "network",
    description = "Flannel's network configuration in etcd.",
    mixinStandardHelpOptions = true)
final class NetworkCommand extends CommandGroup {

  @Command(name = "show", description = "Print the configuration.", mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    private final Invocation invocation;

    Show(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(
          opened ->
              new Network(opened.cluster(), opened.door())
                  .show()
                  .map(config -> print(opened.terminal(), config)));
    }

    private ExitCode print(Terminal terminal, Optional<FlannelStore.StoredConfig> config) {
      if (invocation.json) {
        ObjectNode root = Json.object();
        Json.putText(root, "config", config.map(FlannelStore.StoredConfig::raw).orElse(null));
        config.ifPresent(stored -> root.put("revision", stored.revision().number()));
        terminal.print(Json.write(root));
      } else {
        terminal.print(
            config
                .map(FlannelStore.StoredConfig::raw)
                .orElseGet(() -> terminal.text("cli.status.no-config")));
      }
      return config.isPresent() ? ExitCode.AS_IT_SHOULD : ExitCode.SOMETHING_IS_NOT;
    }
  }

  @Command(
      name = "impact",
      description = "Say what a configuration would do, and write nothing.",
      mixinStandardHelpOptions = true)
  static final class Impact implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "The configuration as JSON; - for standard input (default: the profile's).")
    @Nullable String file;

    Impact(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(
          opened ->
              wanted(opened, file, null)
                  .flatMap(new Network(opened.cluster(), opened.door())::judge)
                  .map(judged -> print(opened.terminal(), judged)));
    }

    private ExitCode print(Terminal terminal, Network.Judged judged) {
      if (invocation.json) {
        terminal.print(Json.write(NetworkJson.of(judged, terminal.messages())));
      } else {
        new ProblemPrinter(terminal).lines(judged.draft().problems()).forEach(terminal::print);
        effects(terminal, judged.impact()).forEach(terminal::print);
        if (judged.unchanged()) {
          terminal.print(
              terminal.green("✓ ")
                  + terminal.text(
                      "cli.network.same", Map.of("config", judged.draft().document().line())));
        }
      }
      if (judged.draft().refused()) {
        return ExitCode.WRONG_USAGE;
      }
      return judged.unchanged() ? ExitCode.AS_IT_SHOULD : ExitCode.SOMETHING_IS_NOT;
    }
  }

  @Command(
      name = "set",
      description = "Write the configuration: the profile's, or the one given.",
      mixinStandardHelpOptions = true)
  static final class Set implements Callable<Integer> {

    private final Invocation invocation;

    @Option(names = "--config", paramLabel = "JSON", description = "Instead of the profile's.")
    @Nullable String config;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "The same from a file; - for standard input.")
    @Nullable String file;

    @Option(
        names = {"-y", "--yes"},
        description = "Agree beforehand to what the change does.")
    boolean yes;

    Set(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(
          opened ->
              wanted(opened, file, config)
                  .flatMap(
                      wanted -> {
                        Network network = new Network(opened.cluster(), opened.door());
                        return network
                            .judge(wanted)
                            .flatMap(judged -> set(opened, network, judged));
                      }));
    }

    private Result<ExitCode, Failure> set(
        Invocation.Opened opened, Network network, Network.Judged judged) {
      Terminal terminal = opened.terminal();
      new ProblemPrinter(terminal).lines(judged.draft().problems()).forEach(terminal::note);
      if (judged.draft().refused()) {
        return Result.ok(refuse(terminal, judged));
      }
      if (judged.unchanged()) {
        return Result.ok(print(terminal, judged, false));
      }
      effects(terminal, judged.impact()).forEach(terminal::note);
      Optional<Failure> refusal = opened.cluster().refusal("network set");
      if (refusal.isPresent()) {
        return Result.err(refusal.get());
      }
      String question =
          terminal.text("cli.network.agree", Map.of("config", judged.draft().document().line()));
      if (!Invocation.agreed(yes, terminal, question)) {
        return Result.ok(ExitCode.SOMETHING_IS_NOT);
      }
      return network
          .save(judged.draft(), judged.revision())
          .flatMap(outcome -> conclude(terminal, judged, outcome));
    }

    private ExitCode refuse(Terminal terminal, Network.Judged judged) {
      if (invocation.json) {
        ObjectNode root = Json.object();
        root.put("changed", false);
        NetworkJson.problems(judged, terminal.messages(), root);
        terminal.print(Json.write(root));
      }
      return ExitCode.WRONG_USAGE;
    }

    private Result<ExitCode, Failure> conclude(
        Terminal terminal, Network.Judged judged, WriteOutcome outcome) {
      return switch (outcome) {
        case WriteOutcome.Written _ -> Result.ok(print(terminal, judged, true));
        case WriteOutcome.Conflict conflict ->
            Result.err(
                new AppFailure.ConfigChangedMeanwhile(
                    conflict.actual() == null ? "" : conflict.actual().value()));
        case WriteOutcome.InDoubt doubt ->
            Result.err(new AppFailure.WriteInDoubt("config", doubt.why()));
      };
    }

    private ExitCode print(Terminal terminal, Network.Judged judged, boolean changed) {
      String written = judged.draft().document().line();
      if (invocation.json) {
        ObjectNode root = Json.object();
        root.put("changed", changed);
        root.put("config", written);
        terminal.print(Json.write(root));
      } else {
        String key = changed ? "cli.network.written" : "cli.network.same";
        terminal.print(terminal.green("✓ ") + terminal.text(key, Map.of("config", written)));
      }
      return ExitCode.AS_IT_SHOULD;
    }
  }

  /** The configuration a command is about: from its own text, a file, or the profile. */
  private static Result<NetworkDocument, Failure> wanted(
      Invocation.Opened opened, @Nullable String file, @Nullable String config) {
    Result<String, Failure> text =
        config != null
            ? Result.ok(config)
            : file != null
                ? TextInput.read(file)
                : Result.ok(NetworkConfigJson.write(opened.cluster().profile().network()));
    return text.flatMap(it -> NetworkDocument.parse(it).mapFailure(failure -> failure));
  }

  /** What follows from a change, a line each. */
  private static List<String> effects(Terminal terminal, NetworkImpact impact) {
    return impact.effects().stream()
        .map(
            effect -> {
              String mark =
                  switch (effect.weight()) {
                    case NOTE -> terminal.faint("· ");
                    case CARE -> terminal.yellow("! ");
                    case DISRUPTS -> terminal.red("! ");
                  };
              String said = terminal.messages().describe(effect.said()).message();
              return effect.whom().isEmpty()
                  ? mark + said
                  : mark + said + "\n    " + String.join(", ", effect.whom());
            })
        .toList();
  }
}
