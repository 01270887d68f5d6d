package org.flannelboard.ui.kit;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import org.flannelboard.deploy.plan.Difference;

/** A difference to be folded out: its lines as diff(1) marks them, each with its sign. */
public final class DiffPane extends TitledPane {

  private static final int CONTEXT = 2;

  public DiffPane(Difference difference, Words words) {
    super(words.text("plan.show-text"), lines(difference));
    getStyleClass().addAll("dense", "diff-pane");
    setExpanded(false);
    setAnimated(false);
  }

  private static VBox lines(Difference difference) {
    VBox lines = new VBox();
    lines.getStyleClass().add("diff");
    text(difference).forEach(text -> lines.getChildren().add(line(text)));
    return lines;
  }

  private static List<String> text(Difference difference) {
    List<String> all = new ArrayList<>();
    String before = Difference.attributes(difference.before());
    String after = Difference.attributes(difference.after());
    if (!before.equals(after)) {
      all.addAll(marked("-", before));
      all.addAll(marked("+", after));
    }
    all.addAll(difference.unified(CONTEXT));
    return all;
  }

  private static List<String> marked(String sign, String attributes) {
    return attributes.isEmpty() ? List.of() : List.of(sign + attributes);
  }

  private static Label line(String text) {
    Label line = new Label(text);
    line.setMnemonicParsing(false);
    line.getStyleClass().add("diff-line");
    if (text.startsWith("+")) {
      line.getStyleClass().add("diff-added");
    } else if (text.startsWith("-")) {
      line.getStyleClass().add("diff-removed");
    }
    line.setMaxWidth(Double.MAX_VALUE);
    return line;
  }
}
