package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import org.flannelboard.app.Messages;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/** Who reaches whom, cell by cell. */
final class ConnectivityViewModel {

  private final Session session;
  private final Words words;
  private final ObjectBinding<Light> summary;
  private final ObjectBinding<MatrixSnapshot> mesh;
  private final ObjectBinding<Instant> now;
  private final BooleanBinding running;

  /**
   * A cell in words.
   *
   * @param title from whom to whom
   * @param light its state
   * @param facts further lines, each a name and a value
   * @param explanation why, and what to do; empty if there is nothing to say
   */
  record Description(String title, Light light, List<Fact> facts, String explanation) {}

  /** A name and its value. */
  record Fact(String name, String value) {}

  ConnectivityViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    // Bindings of its own: they let go of the session when the view goes.
    var latest = session.mesh().latest();
    this.mesh = Bindings.createObjectBinding(latest::get, latest);
    this.now = Bindings.createObjectBinding(session.now()::get, session.now());
    var measuring = session.mesh().running();
    this.running = Bindings.createBooleanBinding(measuring::get, measuring);
    this.summary = Bindings.createObjectBinding(() -> summary(latest.get()), latest);
  }

  // Properties

  ObjectBinding<MatrixSnapshot> mesh() {
    return mesh;
  }

  ObjectBinding<Instant> now() {
    return now;
  }

  BooleanBinding running() {
    return running;
  }

  /** How many pairs reach each other. */
  ObjectBinding<Light> summary() {
    return summary;
  }

  /** What there is to say about a cell. */
  Description describe(int from, int to) {
    MatrixSnapshot shown = mesh().get();
    String title =
        words.text("cell.title", "from", shown.nodes().get(from), "to", shown.nodes().get(to));
    return switch (shown.cell(from, to)) {
      case Cell.Reached reached ->
          new Description(
              title,
              new Light(Status.OK, words.text("cell.reached")),
              List.of(
                  fact("cell.rtt", Words.rtt(reached.rtt()) + " ms"),
                  fact("cell.loss", percent(reached.lossRatio())),
                  age(reached.at())),
              "");
      case Cell.Lost lost ->
          new Description(
              title,
              new Light(Status.FAILED, words.text("cell.lost")),
              List.of(fact("cell.loss", percent(lost.lossRatio())), age(lost.at())),
              words.text("cell.cause." + lost.cause().code()));
      case Cell.SourceUnreachable(var cause, Instant at) -> {
        Messages.Explanation why = words.describe(cause);
        yield new Description(
            title,
            new Light(Status.FAILED, words.text("cell.source-unreachable")),
            List.of(age(at)),
            (why.message() + "\n" + why.remedy()).strip());
      }
      case Cell.NotMeasured(Cell.Reason why) ->
          new Description(
              title,
              new Light(Status.UNKNOWN, words.text("cell.not-measured")),
              List.of(),
              words.text("cell.reason." + why.code()));
    };
  }

  // Commands

  /** Pauses, or goes on. */
  void toggle() {
    if (running().get()) {
      session.mesh().pause();
    } else {
      session.mesh().start();
    }
  }

  private Light summary(MatrixSnapshot shown) {
    int measured = shown.pairs() - shown.count(Cell.NotMeasured.class::isInstance);
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

  private Fact fact(String key, String value) {
    return new Fact(words.text(key), value);
  }

  private Fact age(Instant at) {
    return fact(
        "cell.age",
        words.text("age.ago", "age", words.age(Duration.between(at, session.now().get()))));
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
  }
}
