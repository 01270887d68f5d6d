package org.flannelboard.ui.firstrun;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.flannelboard.app.EtcdScout;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** The third step: where etcd is, which flannel reads it, and who asks it. */
final class EtcdPane {

  private final WizardViewModel model;
  private final Words words;
  private final Watch watch = new Watch();

  @FXML private HBox where;
  @FXML private Button detect;
  @FXML private Button tryOut;
  @FXML private HBox release;
  @FXML private VBox apiBox;
  @FXML private ComboBox<String> api;
  @FXML private Label apiProblem;
  @FXML private HBox client;
  @FXML private StatusChip detected;
  @FXML private StatusChip tested;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  EtcdPane(WizardViewModel model, Words words) {
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
    FieldBox endpoints =
        grown(new FieldBox(model, words, Field.ENDPOINTS, "https://vm01:2379, https://vm02:2379"));
    endpoints.input().getStyleClass().add("sheet-first");
    where.getChildren().addFirst(endpoints);
    FieldBox tarball = grown(new FieldBox(model, words, Field.TARBALL, ""));
    release.getChildren().addFirst(tarball);
    release.getChildren().addFirst(new FieldBox(model, words, Field.VERSION, "0.10.0"));
    release.getChildren().add(new FieldBox(model, words, Field.PREFIX, "/kubernetes/network"));
    String example = words.text("firstrun.client.prompt");
    for (Field field : List.of(Field.CLIENT_CA, Field.CLIENT_CERTIFICATE, Field.CLIENT_KEY)) {
      client.getChildren().add(grown(new FieldBox(model, words, field, example)));
    }
    api.getItems().setAll("auto", "v2", "v3");
    api.setValue(
        model.form().field(Field.API).get().isEmpty()
            ? "auto"
            : model.form().field(Field.API).get());
    api.valueProperty()
        .addListener(
            (_, _, now) -> model.form().field(Field.API).set(now.equals("auto") ? "" : now));
    watch.on(
        model.form().field(Field.API),
        () -> {
          String text = model.form().field(Field.API).get();
          api.setValue(text.isEmpty() ? "auto" : text);
        });
    watch.on(
        model.judged(),
        () -> {
          tarball.input().setPromptText(model.form().form().defaultTarball());
          FieldBox.show(apiProblem, model.problems(Field.API), words);
          tryOut.setDisable(!model.isSound(Step.ETCD) || !model.isSound(Step.NODES));
        });
    watch.on(model.etcd().detection(), () -> detected.show(detection()));
    watch.on(model.etcd().test(), () -> tested.show(test()));
  }

  @FXML
  private void detect() {
    model.form().field(Field.ENDPOINTS).set("");
    model.detectEtcd();
  }

  @FXML
  private void tryOut() {
    model.etcd().tryOut(model.profile());
  }

  private Light detection() {
    return switch (model.etcd().detection().get()) {
      case Asked.Not<EtcdViewModel.Detected>() ->
          new Light(Status.UNKNOWN, words.text("firstrun.etcd.not-detected"));
      case Asked.Waiting<EtcdViewModel.Detected>() ->
          new Light(Status.BUSY, words.text("firstrun.etcd.detecting"));
      case Asked.Answered<EtcdViewModel.Detected>(EtcdViewModel.Detected what) ->
          what.endpoints().isEmpty()
              ? new Light(Status.WARNING, words.text("firstrun.etcd.none"))
              : new Light(
                  Status.OK,
                  words.text(
                      "firstrun.etcd.detected",
                      "sources",
                      what.sources(),
                      "endpoints",
                      what.endpoints().stream()
                          .map(URI::toString)
                          .collect(Collectors.joining(", "))));
      case Asked.Failed<EtcdViewModel.Detected>(Failure failure) -> failed(failure);
    };
  }

  private Light test() {
    return switch (model.etcd().test().get()) {
      case Asked.Not<EtcdScout.Sighting>() ->
          new Light(Status.UNKNOWN, words.text("firstrun.etcd.not-tested"));
      case Asked.Waiting<EtcdScout.Sighting>() ->
          new Light(Status.BUSY, words.text("firstrun.etcd.testing"));
      case Asked.Answered<EtcdScout.Sighting>(EtcdScout.Sighting seen) -> answered(seen);
      case Asked.Failed<EtcdScout.Sighting>(Failure failure) -> failed(failure);
    };
  }

  private Light answered(EtcdScout.Sighting seen) {
    List<EtcdFacts.Member> members = seen.facts().members();
    long healthy = members.stream().filter(EtcdFacts.Member::healthy).count();
    String first =
        words.text(
            "firstrun.etcd.answers",
            "version",
            seen.facts().version(),
            "members",
            healthy + "/" + members.size());
    String apis = names(seen.facts().apis().stream().sorted().toList());
    String second =
        seen.inUse().isEmpty()
            ? words.text("firstrun.etcd.unused", "apis", apis)
            : words.text("firstrun.etcd.used", "apis", apis, "used", names(seen.inUse()));
    boolean whole = healthy == members.size();
    return new Light(whole ? Status.OK : Status.WARNING, first + "\n" + second);
  }

  private static String names(List<KeyStore.Api> apis) {
    return apis.stream()
        .map(it -> "v" + (it == KeyStore.Api.V2 ? 2 : 3))
        .collect(Collectors.joining(", "));
  }

  private Light failed(Failure failure) {
    Messages.Explanation said = words.describe(failure);
    return new Light(
        Status.WARNING, said.message() + (said.remedy().isEmpty() ? "" : "\n" + said.remedy()));
  }

  private static FieldBox grown(FieldBox box) {
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }
}
