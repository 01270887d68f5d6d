package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import org.flannelboard.app.DiagnosisMarkdown;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.app.Fixes;
import org.flannelboard.app.HistoryWords;
import org.flannelboard.app.Messages;
import org.flannelboard.app.history.Clue;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.history.History;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.ui.kit.FindingLight;
import org.flannelboard.ui.kit.Fix;
import org.flannelboard.ui.kit.HelpSheet;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Why a pair is as it is: asked for, shown as soon as it is known, and copied. */
final class ExplainViewModel {

  /** One look is what it is for. */
  private static final int CLUES = 8;

  private final Session session;
  private final Words words;
  private final DiagnosisWords said;
  private final Inquiry inquiry;
  private final ObjectBinding<Inquiry.State> state;
  private final ObjectBinding<Subject.@Nullable OnPair> pair;
  private final ObjectBinding<Instant> now;
  private final BooleanBinding looking;
  private final BooleanBinding engaged;
  private final ReadOnlyObjectWrapper<@Nullable Explanation> explanation =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Past> past = new ReadOnlyObjectWrapper<>();
  private final Consumer<Past> remembered;
  private final BooleanProperty redacted = new SimpleBooleanProperty();
  private @Nullable Report report;

  /**
   * What happened shortly before the pair's cell went red.
   *
   * @param red when it did
   * @param clues the likeliest reason first
   */
  record Past(Subject.OnPair pair, Instant red, List<Clue> clues) {
    Past {
      clues = List.copyOf(clues);
    }
  }

  /** Held here, and by the session weakly: it goes with the view. */
  private final ChangeListener<Inquiry.State> answered = (_, _, next) -> show(next);

  private final ChangeListener<Subject.@Nullable OnPair> turned = (_, _, next) -> turnTo(next);

  ExplainViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.said = FindingLight.words(words);
    this.inquiry = Inquiry.of(session);
    var current = inquiry.state();
    var wanted = inquiry.pair();
    var time = session.now();
    this.state = Bindings.createObjectBinding(current::get, current);
    this.pair = Bindings.createObjectBinding(wanted::get, wanted);
    this.now = Bindings.createObjectBinding(time::get, time);
    this.looking =
        Bindings.createBooleanBinding(
            () -> current.get() instanceof Inquiry.State.Looking, current);
    var busy = session.engaged();
    this.engaged = Bindings.createBooleanBinding(busy::get, busy);
    this.remembered = session.bridge().latest(this::remembered);
    session.keep("explain-redacted", redacted);
    wanted.addListener(new WeakChangeListener<>(turned));
    current.addListener(new WeakChangeListener<>(answered));
    show(current.get());
  }

  // Properties

  /** The pair; null if none is to be explained. */
  ObjectBinding<Subject.@Nullable OnPair> pair() {
    return pair;
  }

  /** What is known of it; null before the first answer. */
  ReadOnlyObjectProperty<@Nullable Explanation> explanation() {
    return explanation.getReadOnlyProperty();
  }

  /** What happened before its cell went red; null while it is not, or nobody remembers. */
  ReadOnlyObjectProperty<@Nullable Past> past() {
    return past.getReadOnlyProperty();
  }

  /** An event in a sentence. */
  String sentence(Event event) {
    return new HistoryWords(Messages.of(words.locale())).sentence(event);
  }

  ObjectBinding<Inquiry.State> state() {
    return state;
  }

  /** Whether an answer is awaited. */
  BooleanBinding looking() {
    return looking;
  }

  ObjectBinding<Instant> now() {
    return now;
  }

  /** Whether a change is under way, so that no other can be begun. */
  BooleanBinding engaged() {
    return engaged;
  }

  /** The ways to fix a finding, the least invasive first. */
  List<Fixes.Choice> choices(Finding finding) {
    return Fix.of(session).choices(finding);
  }

  /** Whether what is copied names no address and no host. */
  BooleanProperty redacted() {
    return redacted;
  }

  DiagnosisWords said() {
    return said;
  }

  /** What was sent until now. */
  List<String> probes() {
    return state.get() instanceof Inquiry.State.Looking(var _, var probes)
        ? probes.stream().map(said::sentence).toList()
        : List.of();
  }

  /** How long ago something was seen. */
  String age(Instant at) {
    Instant present = now.get();
    return words.text("age.ago", "age", words.age(Duration.between(at, present)));
  }

  // Commands

  /** Has a pair explained. */
  void explain(Subject.OnPair wanted) {
    inquiry.explain(wanted, words);
  }

  /** Explains the way from the other end. */
  void turn() {
    Subject.OnPair shown = pair.get();
    if (shown != null) {
      explain(new Subject.OnPair(shown.to(), shown.from()));
    }
  }

  /** Shows the matrix again. */
  void leave() {
    inquiry.leave();
  }

  /** Looks once more. */
  void again() {
    Subject.OnPair shown = pair.get();
    if (shown != null) {
      inquiry.ask(shown, words);
    }
  }

  void cancel() {
    inquiry.cancel();
  }

  /** Finds out what a remedy would do, and asks. */
  void fix(Finding finding, Remedy remedy) {
    if (report != null) {
      Fix.of(session).propose(report, finding, remedy, words);
    }
  }

  /** Shows what there is to know about a kind of finding. */
  void help(FindingCode code) {
    HelpSheet.show(session, code);
  }

  /** The report of the pair, for a ticket; empty while there is none. */
  String markdown() {
    Explanation shown = explanation.get();
    return report == null || shown == null
        ? ""
        : new DiagnosisMarkdown(Messages.of(words.locale()))
            .of(report, shown.pair(), redacted.get());
  }

  /** What was said of another pair is no answer. */
  private void turnTo(Subject.@Nullable OnPair wanted) {
    Explanation shown = explanation.get();
    if (shown != null && !shown.pair().equals(wanted)) {
      report = null;
      explanation.set(null);
      past.set(null);
    }
  }

  private void show(Inquiry.State next) {
    Subject.OnPair wanted = inquiry.pair().get();
    if (wanted != null
        && next instanceof Inquiry.State.Answered(var about, Report found)
        && (about == null || about.equals(wanted))) {
      report = found;
      Explanation shown = Explanation.of(found, wanted, words);
      explanation.set(shown);
      past.set(null);
      if (shown.ping().status() == Status.FAILED) {
        remember(wanted);
      }
    }
  }

  /** Asks the history, which may have to be read from a disk. */
  private void remember(Subject.OnPair wanted) {
    History history = session.history();
    session
        .cluster()
        .tasks()
        .start(
            "history",
            () -> {
              history
                  .wentRed(wanted)
                  .map(red -> new Past(wanted, red, clues(history, wanted, red)))
                  .ifPresent(remembered);
              return true;
            })
        .detach();
  }

  /** Not that somebody began to watch, nor that other cells went red with it. */
  private static List<Clue> clues(History history, Subject.OnPair wanted, Instant red) {
    return history.before(wanted, red, History.JUST_BEFORE).stream()
        .filter(clue -> clue.near() || clue.event().deed())
        .filter(
            clue ->
                switch (clue.event()) {
                  case Event.WatchBegan _, Event.WatchEnded _, Event.CellsLost _ -> false;
                  case Event.CellsRecovered _,
                      Event.FindingAppeared _,
                      Event.FindingGone _,
                      Event.Changed _,
                      Event.LeaseAppeared _,
                      Event.LeaseGone _,
                      Event.LeaseChanged _,
                      Event.ConfigChanged _ ->
                      true;
                })
        .limit(CLUES)
        .toList();
  }

  private void remembered(Past found) {
    Explanation shown = explanation.get();
    if (shown != null && shown.pair().equals(found.pair())) {
      past.set(found);
    }
  }
}
