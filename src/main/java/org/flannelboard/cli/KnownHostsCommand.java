package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flannelboard.app.Cluster;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.HostKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "known-hosts",
    description = "The host keys that decide whom connections trust.",
    mixinStandardHelpOptions = true)
final class KnownHostsCommand extends CommandGroup {

  @Command(
      name = "list",
      description = "Each line with a key: nodes, hosts, type, fingerprint.",
      mixinStandardHelpOptions = true)
  static final class ListKeys implements Callable<Integer> {

    private final Invocation invocation;

    ListKeys(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(
          opened ->
              keys(opened.cluster())
                  .map(
                      entries -> {
                        print(entries, opened.terminal());
                        return ExitCode.AS_IT_SHOULD;
                      }));
    }

    private void print(List<HostKeys.Entry> entries, Terminal terminal) {
      if (invocation.json) {
        ObjectNode root = Json.object();
        ArrayNode list = root.putArray("hostKeys");
        entries.forEach(entry -> write(entry, list.addObject()));
        terminal.print(Json.write(root));
        return;
      }
      Table table =
          new Table(
              List.of(
                  terminal.text("cli.column.line"),
                  terminal.text("cli.column.nodes"),
                  terminal.text("cli.column.hosts"),
                  terminal.text("cli.column.key-type"),
                  terminal.text("cli.column.fingerprint")));
      entries.forEach(
          entry ->
              table.add(
                  List.of(
                      where(entry),
                      nodes(entry),
                      entry.hosts().isEmpty() ? "–" : entry.hosts(),
                      type(entry),
                      entry.fingerprint())));
      table.lines().forEach(terminal::print);
    }

    /** The markers are those of the file itself (sshd(8)). */
    private static String type(HostKeys.Entry entry) {
      return switch (entry.kind()) {
        case TRUSTED -> entry.keyType();
        case CERTIFICATE_AUTHORITY -> "@cert-authority " + entry.keyType();
        case REVOKED -> "@revoked " + entry.keyType();
      };
    }

    private static void write(HostKeys.Entry entry, ObjectNode node) {
      node.put("file", entry.file()).put("line", entry.line());
      node.put("kind", kind(entry.kind()));
      node.put("hosts", entry.hosts().isEmpty() ? null : entry.hosts());
      node.put("keyType", entry.keyType()).put("fingerprint", entry.fingerprint());
      ArrayNode nodes = node.putArray("nodes");
      entry.nodes().forEach(id -> nodes.add(id.name()));
    }

    private static String kind(HostKeys.Kind kind) {
      return switch (kind) {
        case TRUSTED -> "trusted";
        case CERTIFICATE_AUTHORITY -> "certificate-authority";
        case REVOKED -> "revoked";
      };
    }
  }

  @Command(
      name = "forget",
      description = "Remove a line; whoever answers there next is an unknown host.",
      mixinStandardHelpOptions = true)
  static final class Forget implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(paramLabel = "FINGERPRINT", description = "As known-hosts list shows it.")
    String fingerprint = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    Forget(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(
          opened ->
              keys(opened.cluster())
                  .flatMap(all -> forget(all, opened.cluster(), opened.terminal())));
    }

    private Result<ExitCode, Failure> forget(
        List<HostKeys.Entry> all, Cluster cluster, Terminal terminal) {
      Optional<HostKeys.Entry> found =
          all.stream().filter(entry -> entry.fingerprint().equals(fingerprint)).findFirst();
      if (found.isEmpty()) {
        terminal.note(terminal.text("cli.known-hosts.none", Map.of("fingerprint", fingerprint)));
        return Result.ok(ExitCode.SOMETHING_IS_NOT);
      }
      HostKeys.Entry entry = found.get();
      String question =
          terminal.text(
              "cli.known-hosts.question",
              Map.of("fingerprint", fingerprint, "where", where(entry)));
      if (!Invocation.agreed(yes, terminal, question)) {
        return Result.ok(ExitCode.SOMETHING_IS_NOT);
      }
      return cluster
          .hostKeys()
          .remove(entry)
          .<Failure>mapFailure(failure -> failure)
          .map(
              _ -> {
                print(entry, terminal);
                return ExitCode.AS_IT_SHOULD;
              });
    }

    private void print(HostKeys.Entry entry, Terminal terminal) {
      if (invocation.json) {
        ObjectNode root = Json.object();
        root.put("forgotten", entry.fingerprint()).put("file", entry.file());
        terminal.print(Json.write(root));
      } else {
        terminal.print(
            terminal.green("✓ ")
                + terminal.text("cli.known-hosts.forgotten", Map.of("where", where(entry))));
      }
    }
  }

  private static Result<List<HostKeys.Entry>, Failure> keys(Cluster cluster) {
    return cluster
        .hostKeys()
        .list(cluster.profile().nodes())
        .<Failure>mapFailure(failure -> failure);
  }

  private static String where(HostKeys.Entry entry) {
    return entry.file() + ":" + entry.line();
  }

  private static String nodes(HostKeys.Entry entry) {
    return entry.nodes().isEmpty()
        ? "–"
        : entry.nodes().stream().map(NodeId::name).collect(Collectors.joining(", "));
  }
}
