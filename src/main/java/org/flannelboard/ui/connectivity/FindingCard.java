package org.flannelboard.ui.connectivity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Fixes;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.ui.kit.FindingLight;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** A finding: its sentence, what it explains, what shows it, and what to do, in order. */
final class FindingCard {

  private final Session session;
  private final Words words;
  private final DiagnosisWords said;
  private final EvidenceLines lines;
  private final ExplainViewModel model;

  FindingCard(ExplainViewModel model, Session session, Words words) {
    this.session = session;
    this.model = model;
    this.words = words;
    this.said = model.said();
    this.lines = new EvidenceLines(model, words);
  }

  /** The card. */
  Node of(Finding finding) {
    StatusChip sentence = new StatusChip();
    sentence.setWrapText(true);
    sentence.setMinHeight(Region.USE_PREF_SIZE);
    sentence.getStyleClass().add("finding-sentence");
    sentence.show(FindingLight.of(finding, said));
    VBox card = new VBox(sentence, label(facts(finding), "finding-facts"));
    finding.evidence().forEach(evidence -> card.getChildren().add(lines.of(evidence)));
    card.getChildren().add(label(said.advice(finding), "finding-advice"));
    model.choices(finding).forEach(choice -> card.getChildren().add(remedy(finding, choice)));
    card.getChildren().add(new HBox(help(finding)));
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

  /** What would be done, whom it disturbs, and the way to it. */
  private Node remedy(Finding finding, Fixes.Choice choice) {
    String disturbs = String.join("; ", said.disturbances(choice.remedy()));
    Label head = label(choice.number() + ".  " + disturbs, "remedy-head");
    HBox.setHgrow(head, Priority.ALWAYS);
    head.setMaxWidth(Double.MAX_VALUE);
    HBox line = new HBox(head);
    line.getStyleClass().add("remedy-line");
    if (choice.kind() == Fixes.Choice.Kind.CLICKABLE) {
      line.getChildren().add(ReadOnly.guarded(session, words, fix(finding, choice)));
    }
    VBox box = new VBox(line);
    box.getStyleClass().add("remedy");
    Stream.of(String.join("\n", said.lines(choice.remedy())))
        .filter(text -> !text.isEmpty())
        .forEach(text -> box.getChildren().add(lines.work(text)));
    return box;
  }

  private Button fix(Finding finding, Fixes.Choice choice) {
    Button button = new Button(words.text("fix.button"), new FontIcon("fth-tool"));
    button.setId("fix-" + choice.number());
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.getStyleClass().add("small");
    if (choice.number() == 1) {
      button.getStyleClass().add("accent");
    }
    button.disableProperty().bind(model.engaged());
    button.setOnAction(_ -> model.fix(finding, choice.remedy()));
    return button;
  }

  private Button help(Finding finding) {
    Button button = new Button(words.text("help.button"), new FontIcon("fth-book-open"));
    button.getStyleClass().addAll("small", "flat");
    button.setOnAction(_ -> model.help(finding.code()));
    return button;
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
