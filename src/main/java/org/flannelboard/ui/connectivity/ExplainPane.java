package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.app.history.Clue;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.ui.connectivity.ExplainViewModel.Past;
import org.flannelboard.ui.connectivity.Explanation.Step;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A pair explained: the verdicts, its packets' way, the causes with what to do, the evidence. */
final class ExplainPane {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final ExplainViewModel model;
  private final Words words;
  private final WayPane way;
  private final EvidenceLines lines;
  private final FindingCard card;
  private final EndsPane ends;
  private final StatusChip cell = new StatusChip();
  private final StatusChip step = new StatusChip();
  private final Label age = new Label();
  private final Parent content;

  @FXML private VBox root;
  @FXML private Label title;
  @FXML private StackPane cellBox;
  @FXML private CheckBox redact;
  @FXML private Button copy;
  @FXML private FontIcon copyGlyph;
  @FXML private Button again;
  @FXML private Button cancel;
  @FXML private VBox progress;
  @FXML private VBox sent;
  @FXML private VBox nothing;
  @FXML private ScrollPane scroll;
  @FXML private GridPane verdicts;
  @FXML private StackPane wayBox;
  @FXML private VBox findings;
  @FXML private TitledPane consequences;
  @FXML private VBox consequenceLines;
  @FXML private TitledPane notes;
  @FXML private VBox noteCards;
  @FXML private Label stepTitle;
  @FXML private HBox stepState;
  @FXML private VBox evidence;
  @FXML private VBox sentBox;
  @FXML private VBox sentLines;
  @FXML private VBox pastBox;
  @FXML private Label pastTitle;
  @FXML private VBox pastLines;
  @FXML private StackPane endsBox;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  ExplainPane(ExplainViewModel model, Session session, Words words) {
    this.model = model;
    this.words = words;
    this.way = new WayPane(words);
    this.lines = new EvidenceLines(model, words);
    this.card = new FindingCard(model, session, words);
    this.ends = new EndsPane(words);
    this.content = Fxml.load(this, words);
  }

  Parent content() {
    return content;
  }

  @FXML
  private void initialize() {
    cellBox.getChildren().add(cell);
    wayBox.getChildren().add(way);
    stepState.getChildren().add(step);
    endsBox.getChildren().add(ends.content());
    redact.selectedProperty().bindBidirectional(model.redacted());
    redact.selectedProperty().addListener((_, _, _) -> copyGlyph.setIconLiteral("fth-clipboard"));
    way.selected().addListener((_, _, now) -> showStep(now));
    model.pair().addListener((_, _, now) -> showPair(now));
    model.explanation().addListener((_, before, now) -> show(before, now));
    model.state().addListener((_, _, _) -> showState());
    model.now().addListener((_, _, _) -> showAge());
    model.past().addListener((_, _, now) -> showPast(now));
    showPast(model.past().get());
    showPair(model.pair().get());
    show(null, model.explanation().get());
  }

  @FXML
  private void leave() {
    model.leave();
  }

  @FXML
  private void turn() {
    model.turn();
  }

  @FXML
  private void again() {
    model.again();
  }

  @FXML
  private void cancel() {
    model.cancel();
  }

  @FXML
  private void copy() {
    EvidenceLines.put(model.markdown());
    copyGlyph.setIconLiteral("fth-check");
  }

  /** How the pair's cell stands now, and what both ends say of themselves. */
  void show(Light now, List<EndFacts> both, List<String> services) {
    cell.show(now);
    ends.show(both, services);
  }

  /** Puts the focus where the arrow keys lead along the way. */
  void focus() {
    (way.getScene() != null && scroll.isVisible() ? way : cancel).requestFocus();
  }

  private void showPair(Subject.@Nullable OnPair pair) {
    if (pair != null) {
      title.setText(pair.from() + " → " + pair.to());
    }
  }

  private void showState() {
    boolean looking = model.looking().get();
    boolean known = model.explanation().get() != null;
    present(cancel, looking);
    present(again, !looking);
    present(progress, looking && !known);
    present(nothing, !looking && !known);
    present(scroll, known);
    copy.setDisable(!known);
    redact.setDisable(!known);
    List<String> probes = model.probes();
    if (sent.getChildren().size() != probes.size()) {
      sent.getChildren().setAll(probes.stream().map(ExplainPane::line).toList());
    }
    showAge();
  }

  private void showAge() {
    Explanation shown = model.explanation().get();
    age.setText(
        model.looking().get()
            ? words.text("explain.looking-brief")
            : shown == null ? "" : model.age(shown.at()));
  }

  private void show(@Nullable Explanation before, @Nullable Explanation now) {
    if (now != null) {
      showVerdicts(now);
      way.show(now, before != null);
      showFindings(now);
      lines(sentLines, now.probes());
      sentLines.getChildren().addAll(now.silent().stream().map(ExplainPane::line).toList());
      present(sentBox, !sentLines.getChildren().isEmpty());
      copyGlyph.setIconLiteral("fth-clipboard");
      if (before == null) {
        scroll.setVvalue(0);
      }
    }
    showState();
    if (before == null && now != null) {
      way.requestFocus();
    }
  }

  private void showVerdicts(Explanation now) {
    verdicts.getChildren().clear();
    verdicts.addRow(0, key("explain.ping"), chip(now.ping()));
    verdicts.addRow(1, key("explain.containers"), chip(now.containers()));
    verdicts.addRow(2, key("explain.at"), age);
  }

  private void showFindings(Explanation now) {
    findings.getChildren().clear();
    noteCards.getChildren().clear();
    for (Finding finding : now.causes()) {
      boolean note = finding.severity() == Severity.INFO && !finding.pairs().contains(now.pair());
      (note ? noteCards : findings).getChildren().add(card.of(finding));
    }
    if (findings.getChildren().isEmpty()) {
      VBox none = new VBox(line(words.text("explain.no-finding")));
      none.getStyleClass().add("panel");
      findings.getChildren().add(none);
    }
    lines(consequenceLines, now.consequences());
    present(consequences, !now.consequences().isEmpty());
    consequences.setText(words.text("explain.consequences", "count", now.consequences().size()));
    present(notes, !noteCards.getChildren().isEmpty());
    notes.setText(words.text("explain.notes", "count", noteCards.getChildren().size()));
  }

  private void showStep(@Nullable Step now) {
    if (now == null) {
      return;
    }
    stepTitle.setText(now.node() + " · " + now.meaning());
    step.show(now.state());
    evidence.getChildren().setAll(now.evidence().stream().map(lines::of).toList());
    if (now.evidence().isEmpty()) {
      evidence.getChildren().add(line(words.text("explain.no-evidence")));
    }
  }

  /** What changed just before the cell went red. */
  private void showPast(@Nullable Past now) {
    present(pastBox, now != null);
    if (now == null) {
      return;
    }
    pastTitle.setText(words.text("explain.past", "time", time(now.red())));
    pastLines.getChildren().clear();
    for (Clue clue : now.clues()) {
      String before = words.age(Duration.between(clue.event().at(), now.red()));
      Label when =
          line(words.text("explain.past-when", "time", time(clue.event().at()), "age", before));
      when.getStyleClass().add("evidence-place");
      pastLines.getChildren().add(new VBox(when, line(model.sentence(clue.event()))));
    }
    if (now.clues().isEmpty()) {
      pastLines.getChildren().add(line(words.text("explain.past-nothing")));
    }
  }

  private static String time(Instant at) {
    return TIME.format(at.atZone(ZoneId.systemDefault()));
  }

  private Label key(String key) {
    Label label = new Label(words.text(key));
    label.getStyleClass().add("card-key");
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static StatusChip chip(Light light) {
    StatusChip chip = new StatusChip();
    chip.setWrapText(true);
    chip.setMinHeight(Region.USE_PREF_SIZE);
    chip.show(light);
    return chip;
  }

  private static void lines(VBox box, List<String> sentences) {
    box.getChildren().setAll(sentences.stream().map(ExplainPane::line).toList());
  }

  private static Label line(String sentence) {
    Label line = new Label(sentence);
    line.setMnemonicParsing(false);
    line.setWrapText(true);
    line.setMinHeight(Region.USE_PREF_SIZE);
    return line;
  }

  private static void present(Node part, boolean there) {
    part.setVisible(there);
    part.setManaged(there);
  }
}
