package org.flannelboard.ui.connectivity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.MatrixExport;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.matrix.PairHistory;
import org.flannelboard.profile.FileFailure;
import org.flannelboard.ui.kit.CellGrade;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.MatrixLook;
import org.flannelboard.ui.kit.MatrixOrder;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Who reaches whom, cell by cell. */
final class ConnectivityViewModel {

  private final Session session;
  private final Words words;
  private final PairsViewModel pairs;
  private final Inquiry inquiry;

  /** Held here, and by the session weakly: it goes with the view. */
  private final ChangeListener<Inquiry.State> turning = (_, _, next) -> turn(next);

  private final ObjectBinding<Light> summary;
  private final ObjectBinding<Light> state;
  private final ObjectBinding<MatrixSnapshot> mesh;
  private final ObjectBinding<Instant> now;
  private final ObjectBinding<@Nullable ClusterStatus> status;
  private final ObjectBinding<MatrixLook> look;
  private final ObjectBinding<MatrixOrder> order;
  private final BooleanBinding running;
  private final BooleanBinding probing;
  private final ObjectProperty<MatrixLook.Mode> mode =
      new SimpleObjectProperty<>(MatrixLook.Mode.RTT);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<Shown> shown = new SimpleObjectProperty<>(Shown.MATRIX);
  private final BooleanProperty badOnly = new SimpleBooleanProperty();
  private final BooleanProperty worstFirst = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable Position> selected = new SimpleObjectProperty<>();

  /**
   * A cell in words.
   *
   * @param title from whom to whom
   * @param light its state
   * @param facts further lines, each a name and a value
   * @param explanation what is known, in sentences
   */
  record Description(String title, Light light, List<Fact> facts, String explanation) {}

  /** A name and its value. */
  record Fact(String name, String value) {}

  /** As what the pairs are shown. */
  enum Shown {
    MATRIX,
    TABLE,
    /** Not the pairs but what is wrong with them. */
    FINDINGS
  }

  ConnectivityViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.pairs = new PairsViewModel(session, words);
    this.inquiry = Inquiry.of(session);
    // Bindings of its own: they let go of the session when the view goes.
    var latest = session.mesh().latest();
    var time = session.now();
    var preferences = session.preferences();
    this.mesh = Bindings.createObjectBinding(latest::get, latest);
    this.now = Bindings.createObjectBinding(time::get, time);
    var measuring = session.mesh().running();
    this.running = Bindings.createBooleanBinding(measuring::get, measuring);
    var asked = session.mesh().probing();
    this.probing = Bindings.createBooleanBinding(asked::get, asked);
    var asStood = session.status().latest();
    this.status = Bindings.createObjectBinding(asStood::get, asStood);
    this.summary = Bindings.createObjectBinding(() -> summary(latest.get()), latest);
    this.state = Bindings.createObjectBinding(this::state, running, preferences.pingInterval());
    this.look =
        Bindings.createObjectBinding(
            () ->
                new MatrixLook(
                    mode.get(), preferences.thresholds().get(), preferences.pingInterval().get()),
            mode,
            preferences.thresholds(),
            preferences.pingInterval());
    // With the clock and not with each snapshot: rows that jump ten times a second are of no use.
    this.order =
        Bindings.createObjectBinding(
            this::arrange, time, filter, badOnly, worstFirst, preferences.thresholds());
    session.keep("connectivity-mode", mode);
    session.keep("connectivity-filter", filter);
    session.keep("connectivity-bad-only", badOnly);
    session.keep("connectivity-worst-first", worstFirst);
    session.keep("connectivity-shown", shown);
    session.keep("connectivity-selected", selected);
    inquiry.state().addListener(new WeakChangeListener<>(turning));
    turn(inquiry.state().get());
    askPairs();
    filter.addListener(_ -> askPairs());
    badOnly.addListener(_ -> askPairs());
  }

  // Properties

  /** The table's part. */
  PairsViewModel pairs() {
    return pairs;
  }

  ObjectBinding<MatrixSnapshot> mesh() {
    return mesh;
  }

  ObjectBinding<Instant> now() {
    return now;
  }

  /** How nodes and etcd stood when they were last asked; null before the first answer. */
  ObjectBinding<@Nullable ClusterStatus> status() {
    return status;
  }

  BooleanBinding running() {
    return running;
  }

  /** Whether a round asked for by hand is under way. */
  BooleanBinding probing() {
    return probing;
  }

  /** How many pairs reach each other. */
  ObjectBinding<Light> summary() {
    return summary;
  }

  /** Whether what is shown is being measured, and how often. */
  ObjectBinding<Light> liveness() {
    return state;
  }

  ObjectBinding<MatrixLook> look() {
    return look;
  }

  /** Which rows and columns are shown. */
  ObjectBinding<MatrixOrder> order() {
    return order;
  }

  ObjectProperty<MatrixLook.Mode> mode() {
    return mode;
  }

  /** Part of a source's name, or in the table of whatever is said of a pair. */
  StringProperty filter() {
    return filter;
  }

  /** As what the pairs are shown. */
  ObjectProperty<Shown> shown() {
    return shown;
  }

  /** Whether only sources and targets with trouble are shown. */
  BooleanProperty badOnly() {
    return badOnly;
  }

  /** Whether those with the most trouble come first. */
  BooleanProperty worstFirst() {
    return worstFirst;
  }

  /** The pair the person looks at, the same in matrix and table; null for none. */
  ObjectProperty<@Nullable Position> selected() {
    return selected;
  }

  /** What there is to say about a cell. */
  Description describe(Position at) {
    MatrixSnapshot shown = mesh.get();
    Cell cell = shown.cell(at.from(), at.to());
    CellGrade grade = CellGrade.of(cell, look.get().thresholds());
    String from = shown.nodes().get(at.from()).name();
    String to = shown.nodes().get(at.to()).name();
    return new Description(
        words.text("cell.title", "from", from, "to", to),
        new Light(grade.status(), CellWords.state(grade, words)),
        facts(cell),
        CellWords.sentence(from, to, grade, cell, words));
  }

  /** A cell in one line. */
  String readout(Position at) {
    Description cell = describe(at);
    String figures =
        cell.facts().stream()
            .map(fact -> fact.name() + " " + fact.value())
            .collect(Collectors.joining("   "));
    return cell.title() + "   " + cell.light().text() + "   " + figures;
  }

  /** The remembered rounds of a pair. */
  PairHistory history(Position at) {
    return session.mesh().history(at.from(), at.to());
  }

  /** What both ends say of themselves, the source first. */
  List<EndFacts> ends(Position at) {
    NodeSpec from = session.nodes().get(at.from());
    NodeSpec to = session.nodes().get(at.to());
    return List.of(end(from, to), end(to, from));
  }

  /** The units of which {@link #ends} tells. */
  List<String> services() {
    return EndFacts.services(session.profile().docker().unit());
  }

  // Commands

  /** Pauses, or goes on. */
  void toggle() {
    session.mesh().pauseOrResume();
  }

  /** Measures a round now. */
  void probe() {
    session.mesh().probe();
  }

  /** Has the selected pair explained. */
  void explain() {
    Position at = selected.get();
    if (at != null) {
      List<NodeSpec> nodes = session.nodes();
      inquiry.explain(
          new Subject.OnPair(nodes.get(at.from()).id(), nodes.get(at.to()).id()), words);
    }
  }

  /** Where a pair stands. */
  Position place(Subject.OnPair pair) {
    List<NodeId> nodes = session.nodes().stream().map(NodeSpec::id).toList();
    return new Position(nodes.indexOf(pair.from()), nodes.indexOf(pair.to()));
  }

  /** Turns to the pair's other direction. */
  void turn() {
    Position at = selected.get();
    if (at != null) {
      selected.set(at.reversed());
    }
  }

  void exportCsv(Path file) {
    MatrixSnapshot shown = mesh.get();
    export(file, () -> MatrixExport.csv(shown).getBytes(StandardCharsets.UTF_8));
  }

  void exportJson(Path file) {
    MatrixSnapshot shown = mesh.get();
    Messages messages = Messages.of(words.locale());
    export(file, () -> MatrixExport.json(shown, messages).getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file in the background and says what came of it. */
  void export(Path file, Supplier<byte[]> content) {
    session
        .jobs()
        .<Result<Path, FileFailure>>start(
            words.text("export.title", "file", Objects.toString(file.getFileName())),
            _ -> MatrixExport.write(file, content.get()),
            written -> session.tell(notice(written)));
  }

  private Notice notice(Result<Path, FileFailure> written) {
    return switch (written) {
      case Result.Ok<Path, FileFailure>(Path file) ->
          new Notice(Status.OK, words.text("export.done"), file.toString());
      case Result.Err<Path, FileFailure>(FileFailure failure) ->
          new Notice(Status.FAILED, words.text("export.failed"), words.message(failure));
    };
  }

  private EndFacts end(NodeSpec node, NodeSpec other) {
    return EndFacts.of(node, other, status.get(), services(), now.get(), words);
  }

  /** Who asks for all is shown what is found. */
  private void turn(Inquiry.State next) {
    if (next instanceof Inquiry.State.Looking(var pair, var _) && pair == null) {
      shown.set(Shown.FINDINGS);
    }
  }

  private void askPairs() {
    pairs.ask(pairs.question().filtered(filter.get(), badOnly.get()));
  }

  private MatrixOrder arrange() {
    MatrixSnapshot shown = session.mesh().latest().get();
    String part = filter.get().strip().toLowerCase(Locale.ROOT);
    MatrixOrder.Choice choice = new MatrixOrder.Choice(badOnly.get(), worstFirst.get());
    if (part.isEmpty() && choice.equals(MatrixOrder.Choice.ALL)) {
      return MatrixOrder.all(shown.size());
    }
    return MatrixOrder.of(
        shown,
        session.preferences().thresholds().get(),
        choice,
        from -> shown.nodes().get(from).name().toLowerCase(Locale.ROOT).contains(part));
  }

  private Light state() {
    if (!running.get()) {
      return new Light(Status.WARNING, words.text("connectivity.paused"));
    }
    Duration interval = session.preferences().pingInterval().get();
    return new Light(Status.BUSY, words.text("connectivity.live", "seconds", interval.toSeconds()));
  }

  private Light summary(MatrixSnapshot shown) {
    int measured = shown.pairs() - shown.unmeasured();
    String text = words.text("mesh.reached", "reached", shown.reached(), "pairs", shown.pairs());
    if (measured == 0) {
      return new Light(Status.UNKNOWN, words.text("mesh.not-measured"));
    }
    return new Light(
        shown.allReached()
            ? Status.OK
            : shown.reached() == measured ? Status.WARNING : Status.FAILED,
        text);
  }

  private List<Fact> facts(Cell cell) {
    return switch (cell) {
      case Cell.Reached reached ->
          List.of(
              fact("cell.rtt", CellWords.rtt(reached.rtt())),
              fact("cell.loss", CellWords.percent(reached.lossRatio())),
              age(reached.at()));
      case Cell.Lost lost ->
          List.of(fact("cell.loss", CellWords.percent(lost.lossRatio())), age(lost.at()));
      case Cell.SourceUnreachable unreachable -> List.of(age(unreachable.at()));
      case Cell.NotMeasured _ -> List.of();
    };
  }

  private Fact fact(String key, String value) {
    return new Fact(words.text(key), value);
  }

  private Fact age(Instant at) {
    Duration age = Duration.between(at, now.get());
    String text = words.text("age.ago", "age", words.age(age));
    return fact("cell.age", look.get().stale(age) ? text + words.text("cell.stale") : text);
  }
}
