package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flannelboard.app.Network;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.FlannelStore;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "leases",
    description = "The leases in etcd: subnet, public IP, VTEP MAC, time left.",
    mixinStandardHelpOptions = true)
final class LeasesCommand implements Callable<Integer> {

  private final Invocation invocation;

  LeasesCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(
        opened ->
            new Network(opened.cluster(), opened.door())
                .leases()
                .map(
                    leases -> {
                      print(opened, leases);
                      return leases.malformed().isEmpty()
                          ? ExitCode.AS_IT_SHOULD
                          : ExitCode.SOMETHING_IS_NOT;
                    }));
  }

  private void print(Invocation.Opened opened, FlannelStore.Leases leases) {
    Terminal terminal = opened.terminal();
    if (invocation.json) {
      ObjectNode root = Json.object();
      ArrayNode list = root.putArray("leases");
      leases.leases().forEach(lease -> write(lease.lease(), owner(opened, lease), list));
      ArrayNode malformed = root.putArray("malformed");
      leases.malformed().forEach(m -> malformed.add(Json.describe(m, terminal.messages())));
      terminal.print(Json.write(root));
      return;
    }
    Table table =
        new Table(
            List.of(
                terminal.text("cli.column.subnet"),
                terminal.text("cli.column.node"),
                "PublicIP",
                "VtepMAC",
                "TTL"));
    leases.leases().forEach(lease -> table.add(row(lease.lease(), owner(opened, lease))));
    table.lines().forEach(terminal::print);
    leases.malformed().forEach(terminal::complain);
    terminal.print(
        terminal.text(
            "cli.leases.summary", Map.of("leases", Integer.toString(leases.leases().size()))));
  }

  private static String owner(Invocation.Opened opened, FlannelStore.StoredLease lease) {
    return opened.cluster().profile().nodes().stream()
        .filter(node -> node.ip().equals(lease.lease().publicIp()))
        .map(NodeSpec::id)
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }

  private static List<String> row(SubnetLease lease, String owner) {
    return List.of(
        lease.subnet().toString(),
        owner.isEmpty() ? "–" : owner,
        lease.publicIp().toString(),
        lease.vtepMac() == null ? "–" : lease.vtepMac().toString(),
        lease.ttl() == null ? "∞" : lease.ttl().toSeconds() + " s");
  }

  private static void write(SubnetLease lease, String owner, ArrayNode to) {
    ObjectNode node = to.addObject();
    node.put("subnet", lease.subnet().toString());
    Json.putText(node, "node", owner.isEmpty() ? null : owner);
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
