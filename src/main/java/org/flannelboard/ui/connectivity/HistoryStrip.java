package org.flannelboard.ui.connectivity;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.util.Duration;
import org.flannelboard.probe.matrix.PairHistory;
import org.flannelboard.ui.kit.Words;

/**
 * The remembered rounds of a pair as a line: how long each answer took, from nothing at the bottom
 * to the slowest at the top, and a tick for each that was lost. The newest is at the right edge.
 */
final class HistoryStrip extends Region {

  private static final double SCALE = 52;
  private static final double TICK = 9;
  private static final double DOT = 1.2;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Words words;
  private final int rounds;
  private final Path answers = new Path();
  private final Path losses = new Path();
  private final Line floor = new Line();
  private final Line pointer = new Line();
  private final Label top = new Label();
  private final Label bottom = new Label();
  private final Tooltip tooltip = new Tooltip();
  private PairHistory history = PairHistory.NONE;
  private int slowest;

  /** A strip with room for so many rounds. */
  HistoryStrip(Words words, int rounds) {
    this.words = words;
    this.rounds = rounds;
    getStyleClass().add("history-strip");
    answers.getStyleClass().add("history-answers");
    losses.getStyleClass().add("history-losses");
    floor.getStyleClass().add("history-floor");
    pointer.getStyleClass().add("history-pointer");
    top.getStyleClass().add("history-scale");
    bottom.getStyleClass().add("history-scale");
    pointer.setVisible(false);
    getChildren().addAll(floor, answers, losses, pointer, top, bottom);
    getChildren().forEach(HistoryStrip::unmanage);
    bottom.setText("0 ms");
    setMinHeight(84);
    setPrefHeight(84);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    tooltip.setShowDelay(Duration.ZERO);
    Tooltip.install(this, tooltip);
    setOnMouseMoved(this::pointed);
    setOnMouseExited(_ -> pointer.setVisible(false));
  }

  /** Shows a pair's rounds. */
  void show(PairHistory next) {
    history = next;
    slowest = 1;
    for (int i = 0; i < next.size(); i++) {
      slowest = Math.max(slowest, next.micros(i));
    }
    top.setText(next.size() == 0 ? "" : CellWords.rtt(java.time.Duration.ofNanos(slowest * 1000L)));
    layoutChildren();
  }

  @Override
  protected void layoutChildren() {
    double base = getHeight() - TICK - 4;
    floor.setStartX(0);
    floor.setEndX(right());
    floor.setStartY(base + 1);
    floor.setEndY(base + 1);
    place(top, 0);
    place(bottom, base - 12);
    pointer.setStartY(0);
    pointer.setEndY(getHeight());
    answers.getElements().clear();
    losses.getElements().clear();
    boolean pen = false;
    for (int i = 0; i < history.size(); i++) {
      int micros = history.micros(i);
      double x = x(i);
      if (micros >= 0) {
        double y = base - (base - 6) * micros / slowest;
        if (!pen) {
          // An answer between two that were lost would be a line without length.
          answers.getElements().add(new MoveTo(x - DOT, y));
        }
        answers.getElements().add(new LineTo(x, y));
      } else if (micros == PairHistory.LOST) {
        add(losses, new MoveTo(x, base + 4), new LineTo(x, base + 4 + TICK));
      }
      pen = micros >= 0;
    }
  }

  private void place(Label label, double y) {
    label.setTextOverrun(javafx.scene.control.OverrunStyle.CLIP);
    label.resizeRelocate(right() + 6, y, SCALE, label.prefHeight(-1));
  }

  private double right() {
    return Math.max(0, getWidth() - SCALE);
  }

  private double x(int round) {
    return right() * (round + 1 + rounds - history.size()) / rounds;
  }

  private void pointed(MouseEvent event) {
    int round =
        (int) Math.round(event.getX() / Math.max(1, right()) * rounds)
            - 1
            - rounds
            + history.size();
    boolean known = round >= 0 && round < history.size();
    pointer.setVisible(known);
    if (known) {
      pointer.setStartX(x(round));
      pointer.setEndX(x(round));
      tooltip.setText(
          TIME.format(history.at(round).atZone(ZoneId.systemDefault()))
              + "  "
              + told(history.micros(round)));
    } else {
      tooltip.setText(words.text("history.none"));
    }
  }

  private String told(int micros) {
    return switch (micros) {
      case PairHistory.LOST -> words.text("cell.lost");
      case PairHistory.UNMEASURED -> words.text("cell.not-measured");
      default -> CellWords.rtt(java.time.Duration.ofNanos(micros * 1000L));
    };
  }

  private static void add(Path path, PathElement... elements) {
    path.getElements().addAll(elements);
  }

  private static void unmanage(Node node) {
    node.setManaged(false);
  }
}
