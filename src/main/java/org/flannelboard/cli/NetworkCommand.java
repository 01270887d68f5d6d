package org.flannelboard.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.Network;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WriteOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
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
      name = "set",
      description = "Write the configuration: the profile's, or the one given.",
      mixinStandardHelpOptions = true)
  static final class Set implements Callable<Integer> {

    private final Invocation invocation;

    @Option(names = "--config", paramLabel = "JSON", description = "Instead of the profile's.")
    @Nullable String config;

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
              wanted(opened)
                  .flatMap(
                      wanted -> {
                        Network network = new Network(opened.cluster(), opened.door());
                        return network
                            .propose(wanted)
                            .flatMap(change -> set(opened, network, change));
                      }));
    }

    private Result<NetworkConfig, Failure> wanted(Invocation.Opened opened) {
      if (config == null) {
        return Result.ok(opened.cluster().profile().network());
      }
      Result<NetworkConfig, StoreFailure> parsed = NetworkConfigJson.parse("--config", config);
      return parsed.mapFailure(failure -> new AppFailure.NetworkRefused(parseError(failure)));
    }

    private static String parseError(StoreFailure failure) {
      return failure.arguments().getOrDefault("why", failure.code());
    }

    private Result<ExitCode, Failure> set(
        Invocation.Opened opened, Network network, Network.Change change) {
      Terminal terminal = opened.terminal();
      new ProblemPrinter(terminal).lines(change.problems()).forEach(terminal::note);
      if (change.refused()) {
        return Result.ok(refuse(terminal, change));
      }
      if (change.empty()) {
        return Result.ok(print(terminal, change, false));
      }
      new PlanPrinter(terminal)
          .risk(change.risk())
          .forEach(line -> terminal.note(terminal.red("! ") + line));
      Optional<Failure> refusal = opened.cluster().refusal("network set");
      if (refusal.isPresent()) {
        return Result.err(refusal.get());
      }
      String question =
          terminal.text(
              "cli.network.agree", Map.of("config", NetworkConfigJson.write(change.wanted())));
      if (!Invocation.agreed(yes, terminal, question)) {
        return Result.ok(ExitCode.SOMETHING_IS_NOT);
      }
      return network.set(change).flatMap(outcome -> conclude(terminal, change, outcome));
    }

    private ExitCode refuse(Terminal terminal, Network.Change change) {
      if (invocation.json) {
        ObjectNode root = Json.object();
        root.put("changed", false);
        ArrayNode list = root.putArray("problems");
        change.problems().forEach(p -> list.add(Json.problem(p, terminal.messages())));
        terminal.print(Json.write(root));
      }
      return ExitCode.WRONG_USAGE;
    }

    private Result<ExitCode, Failure> conclude(
        Terminal terminal, Network.Change change, WriteOutcome outcome) {
      return switch (outcome) {
        case WriteOutcome.Written _ -> Result.ok(print(terminal, change, true));
        case WriteOutcome.Conflict conflict ->
            Result.err(
                new AppFailure.ConfigChangedMeanwhile(
                    conflict.actual() == null ? "" : conflict.actual().value()));
        case WriteOutcome.InDoubt doubt ->
            Result.err(new AppFailure.WriteInDoubt("config", doubt.why()));
      };
    }

    private ExitCode print(Terminal terminal, Network.Change change, boolean changed) {
      String written = NetworkConfigJson.write(change.wanted());
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
}
