package org.flannelboard.ui.network;

import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.NetworkImpact;
import org.flannelboard.app.NetworkImpact.Effect;
import org.flannelboard.app.NetworkImpact.Weight;
import org.flannelboard.cluster.Problem;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a configuration does, a line each: a glyph and a word for its weight, then the sentence. */
final class EffectLines extends VBox {

  /** More names than these are counted; the tooltip has them all. */
  private static final int NAMED = 8;

  private final Words words;

  EffectLines(Words words) {
    this.words = words;
    getStyleClass().add("effects");
  }

  /** Shows problems that no field has, then the effects; where there are none, says so. */
  void show(List<Problem> problems, NetworkImpact impact, boolean changed) {
    getChildren().clear();
    problems.forEach(
        problem ->
            getChildren()
                .add(
                    line(
                        problem.isError() ? Weight.DISRUPTS : Weight.CARE,
                        words.text(problem.isError() ? "network.problem" : "network.weight.care"),
                        words.message(problem),
                        List.of())));
    for (Effect effect : impact.effects()) {
      getChildren()
          .add(
              line(
                  effect.weight(),
                  word(effect.weight()),
                  words.message(effect.said()),
                  effect.whom()));
    }
    if (getChildren().isEmpty()) {
      Label nothing =
          new Label(words.text(changed ? "network.impact.unknown" : "network.impact.none"));
      nothing.setWrapText(true);
      nothing.getStyleClass().add("muted");
      getChildren().add(nothing);
    }
  }

  private String word(Weight weight) {
    return switch (weight) {
      case NOTE -> words.text("network.weight.note");
      case CARE -> words.text("network.weight.care");
      case DISRUPTS -> words.text("network.weight.disrupts");
    };
  }

  private HBox line(Weight weight, String word, String sentence, List<String> whom) {
    FontIcon glyph =
        new FontIcon(
            switch (weight) {
              case NOTE -> "fth-info";
              case CARE -> "fth-alert-triangle";
              case DISRUPTS -> "fth-alert-octagon";
            });
    Label name = new Label(word, glyph);
    name.getStyleClass().add("effect-weight");
    name.setMinWidth(Region.USE_PREF_SIZE);
    VBox said = new VBox(wrapped(sentence, "effect-sentence"));
    HBox.setHgrow(said, Priority.ALWAYS);
    if (!whom.isEmpty()) {
      Label names = wrapped(brief(whom), "effect-whom");
      names.setTooltip(new Tooltip(String.join("\n", whom.subList(0, Math.min(whom.size(), 60)))));
      names.setAccessibleText(String.join(", ", whom));
      said.getChildren().add(names);
    }
    HBox line = new HBox(name, said);
    line.getStyleClass()
        .addAll(
            "effect",
            switch (weight) {
              case NOTE -> "effect-note";
              case CARE -> "effect-care";
              case DISRUPTS -> "effect-disrupts";
            });
    return line;
  }

  private String brief(List<String> whom) {
    String named = whom.stream().limit(NAMED).collect(Collectors.joining(", "));
    return whom.size() <= NAMED
        ? named
        : words.text("network.and-more", "names", named, "count", whom.size() - NAMED);
  }

  private static Label wrapped(String text, String styleClass) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().add(styleClass);
    return label;
  }
}
