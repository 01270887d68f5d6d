package org.flannelboard.ui.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Light;
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

  private final Session session;
  private final Words words;
  private final ObjectBinding<PushState> pushState;
  private final ObjectBinding<Place> place;
  private final ObjectBinding<@Nullable Sheet> sheet;
  private final ObjectBinding<Light> nodes;
  private final ObjectBinding<Light> etcd;
  private final ObjectBinding<Light> certificates;
  private final ObjectBinding<Light> mesh;
  private final StringBinding activity;
  private final StringBinding freshness;

  ShellViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    var status = session.status().latest();
    this.nodes = Bindings.createObjectBinding(() -> nodes(status.get()), status);
    this.etcd = Bindings.createObjectBinding(() -> etcd(status.get()), status);
    this.certificates = Bindings.createObjectBinding(() -> certificates(status.get()), status);
    var matrix = session.mesh().latest();
    this.mesh = Bindings.createObjectBinding(() -> mesh(matrix.get()), matrix);
    var push = session.push().state();
    // Bindings of its own: they let go of the session when the frame goes.
    this.pushState = Bindings.createObjectBinding(push::get, push);
    this.place = Bindings.createObjectBinding(session.place()::get, session.place());
    this.sheet = Bindings.createObjectBinding(session.sheet()::get, session.sheet());
    var reading = session.status().reading();
    this.activity = Bindings.createStringBinding(() -> activity(push.get()), push, reading);
    this.freshness =
        Bindings.createStringBinding(
            () -> freshness(status.get(), session.now().get()), status, session.now());
  }

  // Properties

  String clusterName() {
    return session.profile().name();
  }

  /** How many nodes are as a push leaves them. */
  ObjectBinding<Light> nodes() {
    return nodes;
  }

  ObjectBinding<Light> etcd() {
    return etcd;
  }

  ObjectBinding<Light> certificates() {
    return certificates;
  }

  ObjectBinding<Light> mesh() {
    return mesh;
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

  /** What is being done just now. */
  StringBinding activity() {
    return activity;
  }

  /** How old the status is. */
  StringBinding freshness() {
    return freshness;
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
    return new Light(
        soon ? Status.WARNING : Status.OK, words.text("chip.certificates", "days", left.toDays()));
  }

  private Light mesh(MatrixSnapshot matrix) {
    int unmeasured = matrix.count(Cell.NotMeasured.class::isInstance);
    if (unmeasured == matrix.pairs()) {
      return new Light(Status.UNKNOWN, words.text("chip.mesh.not-measured"));
    }
    String text = words.text("chip.mesh", "reached", matrix.reached(), "pairs", matrix.pairs());
    boolean broken = matrix.reached() + unmeasured < matrix.pairs();
    return new Light(
        matrix.allReached() ? Status.OK : broken ? Status.FAILED : Status.WARNING, text);
  }

  private String activity(PushState push) {
    return switch (push) {
      case PushState.Proposing _ -> words.text("activity.proposing");
      case PushState.Running _ -> words.text("activity.pushing");
      case PushState.Idle _, PushState.Refused _, PushState.Confirming _, PushState.Ended _ ->
          words.text(session.status().reading().get() ? "activity.reading" : "activity.idle");
    };
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
