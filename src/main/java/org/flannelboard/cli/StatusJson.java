package org.flannelboard.cli;

import java.util.Locale;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.app.Messages;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.UnitState;
import org.flannelboard.pki.CertificateReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code status --json}. */
final class StatusJson {

  private StatusJson() {}

  static ObjectNode of(ClusterStatus status, Messages messages) {
    ObjectNode root = Json.object();
    root.put("at", status.at().toString());
    root.put("healthy", status.healthy());
    ArrayNode nodes = root.putArray("nodes");
    status.nodes().forEach(node -> write(node, nodes.addObject(), messages));
    ObjectNode etcd = root.putObject("etcd");
    switch (status.etcd()) {
      case Result.Ok<EtcdStatus, Failure>(EtcdStatus known) -> write(known, etcd);
      case Result.Err<EtcdStatus, Failure>(Failure failure) ->
          etcd.set("failure", Json.describe(failure, messages));
    }
    return root;
  }

  private static void write(NodeStatus node, ObjectNode to, Messages messages) {
    to.put("name", node.spec().id().name());
    to.put("ip", node.spec().ip().toString());
    switch (node.view()) {
      case Result.Err<NodeStatus.View, Failure>(Failure failure) -> {
        to.put("reachable", false);
        to.set("failure", Json.describe(failure, messages));
      }
      case Result.Ok<NodeStatus.View, Failure>(NodeStatus.View view) -> {
        to.put("reachable", true);
        write(view, to);
      }
    }
  }

  private static void write(NodeStatus.View view, ObjectNode to) {
    to.put("hostname", view.seen().host().hostname());
    to.put("os", view.seen().host().operatingSystem());
    to.put("kernel", view.seen().host().kernel());
    ObjectNode units = to.putObject("units");
    view.seen().units().values().stream()
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(unit -> write(unit, units.putObject(unit.name())));
    Json.putText(to, "subnet", view.lease() == null ? null : view.lease().subnet());
    Json.putText(to, "vtepMac", view.lease() == null ? null : view.lease().vtepMac());
    Json.putText(
        to,
        "docker0",
        view.seen()
            .network()
            .toOptional()
            .flatMap(network -> network.address("docker0"))
            .map(NetworkState.Address::address)
            .orElse(null));
    view.certificate()
        .toOptional()
        .ifPresentOrElse(
            certificate -> write(certificate, to.putObject("certificate")),
            () -> to.putNull("certificate"));
    view.verification()
        .toOptional()
        .ifPresent(verification -> write(verification, to.putArray("checks")));
  }

  private static void write(UnitState unit, ObjectNode to) {
    to.put("activeState", unit.activeState());
    to.put("subState", unit.subState());
    to.put("enabled", unit.enabled());
  }

  /** A certificate's facts; also what {@code certificate show --json} prints of each node. */
  static void write(CertificateReport certificate, ObjectNode to) {
    to.put("subject", certificate.subject());
    to.put("issuer", certificate.issuer());
    to.put("fingerprint", certificate.fingerprint().sha256());
    to.put("notBefore", certificate.notBefore().toString());
    to.put("notAfter", certificate.notAfter().toString());
    to.put("trusted", certificate.chain().toOptional().map(c -> c.isTrusted()).orElse(null));
    to.put("keyMatches", certificate.keyMatches().toOptional().orElse(null));
  }

  /** What was checked; also what {@code rollback --json} prints as its proof. */
  static void write(Verification verification, ArrayNode to) {
    verification
        .checks()
        .forEach(
            check ->
                to.addObject()
                    .put("code", check.code())
                    .put("holds", check.holds())
                    .put("evidence", check.evidence()));
  }

  private static void write(EtcdStatus etcd, ObjectNode to) {
    to.put("api", etcd.api().name().toLowerCase(Locale.ROOT));
    to.put("version", etcd.facts().version());
    ArrayNode offered = to.putArray("apis");
    etcd.facts().apis().stream()
        .map(api -> api.name().toLowerCase(Locale.ROOT))
        .sorted()
        .forEach(offered::add);
    ArrayNode members = to.putArray("members");
    etcd.facts()
        .members()
        .forEach(
            member ->
                members
                    .addObject()
                    .put("endpoint", member.endpoint())
                    .put("healthy", member.healthy())
                    .put("detail", member.detail()));
    Json.putText(to, "config", etcd.config() == null ? null : etcd.config().raw());
    if (etcd.unreadable() != null) {
      to.put("unreadableConfig", etcd.unreadable().raw());
    }
    to.put("leases", etcd.leases().leases().size());
  }
}
