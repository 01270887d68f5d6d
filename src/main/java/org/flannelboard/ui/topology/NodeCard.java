package org.flannelboard.ui.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.ChainVerdict;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * What a node's card says.
 *
 * @param spec the node
 * @param whole how the node stands as a whole
 * @param subnet its lease, or a dash
 * @param docker0 the address of docker0, or a dash
 * @param vtep the hardware address of its end of the tunnels, or a dash
 * @param flanneld its unit
 * @param docker its unit
 * @param certificate flannel's certificate there
 */
record NodeCard(
    NodeSpec spec,
    Light whole,
    String subnet,
    String docker0,
    String vtep,
    Light flanneld,
    Light docker,
    Light certificate) {

  private static final String NONE = "–";
  private static final String FLANNELD = "flanneld.service";

  /** A month: the time in which a certificate is renewed without haste. */
  private static final Duration EXPIRES_SOON = Duration.ofDays(30);

  /** The card of a node nobody has asked yet. */
  static NodeCard unread(NodeSpec spec, Words words) {
    return empty(spec, new Light(Status.BUSY, words.text("card.reading")), words);
  }

  /** The card of a node as it stands. */
  static NodeCard of(NodeStatus status, String dockerUnit, Instant now, Words words) {
    return switch (status.view()) {
      case Result.Err<NodeStatus.View, Failure>(Failure failure) ->
          empty(status.spec(), new Light(Status.FAILED, words.message(failure)), words);
      case Result.Ok<NodeStatus.View, Failure>(NodeStatus.View view) -> {
        Observation seen = view.seen();
        Optional<NetworkState> network = seen.network().toOptional();
        yield new NodeCard(
            status.spec(),
            whole(view, words),
            Optional.ofNullable(view.lease()).map(l -> l.subnet().toString()).orElse(NONE),
            network
                .flatMap(n -> n.address("docker0"))
                .map(a -> a.address().toString())
                .orElse(NONE),
            vtep(view.lease(), network.orElse(null)),
            unit(seen.unit(FLANNELD), words),
            unit(seen.unit(dockerUnit), words),
            certificate(view.certificate(), now, words));
      }
    };
  }

  private static NodeCard empty(NodeSpec spec, Light whole, Words words) {
    Light unknown = new Light(Status.UNKNOWN, words.text("light.unknown"));
    return new NodeCard(spec, whole, NONE, NONE, NONE, unknown, unknown, unknown);
  }

  private static Light whole(NodeStatus.View view, Words words) {
    return switch (view.verification()) {
      case Known.Value<Verification>(Verification proof) when proof.holds() ->
          new Light(Status.OK, words.text("card.in-order"));
      case Known.Value<Verification>(Verification proof) ->
          new Light(Status.WARNING, words.text("card.differs", "count", proof.failing().size()));
      case Known.Unknown<Verification> _, Known.NotChecked<Verification> _ ->
          new Light(Status.UNKNOWN, words.text("card.not-checked"));
    };
  }

  private static String vtep(@Nullable SubnetLease lease, @Nullable NetworkState network) {
    List<NetworkState.Link> links = network == null ? List.of() : network.links();
    return links.stream()
        .filter(link -> link.vxlan() != null && link.mac() != null)
        .findFirst()
        .map(link -> String.valueOf(link.mac()))
        .or(() -> Optional.ofNullable(lease).map(l -> String.valueOf(l.vtepMac())))
        .orElse(NONE);
  }

  private static Light unit(UnitState unit, Words words) {
    if (!unit.exists()) {
      return new Light(Status.UNKNOWN, words.text("unit.absent"));
    }
    if (unit.active()) {
      return unit.enabled()
          ? new Light(Status.OK, words.text("unit.running"))
          : new Light(Status.WARNING, words.text("unit.not-enabled"));
    }
    return unit.activeState().equals("failed")
        ? new Light(Status.FAILED, words.text("unit.failed"))
        : new Light(Status.WARNING, words.text("unit.stopped", "state", unit.activeState()));
  }

  private static Light certificate(Known<CertificateReport> report, Instant now, Words words) {
    return switch (report) {
      case Known.Value<CertificateReport>(CertificateReport found) ->
          certificate(found, now, words);
      case Known.Unknown<CertificateReport> _, Known.NotChecked<CertificateReport> _ ->
          new Light(Status.UNKNOWN, words.text("certificate.none"));
    };
  }

  private static Light certificate(CertificateReport found, Instant now, Words words) {
    Duration left = Duration.between(now, found.notAfter());
    if (left.isNegative()) {
      return new Light(Status.FAILED, words.text("certificate.expired"));
    }
    if (!found.chain().toOptional().map(ChainVerdict::isTrusted).orElse(true)) {
      return new Light(Status.FAILED, words.text("certificate.untrusted"));
    }
    if (!found.keyMatches().toOptional().orElse(true)) {
      return new Light(Status.FAILED, words.text("certificate.key-mismatch"));
    }
    Status status = left.compareTo(EXPIRES_SOON) < 0 ? Status.WARNING : Status.OK;
    return new Light(status, words.text("certificate.days-left", "days", left.toDays()));
  }
}
