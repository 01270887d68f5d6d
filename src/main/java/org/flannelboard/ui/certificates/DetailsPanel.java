package org.flannelboard.ui.certificates;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.certificates.CertificateDetails.Fact;
import org.flannelboard.ui.certificates.CertificateDetails.Finding;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows all that is known of one node's certificate. */
final class DetailsPanel {

  private final VBox box;
  private final Words words;

  DetailsPanel(VBox box, Words words) {
    this.box = box;
    this.words = words;
  }

  void show(Optional<CertificateDetails> now) {
    box.getChildren().clear();
    now.ifPresentOrElse(
        this::fill,
        () -> {
          Label hint = new Label(words.text("certificates.select"));
          hint.getStyleClass().add("muted");
          box.getChildren().add(hint);
        });
  }

  private void fill(CertificateDetails details) {
    Label name = new Label(details.node().name());
    name.setMnemonicParsing(false);
    name.getStyleClass().add("panel-title");
    Label state = StateCell.label();
    StateCell.show(state, details.state(), words);
    Label age = new Label(details.age());
    age.getStyleClass().add("muted");
    HBox head = new HBox(name, state, age);
    head.getStyleClass().add("details-head");
    box.getChildren().add(head);
    details.findings().forEach(finding -> box.getChildren().add(finding(finding)));
    GridPane facts = new GridPane();
    facts.getStyleClass().add("facts");
    if (!details.fingerprint().isEmpty()) {
      fingerprint(facts, details.fingerprint(), words);
    }
    for (Fact fact : details.facts()) {
      fact(facts, fact.name(), fact.value(), "");
    }
    box.getChildren().add(facts);
  }

  /** What is wrong, and under it what to do. */
  static VBox finding(Finding finding) {
    StatusChip message = new StatusChip();
    message.setWrapText(true);
    message.show(new Light(finding.status(), finding.message()));
    VBox entry = new VBox(message);
    entry.getStyleClass().add("finding");
    if (!finding.remedy().isEmpty()) {
      Label remedy = new Label(finding.remedy());
      remedy.setMnemonicParsing(false);
      remedy.setWrapText(true);
      remedy.getStyleClass().add("remedy");
      entry.getChildren().add(remedy);
    }
    return entry;
  }

  /** A line of facts; the note is shown where the mouse rests. */
  static void fact(GridPane facts, String name, String value, String note) {
    Label text = new Label(value);
    text.setMnemonicParsing(false);
    text.setWrapText(true);
    if (!note.isEmpty()) {
      text.setTooltip(new Tooltip(note));
      text.setAccessibleHelp(note);
    }
    row(facts, name, text);
  }

  /** The short form with a button that copies the whole. */
  static void fingerprint(GridPane facts, String full, Words words) {
    Label brief = new Label(full.substring(0, 12) + "…" + full.substring(full.length() - 4));
    brief.getStyleClass().add("fingerprint");
    brief.setTooltip(new Tooltip(full));
    Button copy = new Button("", new FontIcon("fth-copy"));
    copy.getStyleClass().addAll("flat", "small", "copy-button");
    copy.setAccessibleText(words.text("certificates.copy-fingerprint"));
    copy.setTooltip(new Tooltip(words.text("certificates.copy-fingerprint")));
    copy.setOnAction(
        _ -> {
          ClipboardContent content = new ClipboardContent();
          content.putString(full);
          Clipboard.getSystemClipboard().setContent(content);
        });
    HBox value = new HBox(6, brief, copy);
    value.setAlignment(Pos.CENTER_LEFT);
    row(facts, "SHA-256", value);
  }

  private static void row(GridPane facts, String name, Node value) {
    Label title = new Label(name);
    title.setMnemonicParsing(false);
    title.getStyleClass().add("fact-name");
    title.setMinWidth(Region.USE_PREF_SIZE);
    facts.addRow(facts.getRowCount(), title, value);
    GridPane.setValignment(title, VPos.TOP);
  }
}
