package org.flannelboard.ui.firstrun;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.profile.FileProblem;
import org.flannelboard.profile.ProfileDraft;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.firstrun.ImportViewModel.Source;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** The sources that a cluster may be known from, above the nodes that they fill in. */
final class ImportPane {

  private final WizardViewModel model;
  private final ImportViewModel imports;
  private final Words words;
  private final Watch watch = new Watch();

  @FXML private ComboBox<Source> source;
  @FXML private VBox fileBox;
  @FXML private TextField file;
  @FXML private VBox onlyBox;
  @FXML private Label onlyName;
  @FXML private TextField only;
  @FXML private Button browse;
  @FXML private VBox etcd;
  @FXML private HBox where;
  @FXML private HBox client;
  @FXML private StatusChip said;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  ImportPane(WizardViewModel model, Words words) {
    this.model = model;
    this.imports = model.imports();
    this.words = words;
  }

  /** The scene graph. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    source.setConverter(new SourceNames());
    source.getItems().setAll(Source.values());
    source.valueProperty().bindBidirectional(imports.source());
    file.textProperty().bindBidirectional(imports.file());
    only.textProperty().bindBidirectional(imports.only());
    add(where, Field.ENDPOINTS, "https://vm01:2379");
    add(where, Field.PREFIX, "/kubernetes/network");
    String example = words.text("firstrun.client.prompt");
    for (Field field : List.of(Field.CLIENT_CA, Field.CLIENT_CERTIFICATE, Field.CLIENT_KEY)) {
      add(client, field, example);
    }
    watch.on(imports.source(), this::choose);
    watch.on(imports.state(), this::tell);
  }

  @FXML
  private void browse() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.text("firstrun.import.file"));
    File chosen = chooser.showOpenDialog(file.getScene().getWindow());
    if (chosen != null) {
      file.setText(chosen.toString());
    }
  }

  @FXML
  private void read() {
    imports.read(model.profile());
  }

  private void choose() {
    Source chosen = imports.chosen();
    boolean ofFile = chosen != Source.ETCD;
    boolean some = chosen == Source.SSH_CONFIG || chosen == Source.ANSIBLE;
    shown(fileBox, ofFile);
    shown(browse, ofFile);
    shown(onlyBox, some);
    shown(etcd, !ofFile);
    file.setPromptText(chosen.usual());
    String title =
        words.text(chosen == Source.ANSIBLE ? "firstrun.import.group" : "firstrun.import.hosts");
    onlyName.setText(title);
    only.setAccessibleText(title);
  }

  private static void shown(javafx.scene.Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  private void tell() {
    Asked<ProfileDraft> state = imports.state().get();
    shown(said, !(state instanceof Asked.Not<ProfileDraft>));
    said.show(light(state));
  }

  private Light light(Asked<ProfileDraft> state) {
    return switch (state) {
      case Asked.Not<ProfileDraft>() -> new Light(Status.UNKNOWN, "");
      case Asked.Waiting<ProfileDraft>() ->
          new Light(Status.BUSY, words.text("firstrun.import.reading"));
      case Asked.Answered<ProfileDraft>(ProfileDraft draft) -> light(draft);
      case Asked.Failed<ProfileDraft>(Failure failure) -> {
        Messages.Explanation why = words.describe(failure);
        yield new Light(Status.FAILED, why.message() + "\n" + why.remedy());
      }
    };
  }

  private Light light(ProfileDraft draft) {
    List<String> lines = new ArrayList<>();
    lines.add(words.text("firstrun.import.taken", "count", draft.nodes().size()));
    for (FileProblem problem : draft.problems()) {
      lines.add((problem.place() + " " + words.message(problem.located().problem())).strip());
    }
    return new Light(
        draft.problems().isEmpty() ? Status.OK : Status.WARNING, String.join("\n", lines));
  }

  private void add(HBox row, Field field, String prompt) {
    FieldBox box = new FieldBox(model, words, field, prompt);
    box.input().setId("import-" + field.path().replace('.', '-'));
    HBox.setHgrow(box, Priority.ALWAYS);
    row.getChildren().add(box);
  }

  /** The sources by their names. */
  private final class SourceNames extends StringConverter<Source> {

    @Override
    public String toString(Source one) {
      return one == null ? "" : words.text(one.titleKey());
    }

    @Override
    public Source fromString(String text) {
      throw new UnsupportedOperationException("sources are chosen, not typed");
    }
  }
}
