package org.flannelboard.ui.deploy;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Drift.Finding;
import org.flannelboard.base.Failure;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.ui.deploy.DeployViewModel.Spot;
import org.flannelboard.ui.kit.DiffPane;
import org.flannelboard.ui.kit.PushBoard.Progress;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.StepText;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** What is behind a cell: its state, why, what a push would do about it, and the difference. */
final class StepDetail {

  private final DeployViewModel model;
  private final Words words;
  private final StepText text;
  private final BooleanProperty sideBySide;

  StepDetail(DeployViewModel model, Words words, BooleanProperty sideBySide) {
    this.model = model;
    this.words = words;
    this.text = new StepText(words);
    this.sideBySide = sideBySide;
  }

  /** The lines about a place. */
  List<Node> of(Spot place) {
    Label title =
        plain(
            (place.node() == null ? "etcd" : place.node().name())
                + " · "
                + words.text("step." + place.step().code()));
    title.getStyleClass().add("detail-title");
    StatusChip chip = new StatusChip();
    chip.show(model.light(place));
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox head = new HBox(title, chip, gap);
    head.getStyleClass().add("detail-head");
    List<Node> all = new ArrayList<>(List.of(head));
    String reason = model.reason(place);
    if (!reason.isEmpty()) {
      all.add(wrapped(reason));
    }
    remedy(place).forEach(line -> all.add(wrapped(line)));
    Step step = step(place);
    if (step != null) {
      add(step, head, all);
    }
    return all;
  }

  private List<String> remedy(Spot place) {
    Failure failure =
        switch (model.progress(place)) {
          case Progress.Ended(StepOutcome.Failed(Failure why)) -> why;
          case null -> model.finding(place) instanceof Finding.Unknown(Failure why) ? why : null;
          case Progress.Ended _, Progress.Running _, Progress.Waiting _ -> null;
        };
    String remedy = failure == null ? "" : words.describe(failure).remedy();
    return remedy.isEmpty() ? List.of() : List.of(remedy);
  }

  private @Nullable Step step(Spot place) {
    return switch (model.finding(place)) {
      case Finding.Differs(Step step) -> step;
      case Finding.Missing(Step step) -> step;
      case Finding.InSync _, Finding.NotVerified _, Finding.Unknown _ -> null;
      case null -> null;
    };
  }

  private void add(Step step, HBox head, List<Node> all) {
    String risk = text.risk(step);
    if (!risk.isEmpty()) {
      all.add(wrapped(risk));
    }
    Difference difference = StepText.difference(step);
    if (difference != null) {
      head.getChildren().add(toggle());
      String before = Difference.attributes(difference.before());
      String after = Difference.attributes(difference.after());
      Label path =
          plain(
              difference.name()
                  + (before.isEmpty() || before.equals(after) ? "" : "   " + before + " →")
                  + (after.isEmpty() ? "" : "   " + after));
      path.getStyleClass().add("muted");
      all.add(path);
      all.add(sideBySide.get() ? DiffPane.sideBySide(difference) : DiffPane.unified(difference));
    }
  }

  private ToggleButton toggle() {
    ToggleButton toggle = new ToggleButton(words.text("deploy.side-by-side"));
    toggle.getStyleClass().add("small");
    toggle.setId("diff-sides");
    toggle.setMnemonicParsing(false);
    toggle.setSelected(sideBySide.get());
    toggle.setOnAction(_ -> sideBySide.set(toggle.isSelected()));
    return toggle;
  }

  private static Label wrapped(String line) {
    Label label = plain(line);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label plain(String line) {
    Label label = new Label(line);
    label.setMnemonicParsing(false);
    return label;
  }

  /** Shows a place in a box, in place of what it showed. */
  void show(Spot place, VBox box) {
    box.getChildren().setAll(of(place));
  }
}
