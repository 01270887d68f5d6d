package org.flannelboard.ui.kit;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.flannelboard.app.HelpPage;
import org.flannelboard.app.HelpPages;
import org.flannelboard.diagnosis.FindingCode;

/** A page of help over the frame; its links lead to other pages. */
public final class HelpSheet {

  private final Session session;
  private final Words words;
  private FindingCode code;

  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private ScrollPane scroll;
  @FXML private VBox page;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private HelpSheet(Session session, FindingCode code, Words words) {
    this.session = session;
    this.code = code;
    this.words = words;
  }

  /** Lays the page about a kind of finding over the frame. */
  public static void show(Session session, FindingCode code) {
    session.show(
        new Sheet(
            words -> Fxml.load(new HelpSheet(session, code, words), words), session::closeSheet));
  }

  @FXML
  private void initialize() {
    turnTo(code);
  }

  @FXML
  private void close() {
    session.closeSheet();
  }

  private void turnTo(FindingCode next) {
    code = next;
    HelpPage shown = HelpPages.of(next, words.locale());
    title.setText(shown.title());
    subtitle.setText(next.code());
    page.getChildren().clear();
    for (HelpPage.Section section : shown.sections()) {
      Label head = new Label(section.title());
      head.setMnemonicParsing(false);
      head.getStyleClass().add("help-section");
      page.getChildren().add(head);
      section.blocks().forEach(block -> page.getChildren().add(block(block)));
    }
    scroll.setVvalue(0);
  }

  private Parent block(HelpPage.Block block) {
    return switch (block) {
      case HelpPage.Block.Paragraph(List<HelpPage.Span> spans) -> flow(spans);
      case HelpPage.Block.Bullets(List<List<HelpPage.Span>> items) -> {
        VBox list = new VBox();
        list.getStyleClass().add("help-list");
        items.forEach(item -> list.getChildren().add(item(item)));
        yield list;
      }
      case HelpPage.Block.Code(List<String> lines) -> {
        Label code = new Label(String.join("\n", lines));
        code.setMnemonicParsing(false);
        code.setWrapText(true);
        code.setMinHeight(Region.USE_PREF_SIZE);
        code.setMaxWidth(Double.MAX_VALUE);
        code.getStyleClass().add("help-code");
        yield code;
      }
    };
  }

  private HBox item(List<HelpPage.Span> spans) {
    Label dot = new Label("•");
    dot.setMinWidth(Region.USE_PREF_SIZE);
    TextFlow text = flow(spans);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox item = new HBox(dot, text);
    item.getStyleClass().add("help-item");
    return item;
  }

  private TextFlow flow(List<HelpPage.Span> spans) {
    TextFlow flow = new TextFlow();
    spans.forEach(span -> flow.getChildren().add(span(span)));
    return flow;
  }

  private Node span(HelpPage.Span span) {
    return switch (span) {
      case HelpPage.Span.Plain(String text) -> text(text, "help-text");
      case HelpPage.Span.Verbatim(String text) -> text(text, "help-verbatim");
      case HelpPage.Span.Link(FindingCode to) -> {
        Hyperlink link = new Hyperlink(to.code());
        link.setMnemonicParsing(false);
        link.setOnAction(_ -> turnTo(to));
        yield link;
      }
    };
  }

  private static Text text(String text, String styleClass) {
    Text node = new Text(text);
    node.getStyleClass().add(styleClass);
    return node;
  }
}
