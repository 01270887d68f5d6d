package org.flannelboard.ui.network;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.app.Network;
import org.flannelboard.app.NetworkMerge;
import org.flannelboard.app.NetworkMerge.Line;
import org.flannelboard.app.NetworkMerge.Side;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Two changes of the configuration side by side, to be made one before it is written. */
final class MergeSheet {

  private final Session session;
  private final NetworkDesk desk;
  private final Words words;
  private final NetworkMerge merge;
  private final Map<String, Side> choices = new HashMap<>();
  private final Map<String, Label> taken = new HashMap<>();
  private final EffectLines effects;
  private final StatusChip verdict = new StatusChip();
  private final Consumer<Network.Judged> judged;
  private final ObjectBinding<@Nullable ClusterStatus> status;
  private Network.@Nullable Judged weighed;

  @FXML private GridPane lines;
  @FXML private Label result;
  @FXML private ScrollPane impact;
  @FXML private GridPane verdictBox;
  @FXML private Button take;
  @FXML private Button save;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private MergeSheet(Session session, NetworkDesk desk, NetworkMerge merge, Words words) {
    this.session = session;
    this.desk = desk;
    this.merge = merge;
    this.words = words;
    this.effects = new EffectLines(words);
    var latest = session.status().latest();
    this.judged = session.bridge().latest(this::show);
    this.status = Bindings.createObjectBinding(latest::get, latest);
  }

  /** The sheet for the conflict at hand. */
  static Parent of(Session session, NetworkDesk desk, Words words) {
    if (!(desk.state().get() instanceof SaveState.Conflicting(NetworkMerge merge, var _))) {
      throw new IllegalStateException("no conflict: " + desk.state().get());
    }
    MergeSheet sheet = new MergeSheet(session, desk, merge, words);
    Parent content = Fxml.load(sheet, words);
    content.setUserData(sheet);
    return content;
  }

  /** Goes back to editing; nothing was written. */
  static void leave(Session session, NetworkDesk desk) {
    session.closeSheet();
    desk.dismiss();
  }

  @FXML
  private void initialize() {
    lines.addRow(
        0,
        header("network.merge.member"),
        header("network.merge.before"),
        header("network.merge.theirs"),
        header("network.merge.mine"),
        header("network.merge.taken"));
    merge.lines().forEach(this::row);
    verdictBox.add(verdict, 0, 0);
    impact.setContent(effects);
    status.addListener((_, _, _) -> judge());
    judge();
  }

  @FXML
  private void take() {
    session.closeSheet();
    desk.merge(choices);
  }

  @FXML
  private void save() {
    Network.Judged ready = weighed;
    if (ready != null) {
      session.closeSheet();
      desk.mergeAndSave(choices, ready.draft());
    }
  }

  @FXML
  private void cancel() {
    leave(session, desk);
  }

  private void row(Line line) {
    int row = lines.getRowCount();
    Label path = value(line.path());
    path.getStyleClass().add("card-name");
    switch (line.change()) {
      case CONFLICT -> {
        ToggleGroup group = new ToggleGroup();
        lines.addRow(
            row,
            path,
            value(line.base()),
            choice(group, line, Side.THEIRS, line.theirs()),
            choice(group, line, Side.MINE, line.mine()));
        Label open = value(null);
        open.getStyleClass().add("merge-open");
        taken.put(line.path(), open);
        lines.add(open, 4, row);
      }
      case ONLY_MINE -> settled(row, path, line, words.text("network.merge.taken-mine"));
      case ONLY_THEIRS -> settled(row, path, line, words.text("network.merge.taken-theirs"));
      case ALIKE -> settled(row, path, line, words.text("network.merge.alike"));
    }
  }

  private String taken(@Nullable Side side) {
    return switch (side) {
      case MINE -> words.text("network.merge.taken-mine");
      case THEIRS -> words.text("network.merge.taken-theirs");
      case null -> words.text("network.merge.choose");
    };
  }

  private void settled(int row, Node path, Line line, String taken) {
    lines.addRow(
        row, path, value(line.base()), value(line.theirs()), value(line.mine()), value(taken));
  }

  private RadioButton choice(ToggleGroup group, Line line, Side side, @Nullable String value) {
    RadioButton choice = new RadioButton(readable(value));
    choice.setMnemonicParsing(false);
    choice.setToggleGroup(group);
    choice.setId(
        switch (side) {
          case MINE -> "merge-mine-" + line.path();
          case THEIRS -> "merge-theirs-" + line.path();
        });
    choice.setAccessibleText(
        line.path()
            + ", "
            + words.text(side == Side.MINE ? "network.merge.mine" : "network.merge.theirs")
            + ", "
            + readable(value));
    choice
        .selectedProperty()
        .addListener(
            (_, _, chosen) -> {
              if (chosen) {
                choices.put(line.path(), side);
                judge();
              }
            });
    return choice;
  }

  private void judge() {
    taken.forEach((path, label) -> label.setText(taken(choices.get(path))));
    boolean decided = merge.decided(choices);
    take.setDisable(!decided);
    NetworkDocument merged = merge.merged(choices);
    result.setText(decided ? merged.line() : words.text("network.merge.undecided"));
    ClusterStatus now = status.get();
    boolean weighable = decided && now != null && now.etcd().toOptional().isPresent();
    // What is weighed already stays so until it is weighed anew: a look at the cluster must not
    // take the button from under somebody's finger.
    if (!weighable || weighed == null || !weighed.draft().document().equals(merged)) {
      weighed = null;
      save.setDisable(true);
      effects.setVisible(false);
    }
    if (now == null || !weighable) {
      verdict.show(verdict(decided, null, merged));
      return;
    }
    EtcdStatus etcd = now.etcd().orElseThrow();
    session
        .cluster()
        .tasks()
        .start(
            "judge merge",
            () -> {
              judged.accept(Network.Judged.of(merged, session.profile(), etcd, now.nodes()));
              return true;
            })
        .detach();
  }

  /** Shows what a merge would do, unless another choice was made meanwhile. */
  private void show(Network.Judged now) {
    NetworkDocument merged = now.draft().document();
    if (!merge.decided(choices) || !merged.equals(merge.merged(choices))) {
      return;
    }
    boolean changes = !merged.equals(merge.theirs());
    weighed = now;
    save.setDisable(!changes || now.draft().refused());
    effects.setVisible(true);
    effects.show(now.draft().problems(), now.impact(), changes);
    verdict.show(verdict(true, now, merged));
  }

  private Light verdict(boolean decided, Network.@Nullable Judged judged, NetworkDocument merged) {
    if (!decided) {
      long open =
          merge.conflicts().stream().filter(line -> !choices.containsKey(line.path())).count();
      return new Light(Status.WARNING, words.text("network.merge.open", "count", open));
    }
    if (judged == null) {
      return new Light(Status.UNKNOWN, words.text("network.not-read"));
    }
    if (merged.equals(merge.theirs())) {
      return new Light(Status.OK, words.text("network.merge.theirs-only"));
    }
    return judged.draft().refused()
        ? new Light(
            Status.FAILED, words.text("network.refused", "count", judged.draft().problems().size()))
        : new Light(Status.OK, words.text("network.merge.ready"));
  }

  private Label header(String key) {
    Label label = new Label(words.text(key));
    label.getStyleClass().add("card-key");
    return label;
  }

  private Label value(@Nullable String json) {
    Label label = new Label(readable(json));
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    return label;
  }

  /** JSON without the quotes around a text. */
  private String readable(@Nullable String json) {
    if (json == null) {
      return words.text("network.merge.absent");
    }
    boolean quoted = json.length() >= 2 && json.startsWith("\"") && json.endsWith("\"");
    return quoted ? json.substring(1, json.length() - 1) : json;
  }
}
