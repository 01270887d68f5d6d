package org.flannelboard.ui.topology;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.flannelboard.app.Service;
import org.flannelboard.app.ServiceLogs;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** A service's journal on one node, followed as long as somebody looks. */
final class LogsViewModel {

  /** So many lines come before those that are followed: what led to the present. */
  private static final int BEFORE = 200;

  private final Session session;
  private final Words words;
  private final ServiceLogs logs;
  private final ObjectProperty<List<String>> received = new SimpleObjectProperty<>(List.of());
  private final ObjectProperty<Light> state = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable NodeSpec> node = new SimpleObjectProperty<>();
  private final ObjectProperty<Service> service = new SimpleObjectProperty<>(Service.FLANNELD);
  private final BooleanProperty paused = new SimpleBooleanProperty();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectBinding<List<String>> lines;
  private @Nullable Following following;
  private boolean watched;

  /** What comes from one stream; lines of an earlier one are of no interest any more. */
  private final class Following {

    private final LogBuffer buffer = new LogBuffer();
    private final CancelToken token = new CancelToken();
    private final Consumer<LogBuffer> show = session.bridge().latest(_ -> arrived(this));
    private final Consumer<Light> tell = session.bridge().latest(light -> told(this, light));

    private boolean run(NodeSpec of, Service unit) {
      Light live = new Light(Status.OK, words.text("logs.following"));
      Optional<Failure> why =
          logs.follow(of, unit, BEFORE, () -> tell.accept(live), this::take, token);
      why.ifPresent(failure -> tell.accept(new Light(Status.FAILED, words.message(failure))));
      return why.isEmpty();
    }

    private void take(String line) {
      buffer.add(line);
      show.accept(buffer);
    }
  }

  LogsViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.logs = new ServiceLogs(session.cluster());
    this.state.set(new Light(Status.UNKNOWN, ""));
    this.lines = Bindings.createObjectBinding(this::filtered, received, filter);
  }

  // Properties

  /** The lines the filter lets through, oldest first. */
  ObjectBinding<List<String>> lines() {
    return lines;
  }

  /** Whether it is followed, and if not, why. */
  ReadOnlyObjectProperty<Light> state() {
    return state;
  }

  /** The node; null while the panel is closed. */
  ReadOnlyObjectProperty<@Nullable NodeSpec> node() {
    return node;
  }

  ReadOnlyObjectProperty<Service> service() {
    return service;
  }

  /** While set, the lines stay as they are; those that come meanwhile are kept. */
  BooleanProperty paused() {
    return paused;
  }

  /** A part of the lines to show. */
  StringProperty filter() {
    return filter;
  }

  // Commands

  void open(NodeSpec of) {
    node.set(of);
    follow();
  }

  void show(Service of) {
    service.set(of);
    follow();
  }

  void close() {
    stop();
    node.set(null);
  }

  /** Follows again what was lost. */
  void follow() {
    stop();
    received.set(List.of());
    paused.set(false);
    NodeSpec of = node.get();
    if (of != null && watched) {
      begin(of);
    }
  }

  void togglePause() {
    paused.set(!paused.get());
    if (!paused.get() && following != null) {
      arrived(following);
    }
  }

  /** Whether anybody can see the lines: nobody else needs a connection kept busy. */
  void watched(boolean now) {
    if (now == watched) {
      return;
    }
    watched = now;
    if (now) {
      follow();
    } else {
      stop();
    }
  }

  private void begin(NodeSpec of) {
    Following next = new Following();
    following = next;
    state.set(new Light(Status.BUSY, words.text("logs.connecting")));
    Service unit = service.get();
    session.cluster().tasks().start("logs " + of.id(), () -> next.run(of, unit)).detach();
  }

  private void stop() {
    if (following != null) {
      CancelToken token = following.token;
      following = null;
      // Closing a channel talks to the node.
      session
          .cluster()
          .tasks()
          .start(
              "end logs",
              () -> {
                token.cancel();
                return true;
              })
          .detach();
    }
  }

  private void arrived(Following from) {
    if (from == following && !paused.get()) {
      received.set(from.buffer.lines());
    }
  }

  private void told(Following from, Light light) {
    if (from == following) {
      state.set(light);
    }
  }

  private List<String> filtered() {
    String word = filter.get().strip().toLowerCase(Locale.ROOT);
    return word.isEmpty()
        ? received.get()
        : received.get().stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).contains(word))
            .toList();
  }
}
