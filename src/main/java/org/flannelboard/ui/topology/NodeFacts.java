package org.flannelboard.ui.topology;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.app.SshCommand;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.Observation;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** All that is known of a node, fact by fact. */
final class NodeFacts {

  private final NodeSight sight;
  private final NodeCard card;
  private final ClusterProfile profile;
  private final Words words;
  private final List<Fact> facts = new ArrayList<>();

  /**
   * A fact.
   *
   * @param name what it is about
   * @param value what is so
   * @param copied what a copy button gives; empty if there is nothing worth copying
   * @param at when it was seen; null if it is the profile's word, which does not age
   */
  record Fact(String name, Light value, String copied, @Nullable Instant at) {}

  private NodeFacts(NodeSight sight, NodeCard card, ClusterProfile profile, Words words) {
    this.sight = sight;
    this.card = card;
    this.profile = profile;
    this.words = words;
  }

  /** The facts in the order of the card. */
  static List<Fact> of(NodeSight sight, NodeCard card, ClusterProfile profile, Words words) {
    return new NodeFacts(sight, card, profile, words).read();
  }

  private List<Fact> read() {
    String ssh = SshCommand.to(sight.spec(), profile.knownHosts());
    plain("fact.address", sight.spec().ip().toString(), null);
    plain("card.subnet", card.subnet(), sight.seenAt());
    named("docker0", card.docker0());
    named("VTEP", card.vtep());
    Optional.ofNullable(sight.last()).ifPresent(this::readView);
    facts.add(new Fact(words.text("fact.ssh"), neutral(ssh), ssh, null));
    return List.copyOf(facts);
  }

  private void readView(NodeStatus.View view) {
    Instant at = sight.seenAt();
    Observation seen = view.seen();
    seen.network()
        .toOptional()
        .flatMap(network -> network.links().stream().filter(l -> l.vxlan() != null).findFirst())
        .ifPresent(link -> named("MTU", link.mtu() + " (" + link.name() + ")"));
    light("flanneld", card.flanneld(), at);
    light("docker", card.docker(), at);
    if (card.etcd() != null) {
      light("etcd", card.etcd(), at);
    }
    light(words.text("card.certificate"), card.certificate(), at);
    view.certificate()
        .toOptional()
        .ifPresent(
            found -> {
              plain("fact.expires", day(found.notAfter()), at);
              plain("fact.fingerprint", found.fingerprint().toString(), at);
            });
    List<Observation.Container> running = seen.containers().toOptional().orElse(List.of());
    String names =
        String.join(", ", running.stream().map(Observation.Container::name).sorted().toList());
    plain("fact.containers", names.isEmpty() ? NodeCard.NONE : names, at);
    plain("fact.host", seen.host().hostname(), at);
    plain("fact.system", seen.host().operatingSystem(), at);
    plain("fact.kernel", seen.host().kernel(), at);
    view.verification()
        .toOptional()
        .map(Verification::failing)
        .orElse(List.of())
        .forEach(
            check ->
                facts.add(
                    new Fact(
                        words.text("fact.check"),
                        new Light(Status.WARNING, check.code() + ": " + check.evidence()),
                        "",
                        at)));
  }

  private static String day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
  }

  private void plain(String key, String value, @Nullable Instant at) {
    facts.add(new Fact(words.text(key), neutral(value), copied(value), at));
  }

  private void named(String name, String value) {
    facts.add(new Fact(name, neutral(value), copied(value), sight.seenAt()));
  }

  private void light(String name, Light value, @Nullable Instant at) {
    facts.add(new Fact(name, value, "", at));
  }

  private static String copied(String value) {
    return value.equals(NodeCard.NONE) ? "" : value;
  }

  private static Light neutral(String value) {
    return new Light(Status.UNKNOWN, value);
  }
}
