package org.flannelboard.ui.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.app.Service;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.ClusterProfile;
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
 * @param trouble why it does not answer; empty if it does
 * @param subnet its lease, or a dash
 * @param docker0 the address of docker0, or a dash
 * @param vtep the hardware address of its end of the tunnels, or a dash
 * @param flanneld its unit
 * @param docker its unit
 * @param etcd the etcd member on it; null if it is none
 * @param certificate flannel's certificate there
 * @param faded whether all but {@code whole} is what was seen last, not what is
 * @param found how many findings there are about it; null for none
 */
record NodeCard(
    NodeSpec spec,
    Light whole,
    String trouble,
    String subnet,
    String docker0,
    String vtep,
    Light flanneld,
    Light docker,
    @Nullable Light etcd,
    Light certificate,
    boolean faded,
    @Nullable Light found) {

  /** What stands where nothing is known. */
  static final String NONE = "–";

  /** A month: the time in which a certificate is renewed without haste. */
  private static final Duration EXPIRES_SOON = Duration.ofDays(30);

  /** The card of a node as far as it is known. */
  static NodeCard of(NodeSight sight, ClusterProfile profile, Instant now, Words words) {
    Light whole = whole(sight, now, words);
    String trouble = sight.failure() == null ? "" : words.message(sight.failure());
    NodeStatus.View view = sight.last();
    if (view == null) {
      Light unknown = new Light(Status.UNKNOWN, words.text("light.unknown"));
      return new NodeCard(
          sight.spec(),
          whole,
          trouble,
          NONE,
          NONE,
          NONE,
          unknown,
          unknown,
          sight.etcd(),
          unknown,
          sight.faded(),
          null);
    }
    Observation seen = view.seen();
    Optional<NetworkState> network = seen.network().toOptional();
    return new NodeCard(
        sight.spec(),
        whole,
        trouble,
        Optional.ofNullable(view.lease()).map(l -> l.subnet().toString()).orElse(NONE),
        network.flatMap(n -> n.address("docker0")).map(a -> a.address().toString()).orElse(NONE),
        vtep(view.lease(), network.orElse(null)),
        unit(seen.unit(Service.FLANNELD.unit(profile)), words),
        unit(seen.unit(Service.DOCKER.unit(profile)), words),
        sight.etcd(),
        certificate(view.certificate(), now, words),
        sight.faded(),
        null);
  }

  /** The same with the mark of findings; null for none. */
  NodeCard marked(@Nullable Light mark) {
    return new NodeCard(
        spec,
        whole,
        trouble,
        subnet,
        docker0,
        vtep,
        flanneld,
        docker,
        etcd,
        certificate,
        faded,
        mark);
  }

  /** What stands at its head: a node that something was found about is not as it should be. */
  Light head() {
    return found != null && whole.status() == Status.OK ? found : whole;
  }

  /** What stands beside the head; null for nothing. */
  @Nullable Light beside() {
    return whole.status() == Status.OK ? null : found;
  }

  private static Light whole(NodeSight sight, Instant now, Words words) {
    Instant since = sight.since();
    if (since != null) {
      String age = words.age(Duration.between(since, now));
      return new Light(Status.UNKNOWN, words.text("card.unreachable", "age", age));
    }
    return sight.last() == null
        ? new Light(Status.BUSY, words.text("card.reading"))
        : whole(sight.last(), words);
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

  /** The state that decides where the card is grouped: an unreachable node is a trouble, too. */
  Status gravity() {
    Status own = faded ? Status.FAILED : whole.status();
    return found == null ? own : own.worse(found.status());
  }

  /** Whether a word of the filter is in what the card says. */
  boolean says(String word) {
    String all =
        String.join(
            " ",
            spec.id().name(),
            spec.ip().toString(),
            subnet,
            docker0,
            vtep,
            whole.text(),
            flanneld.text(),
            docker.text(),
            certificate.text());
    return all.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
  }
}
