package org.flannelboard.ui.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The cluster at a glance, and what is being done to it. */
final class ShellViewModel {

  private static final Duration EXPIRES_SOON = Duration.ofDays(30);

  /** A node that is gone is waited for 20 s to connect and 20 s to answer: older is not normal. */
  private static final Duration STALE = Duration.ofSeconds(45);

  /** A round of pings takes a second, the slowest a minute; three of them missing is not normal. */
  private static final int MISSED_ROUNDS = 3;

  private static final int REMEMBERED = 20;

  private final Session session;
  private final Words words;
  private final ObjectBinding<PushState> pushState;
  private final ObjectBinding<Place> place;
  private final ObjectBinding<@Nullable Sheet> sheet;
  private final SequencedMap<Place, ObjectBinding<Light>> chips = new LinkedHashMap<>();
  private final ObjectBinding<@Nullable Notice> notice;
  private final ObjectBinding<@Nullable NodeFailure> distrusted;
  private final Deque<Place> trail = new ArrayDeque<>();
  private boolean goingBack;
  private final StringBinding freshness;

  ShellViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    var status = session.status().latest();
    var now = session.now();
    var matrix = session.mesh().latest();
    chips.put(
        Place.TOPOLOGY,
        Bindings.createObjectBinding(() -> aged(nodes(status.get()), status.get()), status, now));
    chips.put(
        Place.NETWORK,
        Bindings.createObjectBinding(() -> aged(etcd(status.get()), status.get()), status, now));
    chips.put(
        Place.CERTIFICATES,
        Bindings.createObjectBinding(
            () -> aged(certificates(status.get()), status.get()), status, now));
    chips.put(
        Place.CONNECTIVITY, Bindings.createObjectBinding(() -> mesh(matrix.get()), matrix, now));
    this.distrusted = Bindings.createObjectBinding(() -> distrusted(status.get()), status);
    var push = session.push().state();
    // Bindings of its own: they let go of the session when the frame goes.
    this.pushState = Bindings.createObjectBinding(push::get, push);
    this.place = Bindings.createObjectBinding(session.place()::get, session.place());
    this.sheet = Bindings.createObjectBinding(session.sheet()::get, session.sheet());
    this.notice = Bindings.createObjectBinding(session.notice()::get, session.notice());
    this.freshness =
        Bindings.createStringBinding(
            () -> freshness(status.get(), session.now().get()), status, session.now());
  }

  // Properties

  String clusterName() {
    return session.profile().name();
  }

  /** The cluster at a glance: a light for nodes, etcd, certificates, mesh, by where each leads. */
  SequencedMap<Place, ObjectBinding<Light>> chips() {
    return chips;
  }

  /** Where the push stands. */
  ObjectBinding<PushState> pushState() {
    return pushState;
  }

  /** Where the person is. */
  ObjectBinding<Place> place() {
    return place;
  }

  /** What lies over the frame; null if nothing does. */
  ObjectBinding<@Nullable Sheet> sheet() {
    return sheet;
  }

  /** The latest notice; null before the first. */
  ObjectBinding<@Nullable Notice> notice() {
    return notice;
  }

  /** A node whose host key is not to be believed; null if there is none. */
  ObjectBinding<@Nullable NodeFailure> distrusted() {
    return distrusted;
  }

  /** How old the status is. */
  StringBinding freshness() {
    return freshness;
  }

  // Commands

  /** Remembers a place that was left for another. */
  void left(Place place) {
    if (goingBack) {
      goingBack = false;
    } else {
      trail.push(place);
      if (trail.size() > REMEMBERED) {
        trail.removeLast();
      }
    }
  }

  /** The place to go back to; it is forgotten with that. */
  Optional<Place> previous() {
    Optional<Place> last = Optional.ofNullable(trail.poll());
    goingBack = last.isPresent();
    return last;
  }

  private Light nodes(@Nullable ClusterStatus status) {
    if (status == null) {
      return new Light(Status.BUSY, words.text("chip.nodes.reading"));
    }
    long all = status.nodes().size();
    long answered =
        status.nodes().stream().filter(node -> node.view().toFailure().isEmpty()).count();
    String text = words.text("chip.nodes", "answered", answered, "all", all);
    return new Light(answered == all ? Status.OK : Status.FAILED, text);
  }

  private Light etcd(@Nullable ClusterStatus status) {
    if (status == null) {
      return new Light(Status.BUSY, words.text("chip.etcd.reading"));
    }
    return switch (status.etcd()) {
      case Result.Ok<EtcdStatus, Failure>(EtcdStatus found) -> etcd(found);
      case Result.Err<EtcdStatus, Failure>(AppFailure.NoClientCertificate _) ->
          new Light(Status.UNKNOWN, words.text("chip.etcd.not-asked"));
      case Result.Err<EtcdStatus, Failure> _ ->
          new Light(Status.FAILED, words.text("chip.etcd.failed"));
    };
  }

  private Light etcd(EtcdStatus found) {
    List<EtcdFacts.Member> members = found.facts().members();
    long healthy = members.stream().filter(EtcdFacts.Member::healthy).count();
    Status status =
        healthy == members.size()
            ? Status.OK
            : 2 * healthy > members.size() ? Status.WARNING : Status.FAILED;
    return new Light(status, words.text("chip.etcd", "healthy", healthy, "all", members.size()));
  }

  private Light certificates(@Nullable ClusterStatus status) {
    if (status == null) {
      return new Light(Status.BUSY, words.text("chip.certificates.reading"));
    }
    List<Instant> ends =
        status.nodes().stream()
            .flatMap(node -> node.view().toOptional().stream())
            .flatMap(view -> view.certificate().toOptional().stream())
            .map(CertificateReport::notAfter)
            .sorted()
            .toList();
    if (ends.isEmpty()) {
      return new Light(Status.UNKNOWN, words.text("chip.certificates.none"));
    }
    Duration left = Duration.between(status.at(), ends.getFirst());
    if (left.isNegative()) {
      return new Light(Status.FAILED, words.text("chip.certificates.expired"));
    }
    boolean soon = left.compareTo(EXPIRES_SOON) < 0;
    if (!soon && ends.size() < status.nodes().size()) {
      return new Light(
          Status.UNKNOWN,
          words.text("chip.certificates.seen", "seen", ends.size(), "all", status.nodes().size()));
    }
    return new Light(
        soon ? Status.WARNING : Status.OK, words.text("chip.certificates", "days", left.toDays()));
  }

  private Light mesh(MatrixSnapshot matrix) {
    int unmeasured = matrix.unmeasured();
    if (unmeasured == matrix.pairs()) {
      return new Light(Status.UNKNOWN, words.text("chip.mesh.not-measured"));
    }
    String text = words.text("chip.mesh", "reached", matrix.reached(), "pairs", matrix.pairs());
    boolean broken = matrix.reached() + unmeasured < matrix.pairs();
    Status status = matrix.allReached() ? Status.OK : broken ? Status.FAILED : Status.WARNING;
    Duration rounds = session.preferences().pingInterval().get().multipliedBy(MISSED_ROUNDS);
    return aged(new Light(status, text), matrix.at(), rounds.plusSeconds(MISSED_ROUNDS));
  }

  private static @Nullable NodeFailure distrusted(@Nullable ClusterStatus status) {
    if (status == null) {
      return null;
    }
    return status.nodes().stream()
        .flatMap(node -> node.view().toFailure().stream())
        .filter(
            it ->
                it instanceof NodeFailure.HostKeyChanged
                    || it instanceof NodeFailure.HostKeyRevoked)
        .map(NodeFailure.class::cast)
        .findFirst()
        .orElse(null);
  }

  private Light aged(Light light, @Nullable ClusterStatus status) {
    Duration interval = session.preferences().statusInterval().get();
    return status == null ? light : aged(light, status.at(), STALE.plus(interval));
  }

  /** What was not renewed in time is not shown as current: it turns grey and says its age. */
  private Light aged(Light light, Instant at, Duration fresh) {
    Duration age = Duration.between(at, Objects.requireNonNull(session.now().get()));
    return age.compareTo(fresh) <= 0
        ? light
        : new Light(
            Status.UNKNOWN, words.text("chip.stale", "text", light.text(), "age", words.age(age)));
  }

  private String freshness(@Nullable ClusterStatus status, @Nullable Instant now) {
    return status == null
        ? ""
        : words.text(
            "activity.freshness",
            "age",
            words.age(Duration.between(status.at(), Objects.requireNonNull(now))));
  }
}
