package org.flannelboard.ui.shell;

import java.nio.file.Path;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The profiles of this machine as a list: each can be opened, or says what is wrong with it. */
final class ClusterList extends VBox {

  private final ClustersViewModel model;
  private final Words words;
  private final @Nullable ClusterProfile current;

  /**
   * @param current the cluster in the window, which is marked; null if there is none
   */
  ClusterList(ClustersViewModel model, Words words, @Nullable ClusterProfile current) {
    this.model = model;
    this.words = words;
    this.current = current;
    getStyleClass().add("cluster-list");
    model
        .entries()
        .addListener((ListChangeListener<ProfileCatalog.Entry>) _ -> fill(model.entries()));
    fill(model.entries());
  }

  private void fill(List<ProfileCatalog.Entry> entries) {
    getChildren().setAll(entries.stream().map(this::row).toList());
  }

  private VBox row(ProfileCatalog.Entry entry) {
    VBox row = new VBox();
    row.getStyleClass().add("cluster-row");
    switch (entry.outcome()) {
      case ProfileOutcome.Loaded(ClusterProfile profile, List<LocatedProblem> warnings) -> {
        row.getChildren().add(head(entry.file(), profile.name(), state(profile)));
        warnings.forEach(it -> row.getChildren().add(problem(it)));
      }
      case ProfileOutcome.Refused(List<LocatedProblem> problems) -> {
        Label state = chip(new Light(Status.FAILED, words.text("clusters.unusable")));
        row.getChildren().add(head(entry.file(), name(entry.file()), state));
        problems.forEach(it -> row.getChildren().add(problem(it)));
      }
    }
    return row;
  }

  private Label state(ClusterProfile profile) {
    return profile.equals(current)
        ? chip(new Light(Status.OK, words.text("clusters.current")))
        : label(words.text("clusters.nodes", "count", profile.nodes().size()), "muted");
  }

  private HBox head(Path file, String name, Label state) {
    Label title = label(name, "card-name");
    HBox line = new HBox(title, state);
    line.getStyleClass().add("cluster-line");
    Label path = label(file.toString(), "muted");
    VBox names = new VBox(line, path);
    names.getStyleClass().add("cluster-names");
    HBox.setHgrow(names, Priority.ALWAYS);
    Button open = new Button(words.text("clusters.open"));
    open.setAccessibleText(words.text("clusters.open-name", "cluster", name));
    open.getStyleClass().add("cluster-open");
    open.setMinWidth(USE_PREF_SIZE);
    open.disableProperty().bind(model.busy());
    open.setOnAction(_ -> model.open(file));
    HBox head = new HBox(names, open);
    head.getStyleClass().add("cluster-head");
    return head;
  }

  private StatusChip problem(LocatedProblem located) {
    Status status = located.isError() ? Status.FAILED : Status.WARNING;
    StatusChip chip = chip(new Light(status, ProblemText.of(located, words)));
    chip.setWrapText(true);
    return chip;
  }

  private static StatusChip chip(Light light) {
    StatusChip chip = new StatusChip();
    chip.show(light);
    return chip;
  }

  private static Label label(String text, String style) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.getStyleClass().add(style);
    return label;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
  }
}
