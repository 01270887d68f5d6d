package org.flannelboard.ui.practice;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.flannelboard.app.Messages;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeControls.Kind;
import org.flannelboard.app.PracticeControls.State;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/** What can be broken in the practice cluster, what is, and what time it is there. */
final class PracticeViewModel {

  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofDays(1);

  /** A year of the calendar most certificates are counted by. */
  static final Duration YEAR = Duration.ofDays(365);

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Session session;
  private final PracticeControls controls;
  private final Words words;
  private final Messages messages;
  private final ZoneId zone;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(new State(List.of(), Duration.ZERO));
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final ObjectProperty<NodeId> node;
  private final ObjectProperty<NodeId> peer;
  private final StringProperty filter = new SimpleStringProperty("");
  private final StringBinding now;
  private final StringBinding ahead;

  PracticeViewModel(Session session, PracticeControls controls, Words words, ZoneId zone) {
    this.session = session;
    this.controls = controls;
    this.words = words;
    this.messages = Messages.of(words.locale());
    this.zone = zone;
    NodeId selected = session.node().get();
    NodeId first = selected == null ? nodes().getFirst() : selected;
    this.node = new SimpleObjectProperty<>(first);
    this.peer =
        new SimpleObjectProperty<>(
            nodes().stream().filter(each -> !each.equals(first)).findFirst().orElseThrow());
    this.now = Bindings.createStringBinding(this::clock, session.now(), state);
    this.ahead = Bindings.createStringBinding(this::distance, state);
    show(controls.state());
  }

  // Properties

  List<NodeId> nodes() {
    return session.nodes().stream().map(NodeSpec::id).toList();
  }

  /** How the switches are. */
  ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** Why something was not done; empty if all is well. */
  ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** The node to break something at. */
  ObjectProperty<NodeId> node() {
    return node;
  }

  /** The other end, for what takes two. */
  ObjectProperty<NodeId> peer() {
    return peer;
  }

  /** What is looked for among the faults. */
  StringProperty filter() {
    return filter;
  }

  /** What time it is in the cluster. */
  StringBinding now() {
    return now;
  }

  /** How far that is from the present. */
  StringBinding ahead() {
    return ahead;
  }

  /** The faults that fit the filter, by the name of their group. */
  Map<String, List<Kind>> groups() {
    String wanted = filter.get().strip().toLowerCase(Locale.ROOT);
    return controls.kinds().stream()
        .filter(
            kind -> (kind.code() + " " + sentence(kind)).toLowerCase(Locale.ROOT).contains(wanted))
        .collect(
            Collectors.groupingBy(
                kind -> messages.text("practice.group." + kind.group()),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  String sentence(Kind kind) {
    return messages.text("practice.fault." + kind.code());
  }

  /** The fault of a kind at the chosen nodes. */
  Fault chosen(Kind kind) {
    return new Fault(kind.code(), List.of(node.get(), peer.get()).subList(0, kind.nodes()));
  }

  boolean isOn(Fault fault) {
    return state.get().on().contains(fault);
  }

  /** Whether the chosen nodes are such as the kind takes. */
  boolean canSwitch(Kind kind) {
    return kind.nodes() < 2 || !node.get().equals(peer.get());
  }

  /** Where a fault is, in few words. */
  String place(Fault fault) {
    return fault.nodes().isEmpty()
        ? words.text("practice.everywhere")
        : fault.nodes().stream().map(NodeId::name).collect(Collectors.joining(" → "));
  }

  /** Where a kind of fault is on besides the chosen nodes; empty if nowhere. */
  String elsewhere(Kind kind) {
    return state.get().on().stream()
        .filter(fault -> fault.code().equals(kind.code()) && !fault.equals(chosen(kind)))
        .map(this::place)
        .collect(Collectors.joining(", "));
  }

  // Commands

  /** Takes over what is switched elsewhere, until it is closed. */
  PracticeControls.Following follow() {
    return controls.onChange(session.bridge().latest(this::show));
  }

  /** Breaks something at the chosen nodes, or mends it. */
  void toggle(Kind kind) {
    Fault fault = chosen(kind);
    if (isOn(fault)) {
      mend(fault);
    } else if (canSwitch(kind)) {
      start(() -> controls.switchOn(fault));
    }
  }

  void mend(Fault fault) {
    start(() -> controls.switchOff(fault));
  }

  void mendAll() {
    start(controls::clear);
  }

  /** Moves the clock on. */
  void advance(Duration by) {
    start(() -> controls.advance(by));
  }

  void resetClock() {
    start(controls::resetClock);
  }

  void close() {
    session.closeSheet();
  }

  /** Switching writes a file and takes the cluster along: not on the window's thread. */
  private void start(Supplier<Result<State, Failure>> work) {
    Consumer<Result<State, Failure>> end =
        session
            .bridge()
            .latest(
                outcome -> {
                  show(outcome);
                  session.tick();
                  session.status().refresh();
                });
    session
        .cluster()
        .tasks()
        .start(
            "practice",
            () -> {
              end.accept(work.get());
              return true;
            })
        .detach();
  }

  private void show(Result<State, Failure> outcome) {
    outcome.ifOk(state::set);
    trouble.set(outcome.toFailure().map(words::message).orElse(""));
  }

  private String clock() {
    Instant instant = session.now().get();
    Instant latest = controls.now();
    return CLOCK.withZone(zone).format(latest.isAfter(instant) ? latest : instant);
  }

  private String distance() {
    Duration by = state.get().ahead();
    return by.isZero()
        ? words.text("practice.at-present")
        : words.text("practice.ahead", "days", by.toDays(), "hours", by.toHoursPart());
  }
}
