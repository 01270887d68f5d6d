package org.flannelboard.ui.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.flannelboard.app.CertificateState;
import org.flannelboard.app.CertificateSurvey;
import org.flannelboard.app.Certificates;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.InstalledCertificate;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Every node's certificate, line by line, and what is wrong with the one selected. */
final class CertificatesViewModel {

  private final Session session;
  private final Words words;
  private final Certificates certificates;
  private final ObjectBinding<@Nullable ClusterStatus> status;
  private final Consumer<CertificateSurvey> show;
  private final ReadOnlyObjectWrapper<@Nullable CertificateSurvey> survey =
      new ReadOnlyObjectWrapper<>();
  private final Map<NodeId, Seen> lastSeen = new HashMap<>();
  private final ObservableList<CertificateRow> rows = FXCollections.observableArrayList();
  private final FilteredList<CertificateRow> shown = new FilteredList<>(rows);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectBinding<Light> headline;
  private final StringBinding age;
  private final ObjectBinding<Optional<CertificateDetails>> details;
  private boolean judging;
  private @Nullable ClusterStatus next;

  /** What a node last answered, and when. */
  record Seen(InstalledCertificate certificate, Instant at) {}

  CertificatesViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.certificates = new Certificates(session.cluster());
    this.show = session.bridge().latest(this::arrived);
    session.nodes().forEach(node -> rows.add(CertificateRow.unread(node.id(), words)));
    session.keep("certificates-filter", filter);
    shown.setPredicate(row -> row.matches(filter.get()));
    filter.addListener((_, _, typed) -> shown.setPredicate(row -> row.matches(typed)));
    var latest = session.status().latest();
    // A binding of its own: it lets go of the session when the view goes.
    this.status = Bindings.createObjectBinding(latest::get, latest);
    status.addListener((_, _, now) -> judge(now));
    judge(status.get());
    this.headline = Bindings.createObjectBinding(() -> headline(survey.get()), survey);
    this.age = Bindings.createStringBinding(this::readAge, survey, session.now());
    this.details =
        Bindings.createObjectBinding(this::readDetails, survey, session.node(), session.now());
  }

  // Properties

  /** The latest judgement; null until the first. */
  ReadOnlyObjectProperty<@Nullable CertificateSurvey> survey() {
    return survey.getReadOnlyProperty();
  }

  /** One line a node, in the profile's order. */
  ObservableList<CertificateRow> rows() {
    return rows;
  }

  /** The lines the filter lets through. */
  FilteredList<CertificateRow> shown() {
    return shown;
  }

  /** What the person typed to find lines. */
  StringProperty filter() {
    return filter;
  }

  /** How the certificates stand altogether. */
  ObjectBinding<Light> headline() {
    return headline;
  }

  /** How old the facts are. */
  StringBinding age() {
    return age;
  }

  /** What is known of the selected node's certificate; empty if no node is selected. */
  ObjectBinding<Optional<CertificateDetails>> details() {
    return details;
  }

  /** The node of that name, as the profile has it. */
  List<NodeSpec> specs(List<NodeId> ids) {
    return session.nodes().stream().filter(node -> ids.contains(node.id())).toList();
  }

  // Commands

  void select(@Nullable NodeId node) {
    session.node().set(node);
  }

  /** Judges in the background; of several answers that come meanwhile only the latest. */
  private void judge(@Nullable ClusterStatus now) {
    if (now == null) {
      return;
    }
    next = now;
    if (!judging) {
      judging = true;
      judgeNext();
    }
  }

  private void judgeNext() {
    ClusterStatus now = next;
    next = null;
    if (now == null) {
      judging = false;
      return;
    }
    session
        .cluster()
        .tasks()
        .start(
            "judge certificates",
            () -> {
              show.accept(certificates.survey(now));
              return true;
            })
        .detach();
  }

  private void arrived(CertificateSurvey now) {
    for (int i = 0; i < now.nodes().size(); i++) {
      InstalledCertificate node = now.nodes().get(i);
      if (node.state() != CertificateState.UNREACHABLE) {
        lastSeen.put(node.node().id(), new Seen(node, now.at()));
      }
      Seen seen = lastSeen.get(node.node().id());
      CertificateRow row =
          CertificateRow.of(node, seen == null ? node : seen.certificate(), now.at(), words);
      if (!row.equals(rows.get(i))) {
        rows.set(i, row);
      }
    }
    survey.set(now);
    judgeNext();
  }

  private Light headline(@Nullable CertificateSurvey now) {
    if (now == null) {
      return new Light(Status.BUSY, words.text("certificates.reading"));
    }
    String text =
        words.text("certificates.headline", "good", now.letIn(), "all", now.nodes().size());
    Status worst =
        now.nodes().stream()
            .map(node -> CertificateWords.light(node.state(), words).status())
            .reduce(Status.OK, Status::worse);
    return new Light(worst, now.shortest().map(left -> text + " · " + first(left)).orElse(text));
  }

  private String first(Duration left) {
    return left.isNegative()
        ? words.text("certificates.first-ended")
        : words.text("certificates.first-ends", "days", left.toDays());
  }

  private String readAge() {
    CertificateSurvey now = survey.get();
    return now == null
        ? ""
        : words.text("age.ago", "age", words.age(Duration.between(now.at(), session.now().get())));
  }

  private Optional<CertificateDetails> readDetails() {
    CertificateSurvey now = survey.get();
    NodeId id = session.node().get();
    if (now == null || id == null) {
      return Optional.empty();
    }
    return now.node(id)
        .map(
            node -> {
              Seen seen = lastSeen.getOrDefault(id, new Seen(node, now.at()));
              Duration age = Duration.between(seen.at(), session.now().get());
              return CertificateDetails.of(node, seen.certificate(), age, words);
            });
  }
}
