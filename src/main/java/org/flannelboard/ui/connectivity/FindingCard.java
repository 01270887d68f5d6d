package org.flannelboard.ui.connectivity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.ui.kit.FindingLight;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** A finding: its sentence, what it explains, what shows it, and what to do, in order. */
final class FindingCard {

  private final Words words;
  private final DiagnosisWords said;
  private final EvidenceLines lines;

  FindingCard(ExplainViewModel model, Words words) {
    this.words = words;
    this.said = model.said();
    this.lines = new EvidenceLines(model, words);
  }

  /**
   * The card.
   *
   * @param actions what can be done with it
   */
  Node of(Finding finding, Node... actions) {
    StatusChip sentence = new StatusChip();
    sentence.setWrapText(true);
    sentence.setMinHeight(Region.USE_PREF_SIZE);
    sentence.getStyleClass().add("finding-sentence");
    sentence.show(FindingLight.of(finding, said));
    VBox card = new VBox(sentence, label(facts(finding), "finding-facts"));
    finding.evidence().forEach(evidence -> card.getChildren().add(lines.of(evidence)));
    card.getChildren().add(label(said.advice(finding), "finding-advice"));
    List<Remedy> remedies = finding.remedies();
    for (int i = 0; i < remedies.size(); i++) {
      card.getChildren().add(remedy(i + 1, remedies.get(i)));
    }
    HBox buttons = new HBox(actions);
    buttons.getStyleClass().add("finding-actions");
    card.getChildren().add(buttons);
    card.getStyleClass().addAll("panel", "finding");
    return card;
  }

  private String facts(Finding finding) {
    List<String> facts = new ArrayList<>();
    facts.add(said.severity(finding.severity()));
    facts.add(said.subject(finding.subject()));
    facts.add(said.direction(finding.direction()));
    if (!finding.pairs().isEmpty()) {
      facts.add(said.explains(finding));
    }
    facts.add(finding.id());
    return String.join("  ·  ", facts);
  }

  /** What would be done, and whom it disturbs. */
  private Node remedy(int number, Remedy remedy) {
    String disturbs = String.join("; ", said.disturbances(remedy));
    Label head = label(number + ".  " + disturbs, "remedy-head");
    VBox box = new VBox(head);
    box.getStyleClass().add("remedy");
    Stream.of(String.join("\n", said.lines(remedy)))
        .filter(text -> !text.isEmpty())
        .forEach(text -> box.getChildren().add(lines.work(text)));
    box.setAccessibleText(words.text("explain.remedy", "number", number));
    return box;
  }

  private static Label label(String text, String styleClass) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().add(styleClass);
    return label;
  }
}
