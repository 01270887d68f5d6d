package org.flannelboard.ui.connectivity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.flannelboard.app.Settings.Thresholds;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.CellGrade;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/**
 * The table's pairs. With 255 nodes there are 64 770 of them, so they are chosen and sorted in the
 * background, and only while someone looks.
 */
final class PairsViewModel {

  private final Session session;
  private final Words words;
  private final Consumer<List<PairRow>> arrive;
  private final ReadOnlyObjectWrapper<List<PairRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
  private final BooleanProperty watched = new SimpleBooleanProperty();
  private Question question = new Question("", false, PairRow.Sort.STATE, true);
  private boolean busy;
  private boolean askedAgain;

  /**
   * Which pairs, in which order.
   *
   * @param filter part of a name, a state or a reason; empty for all
   * @param badOnly only those someone should look at
   */
  record Question(String filter, boolean badOnly, PairRow.Sort sort, boolean descending) {

    Question filtered(String text, boolean bad) {
      return new Question(text, bad, sort, descending);
    }

    Question sorted(PairRow.Sort by, boolean down) {
      return new Question(filter, badOnly, by, down);
    }
  }

  PairsViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.arrive = session.bridge().latest(this::arrived);
  }

  // Properties

  /** The pairs that were asked for, in their order. */
  ReadOnlyObjectProperty<List<PairRow>> rows() {
    return rows.getReadOnlyProperty();
  }

  /** Whether someone looks at the table. */
  BooleanProperty watched() {
    return watched;
  }

  Question question() {
    return question;
  }

  // Commands

  /** Asks for other pairs, or another order. */
  void ask(Question next) {
    question = next;
    refresh();
  }

  /** Reads the pairs anew, if someone looks; while they are being read, once more afterwards. */
  void refresh() {
    if (!watched.get()) {
      return;
    }
    if (busy) {
      askedAgain = true;
      return;
    }
    busy = true;
    MatrixSnapshot mesh = session.mesh().latest().get();
    Thresholds thresholds = session.preferences().thresholds().get();
    Question asked = question;
    session
        .cluster()
        .tasks()
        .start(
            "pairs",
            () -> {
              arrive.accept(rows(mesh, thresholds, asked, words));
              return true;
            })
        .detach();
  }

  /** The pairs of a mesh that a question asks for. */
  static List<PairRow> rows(
      MatrixSnapshot mesh, Thresholds thresholds, Question asked, Words words) {
    String part = asked.filter().strip().toLowerCase(Locale.ROOT);
    List<PairRow> found = new ArrayList<>();
    for (int from = 0; from < mesh.size(); from++) {
      for (int to = 0; to < mesh.size(); to++) {
        if (from != to) {
          Cell cell = mesh.cell(from, to);
          CellGrade grade = CellGrade.of(cell, thresholds);
          String source = mesh.nodes().get(from).name();
          String target = mesh.nodes().get(to).name();
          PairRow row = new PairRow(new Position(from, to), source, target, grade, cell);
          if ((!asked.badOnly() || grade.bad()) && matches(row, part, words)) {
            found.add(row);
          }
        }
      }
    }
    Comparator<PairRow> order = asked.sort().comparator();
    // A stable sort: equal pairs stay in the profile's order.
    found.sort(asked.descending() ? order.reversed() : order);
    return found;
  }

  private static boolean matches(PairRow row, String part, Words words) {
    return part.isEmpty()
        || row.from().toLowerCase(Locale.ROOT).contains(part)
        || row.to().toLowerCase(Locale.ROOT).contains(part)
        || CellWords.state(row.grade(), words).toLowerCase(Locale.ROOT).contains(part)
        || CellWords.reason(row.cell(), words).toLowerCase(Locale.ROOT).contains(part);
  }

  private void arrived(List<PairRow> found) {
    busy = false;
    rows.set(found);
    if (askedAgain) {
      askedAgain = false;
      refresh();
    }
  }
}
