package org.flannelboard.ui.firstrun;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.flannelboard.app.AuthorityReport;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** The fifth step: who signs flannel's certificate. */
final class AuthorityPane {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private final WizardViewModel model;
  private final Words words;
  private final Watch watch = new Watch();
  private final List<FieldBox> files = new ArrayList<>();

  @FXML private HBox choices;
  @FXML private VBox fields;
  @FXML private Button read;
  @FXML private StatusChip verdict;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  AuthorityPane(WizardViewModel model, Words words) {
    this.model = model;
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
    ToggleGroup group = new ToggleGroup();
    for (AuthorityViewModel.Whereabouts each : AuthorityViewModel.Whereabouts.values()) {
      RadioButton choice = new RadioButton(words.text(each.titleKey()));
      choice.setId("authority-" + each.code());
      choice.setToggleGroup(group);
      choice.setMnemonicParsing(false);
      choice.setSelected(model.authority().chosen() == each);
      choice.setOnAction(_ -> model.authority().whereabouts().set(each));
      if (choice.isSelected()) {
        choice.getStyleClass().add("sheet-first");
      }
      choices.getChildren().add(choice);
    }
    for (Field field :
        List.of(Field.CA_NODE, Field.CA_CERTIFICATE, Field.CA_KEY, Field.CA_CONFIG)) {
      FieldBox box = new FieldBox(model, words, field, "");
      files.add(box);
      fields.getChildren().add(box);
    }
    watch.on(model.authority().whereabouts(), this::choose);
    watch.on(model.judged(), this::judge);
    watch.on(model.authority().state(), () -> verdict.show(light()));
  }

  @FXML
  private void read() {
    model.authority().read(model.profile());
  }

  private void choose() {
    AuthorityViewModel.Whereabouts chosen = model.authority().chosen();
    boolean node = chosen == AuthorityViewModel.Whereabouts.NODE;
    files.getFirst().setVisible(node);
    files.getFirst().setManaged(node);
    fields.setVisible(chosen != AuthorityViewModel.Whereabouts.LATER);
    fields.setManaged(chosen != AuthorityViewModel.Whereabouts.LATER);
    judge();
  }

  private void judge() {
    boolean node = model.authority().chosen() == AuthorityViewModel.Whereabouts.NODE;
    CertificateSpec.Ca ca = model.profile().certificates().ca();
    files.getFirst().input().setPromptText(model.form().firstNode());
    List<String> guide = List.of("ca.pem", "ca-key.pem", "ca-config.json");
    for (int i = 0; i < guide.size(); i++) {
      String folder = node ? "/etc/kubernetes/ssl/" : "~/";
      files.get(i + 1).input().setPromptText(folder + guide.get(i));
    }
    read.setDisable(!model.isSound(Step.AUTHORITY) || model.profile().nodes().isEmpty());
    if (model.authority().state().get() instanceof Asked.Not<AuthorityReport>) {
      verdict.show(
          new Light(
              Status.UNKNOWN,
              words.text("firstrun.authority.unread", "certificate", ca.certificate())));
    }
  }

  private Light light() {
    return switch (model.authority().state().get()) {
      case Asked.Not<AuthorityReport>() ->
          new Light(
              Status.UNKNOWN,
              words.text(
                  "firstrun.authority.unread",
                  "certificate",
                  model.profile().certificates().ca().certificate()));
      case Asked.Waiting<AuthorityReport>() ->
          new Light(Status.BUSY, words.text("firstrun.authority.reading"));
      case Asked.Answered<AuthorityReport>(AuthorityReport report) -> light(report);
      case Asked.Failed<AuthorityReport>(Failure failure) ->
          new Light(Status.FAILED, said(failure));
    };
  }

  private Light light(AuthorityReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        words.text(
            "firstrun.authority.read",
            "subject",
            report.report().subject(),
            "day",
            DAY.format(report.report().notAfter())));
    report.problems().forEach(it -> lines.add(said(it)));
    return new Light(
        report.problems().isEmpty() ? Status.OK : Status.WARNING, String.join("\n", lines));
  }

  private String said(Failure failure) {
    Messages.Explanation said = words.describe(failure);
    return said.remedy().isEmpty() ? said.message() : said.message() + " " + said.remedy();
  }
}
