package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.LeaseBook;
import org.flannelboard.app.StatusReader;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.SubnetLease;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "leases",
    description = "The leases in etcd, with what does not fit the nodes.",
    mixinStandardHelpOptions = true)
final class LeasesCommand implements Callable<Integer> {

  private final Invocation invocation;

  LeasesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(
        opened -> {
          ClusterStatus status = new StatusReader(opened.cluster(), opened.door()).read();
          return status
              .etcd()
              .map(etcd -> LeaseBook.of(opened.cluster().profile(), etcd, status.nodes()))
              .map(book -> conclude(opened.terminal(), book));
        });
  }

  private ExitCode conclude(Terminal terminal, LeaseBook book) {
    if (invocation.json) {
      terminal.print(Json.write(json(book, terminal)));
    } else {
      print(terminal, book);
    }
    if (!book.inOrder()) {
      return ExitCode.SOMETHING_IS_NOT;
    }
    return book.unseen().isEmpty() ? ExitCode.AS_IT_SHOULD : ExitCode.COULD_NOT_FIND_OUT;
  }

  private static void print(Terminal terminal, LeaseBook book) {
    Table table =
        new Table(
            List.of(
                terminal.text("cli.column.subnet"),
                terminal.text("cli.column.node"),
                "PublicIP",
                "VtepMAC",
                "TTL"));
    book.rows().forEach(row -> table.add(cells(row)));
    table.lines().forEach(terminal::print);
    book.rows().forEach(row -> row.anomalies().forEach(terminal::complain));
    book.malformed().forEach(terminal::complain);
    if (!book.unseen().isEmpty()) {
      String nodes = book.unseen().stream().map(NodeId::name).collect(Collectors.joining(", "));
      terminal.note(
          terminal.yellow("! ") + terminal.text("cli.leases.unseen", Map.of("nodes", nodes)));
    }
    long leases = book.rows().stream().filter(row -> row.lease() != null).count();
    terminal.print(terminal.text("cli.leases.summary", Map.of("leases", Long.toString(leases))));
  }

  private static List<String> cells(LeaseBook.Row row) {
    String owner = row.node() == null ? "–" : row.node().name();
    SubnetLease lease = row.lease();
    return lease == null
        ? List.of("–", owner, "–", "–", "–")
        : List.of(
            lease.subnet().toString(),
            owner,
            lease.publicIp().toString(),
            lease.vtepMac() == null ? "–" : lease.vtepMac().toString(),
            lease.ttl() == null ? "∞" : lease.ttl().toSeconds() + " s");
  }

  private static ObjectNode json(LeaseBook book, Terminal terminal) {
    ObjectNode root = Json.object();
    ArrayNode list = root.putArray("leases");
    ArrayNode without = root.putArray("withoutLease");
    for (LeaseBook.Row row : book.rows()) {
      SubnetLease lease = row.lease();
      if (lease == null) {
        without.add(String.valueOf(row.node()));
      } else {
        ObjectNode node = list.addObject();
        write(lease, row.node(), node);
        ArrayNode anomalies = node.putArray("anomalies");
        row.anomalies().forEach(it -> anomalies.add(Json.describe(it, terminal.messages())));
      }
    }
    ArrayNode malformed = root.putArray("malformed");
    book.malformed().forEach(m -> malformed.add(Json.describe(m, terminal.messages())));
    ArrayNode unseen = root.putArray("unseen");
    book.unseen().forEach(node -> unseen.add(node.name()));
    return root;
  }

  private static void write(SubnetLease lease, @Nullable NodeId owner, ObjectNode node) {
    node.put("subnet", lease.subnet().toString());
    Json.putText(node, "node", owner);
    node.put("publicIp", lease.publicIp().toString());
    node.put("backendType", lease.backendType());
    Json.putText(node, "vtepMac", lease.vtepMac());
    if (lease.ttl() == null) {
      node.putNull("ttlSeconds");
    } else {
      node.put("ttlSeconds", lease.ttl().toSeconds());
    }
  }
}
