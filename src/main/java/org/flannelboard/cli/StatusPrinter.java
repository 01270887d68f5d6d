package org.flannelboard.cli;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.UnitState;

/** {@code status} as text. */
final class StatusPrinter {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private final Terminal terminal;

  StatusPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(ClusterStatus status) {
    Table table =
        new Table(
            List.of(
                terminal.text("cli.column.node"),
                terminal.text("cli.column.address"),
                terminal.text("cli.column.flanneld"),
                terminal.text("cli.column.docker"),
                terminal.text("cli.column.subnet"),
                "docker0",
                terminal.text("cli.column.certificate")));
    status.nodes().forEach(node -> table.add(row(node)));
    table.lines().forEach(terminal::print);
    status.nodes().forEach(this::explain);
    printEtcd(status.etcd());
  }

  private List<String> row(NodeStatus node) {
    String name = node.spec().id().name();
    String ip = node.spec().ip().toString();
    return switch (node.view()) {
      case Result.Err<NodeStatus.View, Failure> _ -> List.of(name, ip, "?", "?", "?", "?", "?");
      case Result.Ok<NodeStatus.View, Failure>(NodeStatus.View view) ->
          List.of(
              name,
              ip,
              unit(view, "flanneld.service"),
              unit(view, "docker.service"),
              subnet(view),
              docker0(view),
              view.certificate()
                  .toOptional()
                  .map(certificate -> DAY.format(certificate.notAfter()))
                  .orElse("–"));
    };
  }

  /** Without an answer of etcd nobody knows whether there is a lease. */
  private static String subnet(NodeStatus.View view) {
    if (view.lease() != null) {
      return view.lease().subnet().toString();
    }
    return view.verification().toOptional().isPresent() ? "–" : "?";
  }

  private static String docker0(NodeStatus.View view) {
    return view.seen()
        .network()
        .toOptional()
        .map(
            network ->
                network
                    .address("docker0")
                    .map(NetworkState.Address::address)
                    .map(Object::toString)
                    .orElse("–"))
        .orElse("?");
  }

  private static String unit(NodeStatus.View view, String name) {
    UnitState unit = view.seen().units().get(name);
    if (unit == null || !unit.exists()) {
      return "–";
    }
    return unit.activeState() + (unit.enabled() ? "" : " (" + unit.enablement() + ")");
  }

  private void explain(NodeStatus node) {
    switch (node.view()) {
      case Result.Err<NodeStatus.View, Failure>(Failure failure) -> terminal.complain(failure);
      case Result.Ok<NodeStatus.View, Failure>(NodeStatus.View view) ->
          view.verification().toOptional().stream()
              .flatMap(verification -> verification.failing().stream())
              .forEach(check -> terminal.print(failing(node, check)));
    }
  }

  private String failing(NodeStatus node, Verification.Check check) {
    return terminal.red("✗ ")
        + node.spec().id()
        + ": "
        + terminal.text("check." + check.code())
        + " ("
        + check.evidence()
        + ")";
  }

  private void printEtcd(Result<EtcdStatus, Failure> etcd) {
    switch (etcd) {
      case Result.Err<EtcdStatus, Failure>(Failure failure) -> terminal.complain(failure);
      case Result.Ok<EtcdStatus, Failure>(EtcdStatus known) -> {
        long healthy = known.facts().members().stream().filter(m -> m.healthy()).count();
        terminal.print(
            terminal.text(
                "cli.status.etcd",
                Map.of(
                    "version", known.facts().version(),
                    "api", known.api().name().toLowerCase(Locale.ROOT),
                    "healthy", Long.toString(healthy),
                    "members", Integer.toString(known.facts().members().size()))));
        if (known.unreadable() != null) {
          terminal.complain(known.unreadable().why());
          return;
        }
        terminal.print(
            known.config() == null
                ? terminal.text("cli.status.no-config")
                : terminal.text("cli.status.config", Map.of("config", known.config().raw())));
      }
    }
  }
}
