package org.flannelboard.ui.connectivity;

import java.util.List;
import java.util.function.Function;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** What both ends of a pair say of themselves, side by side. */
final class EndsPane {

  private final Words words;
  private final GridPane facts = new GridPane();
  private final VBox content;

  EndsPane(Words words) {
    this.words = words;
    Label title = new Label(words.text("pair.ends"));
    title.getStyleClass().add("panel-title");
    this.content = new VBox(title, facts);
    content.getStyleClass().add("panel");
    facts.getStyleClass().addAll("card-facts", "end-facts");
    ColumnConstraints names = new ColumnConstraints();
    names.setMinWidth(74);
    facts.getColumnConstraints().addAll(names, end(), end());
  }

  Parent content() {
    return content;
  }

  /**
   * Shows both.
   *
   * @param both the source first
   * @param services the units of which they tell
   */
  void show(List<EndFacts> both, List<String> services) {
    facts.getChildren().clear();
    Label nothing = new Label();
    facts.addRow(0, nothing, head(both.getFirst().node()), head(both.getLast().node()));
    lights("pair.end", both, EndFacts::light);
    texts("pair.address", both, EndFacts::address);
    texts("pair.docker0", both, EndFacts::docker0);
    texts("pair.vtep", both, EndFacts::vtep);
    texts("pair.mac", both, EndFacts::mac);
    texts("card.subnet", both, EndFacts::lease);
    texts("pair.route", both, EndFacts::route);
    for (int i = 0; i < services.size(); i++) {
      int service = i;
      row(services.get(i).replace(".service", ""), chips(both, end -> end.units().get(service)));
    }
  }

  private void texts(String key, List<EndFacts> both, Function<EndFacts, String> fact) {
    row(words.text(key), both.stream().map(end -> value(fact.apply(end))).toArray(Node[]::new));
  }

  private void lights(String key, List<EndFacts> both, Function<EndFacts, Light> fact) {
    row(words.text(key), chips(both, fact));
  }

  private static Node[] chips(List<EndFacts> both, Function<EndFacts, Light> fact) {
    return both.stream()
        .map(
            end -> {
              StatusChip chip = new StatusChip();
              chip.show(fact.apply(end));
              chip.setWrapText(true);
              return chip;
            })
        .toArray(Node[]::new);
  }

  private void row(String name, Node... values) {
    int row = facts.getRowCount();
    Label key = new Label(name);
    key.getStyleClass().add("card-key");
    key.setMinWidth(Region.USE_PREF_SIZE);
    facts.add(key, 0, row);
    for (int i = 0; i < values.length; i++) {
      facts.add(values[i], i + 1, row);
    }
  }

  private static ColumnConstraints end() {
    ColumnConstraints end = new ColumnConstraints(60, 150, Double.MAX_VALUE);
    end.setHgrow(Priority.ALWAYS);
    return end;
  }

  private static Label head(String node) {
    Label head = value(node);
    head.getStyleClass().add("end-name");
    GridPane.setHalignment(head, HPos.LEFT);
    return head;
  }

  private static Label value(String text) {
    Label value = new Label(text);
    value.getStyleClass().add("card-value");
    value.setMnemonicParsing(false);
    value.setWrapText(true);
    return value;
  }
}
