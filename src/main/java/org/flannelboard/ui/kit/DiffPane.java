package org.flannelboard.ui.kit;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.Difference.Row;
import org.jspecify.annotations.Nullable;

/** A difference to be folded out, and the two ways to lay out its lines. */
public final class DiffPane extends TitledPane {

  private static final int CONTEXT = 2;

  public DiffPane(Difference difference, Words words) {
    super(words.text(difference.textual() ? "plan.show-text" : "plan.show-digest"), null);
    getStyleClass().addAll("dense", "diff-pane");
    setExpanded(false);
    setAnimated(false);
    // The lines are made when somebody wants to see them: most of many are never folded out.
    expandedProperty()
        .addListener(
            (_, _, expanded) -> {
              if (expanded && getContent() == null) {
                setContent(unified(difference));
              }
            });
  }

  /** The lines as diff(1) marks them, each with its sign; mode and owner first if they change. */
  public static Node unified(Difference difference) {
    VBox lines = new VBox();
    lines.getStyleClass().add("diff");
    difference.marked(CONTEXT).forEach(text -> lines.getChildren().add(line(text)));
    return lines;
  }

  /** What was at the left, what is wanted at the right, what belongs together side by side. */
  public static Node sideBySide(Difference difference) {
    GridPane grid = new GridPane();
    grid.getStyleClass().addAll("diff", "diff-sides");
    ColumnConstraints half = new ColumnConstraints();
    half.setPercentWidth(50);
    grid.getColumnConstraints().addAll(half, half);
    List<Row> rows = difference.rows();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      grid.add(line(row.changed() && row.before() != null ? "-" : " ", row.before()), 0, i);
      grid.add(line(row.changed() && row.after() != null ? "+" : " ", row.after()), 1, i);
    }
    return grid;
  }

  private static Label line(String sign, @Nullable String text) {
    return line(text == null ? "" : sign + text);
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
