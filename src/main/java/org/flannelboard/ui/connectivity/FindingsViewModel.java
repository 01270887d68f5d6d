package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.MatrixShape;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.FindingLight;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/** What is wrong with the cluster as a whole: the matrix in a sentence, and the findings. */
final class FindingsViewModel {

  private final Session session;
  private final Words words;
  private final DiagnosisWords said;
  private final Inquiry inquiry;
  private final ObjectBinding<List<Row>> rows;
  private final ObjectBinding<MatrixSnapshot> mesh;
  private final ObjectBinding<Light> sentence;
  private final ObjectBinding<Optional<Light>> cause;
  private final BooleanBinding looking;
  private final StringBinding state;

  /**
   * A finding as a line.
   *
   * @param severity how much it matters
   * @param subject whom it is about
   * @param sentence what it says
   * @param cells how many red cells it explains
   * @param direction which way packets are lost
   */
  record Row(
      Finding finding,
      Light severity,
      String subject,
      String sentence,
      int cells,
      String direction) {}

  FindingsViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.said = FindingLight.words(words);
    this.inquiry = Inquiry.of(session);
    var latest = inquiry.latest();
    var standing = inquiry.standing();
    var current = inquiry.state();
    var time = session.now();
    this.rows = Bindings.createObjectBinding(() -> rows(standing.get()), standing);
    this.looking =
        Bindings.createBooleanBinding(
            () -> current.get() instanceof Inquiry.State.Looking, current);
    this.state = Bindings.createStringBinding(() -> state(time.get()), latest, current, time);
    // With the clock and not with each snapshot: of 255 nodes there are 64 770 cells.
    this.mesh =
        Bindings.createObjectBinding(
            () -> {
              time.get(); // a binding hears only of what it has read
              return session.mesh().latest().get();
            },
            time);
    this.sentence = Bindings.createObjectBinding(() -> sentence(mesh.get()), mesh);
    this.cause =
        Bindings.createObjectBinding(() -> reason(mesh.get(), standing.get()), mesh, standing);
  }

  // Properties

  /** The findings that nothing else explains, the gravest first. */
  ObjectBinding<List<Row>> rows() {
    return rows;
  }

  /** What the matrix shows, before any reason is given. */
  ObjectBinding<Light> sentence() {
    return sentence;
  }

  /** What of that is explained, or was found beside it; empty while nothing is known. */
  ObjectBinding<Optional<Light>> cause() {
    return cause;
  }

  /** Whether a diagnosis is under way. */
  BooleanBinding looking() {
    return looking;
  }

  /** When it was looked at what, and what that came to if it came to nothing. */
  StringBinding state() {
    return state;
  }

  // Commands

  /** Looks at the whole cluster. */
  void ask() {
    inquiry.leave();
    inquiry.ask(null, words);
  }

  void cancel() {
    inquiry.cancel();
  }

  /** Leads to what a finding is about: a cell that it explains, else its node. */
  void open(Finding finding) {
    Optional<Subject.OnPair> pair =
        finding.subject() instanceof Subject.OnPair on
            ? Optional.of(on)
            : finding.pairs().stream().min(Comparator.comparing(Subject.OnPair::text));
    if (pair.isPresent()) {
      inquiry.explain(pair.get(), words);
      return;
    }
    switch (finding.subject()) {
      case Subject.OnNode(NodeId node) -> {
        session.node().set(node);
        session.place().set(Place.TOPOLOGY);
      }
      case Subject.OnCluster _, Subject.OnPair _ -> session.place().set(Place.NETWORK);
    }
  }

  private List<Row> rows(Inquiry.Standing standing) {
    return standing.causes().stream().map(this::row).toList();
  }

  private Row row(Finding finding) {
    return new Row(
        finding,
        new Light(FindingLight.status(finding.severity()), said.severity(finding.severity())),
        said.subject(finding.subject()),
        said.sentence(finding),
        finding.pairs().size(),
        said.direction(finding.direction()));
  }

  private Light sentence(MatrixSnapshot mesh) {
    MatrixShape shape = MatrixShape.of(mesh);
    Status status =
        switch (shape) {
          case MatrixShape.AllReached _ -> Status.OK;
          case MatrixShape.NothingMeasured _ -> Status.UNKNOWN;
          case MatrixShape.AllLost _,
              MatrixShape.NodesLost _,
              MatrixShape.ColumnsLost _,
              MatrixShape.RowsLost _,
              MatrixShape.PairsLost _,
              MatrixShape.Scattered _ ->
              Status.FAILED;
        };
    return new Light(status, said.sentence(shape));
  }

  private Optional<Light> reason(MatrixSnapshot mesh, Inquiry.Standing standing) {
    List<Finding> roots = standing.causes();
    List<Finding> causes = roots.stream().filter(it -> explains(it, mesh)).toList();
    if (!causes.isEmpty()) {
      return Optional.of(
          joined("findings.cause", causes, FindingLight.status(causes.getFirst().severity())));
    }
    List<Finding> beside =
        roots.stream()
            .filter(it -> it.pairs().isEmpty() && it.severity() != Severity.INFO)
            .toList();
    return beside.isEmpty()
        ? Optional.empty()
        : Optional.of(
            joined("findings.beside", beside, FindingLight.status(beside.getFirst().severity())));
  }

  private Light joined(String key, List<Finding> findings, Status status) {
    String first = words.text(key, "sentence", said.sentence(findings.getFirst()));
    int more = findings.size() - 1;
    return new Light(
        status, more == 0 ? first : first + " " + words.text("findings.more", "count", more));
  }

  /** Whether a cell that the finding explains is red at this moment. */
  private static boolean explains(Finding finding, MatrixSnapshot mesh) {
    return finding.pairs().stream()
        .anyMatch(
            pair ->
                mesh.cell(mesh.nodes().indexOf(pair.from()), mesh.nodes().indexOf(pair.to()))
                    instanceof Cell.Lost);
  }

  private String state(Instant now) {
    Report report = inquiry.latest().get();
    if (looking.get()) {
      return words.text("findings.looking");
    }
    if (report == null) {
      return words.text("findings.none-yet");
    }
    String age = age(report.facts().at(), now);
    if (!rows.get().isEmpty()) {
      return words.text("findings.at", "age", age);
    }
    boolean all =
        report.facts().silent().isEmpty()
            && report.diagnosis().unexplained().isEmpty()
            && !(report.diagnosis().shape() instanceof MatrixShape.NothingMeasured);
    return words.text(all ? "findings.nothing" : "findings.nothing-seen", "age", age);
  }

  private String age(Instant at, Instant now) {
    return words.text("age.ago", "age", words.age(Duration.between(at, now)));
  }
}
