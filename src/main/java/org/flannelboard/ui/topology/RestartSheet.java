package org.flannelboard.ui.topology;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Restarts;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.StepText;
import org.flannelboard.ui.kit.Words;

/** The question before a restart: what it hits, container by container. */
final class RestartSheet {

  private final Restarts.Proposal proposal;
  private final Words words;
  private final Runnable yes;
  private final Runnable no;

  @FXML private Label title;
  @FXML private Label state;
  @FXML private VBox risks;
  @FXML private ScrollPane list;
  @FXML private VBox containers;
  @FXML private Button confirm;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private RestartSheet(Restarts.Proposal proposal, Words words, Runnable yes, Runnable no) {
    this.proposal = proposal;
    this.words = words;
    this.yes = yes;
    this.no = no;
  }

  /** The sheet that asks. */
  static Parent of(Restarts.Proposal proposal, Words words, Runnable yes, Runnable no) {
    return Fxml.load(new RestartSheet(proposal, words, yes, no), words);
  }

  @FXML
  private void initialize() {
    String unit = proposal.before().name();
    title.setText(words.text("restart.title", "unit", unit, "node", proposal.node().id()));
    state.setText(words.text("restart.state", "state", proposal.before().activeState()));
    StatusChip risk = new StatusChip();
    risk.setWrapText(true);
    risk.show(new Light(Status.WARNING, sentence()));
    risks.getChildren().add(risk);
    if (proposal.risk() instanceof Risk.DockerRestarts docker) {
      docker.containers().stream()
          .sorted()
          .forEach(name -> containers.getChildren().add(row(name)));
    }
    list.setVisible(!containers.getChildren().isEmpty());
    list.setManaged(list.isVisible());
    confirm.setText(words.text("restart.confirm", "unit", unit));
  }

  private String sentence() {
    return switch (proposal.risk()) {
      case Risk.DockerRestarts docker when !docker.containers().isEmpty() ->
          words.text(
              docker.live() ? "restart.containers-live" : "restart.containers-stop",
              "count",
              docker.containers().size());
      case Risk other -> new StepText(words).risk(other);
    };
  }

  private static Label row(String name) {
    Label row = new Label("•  " + name);
    row.setMnemonicParsing(false);
    return row;
  }

  @FXML
  private void confirm() {
    yes.run();
  }

  @FXML
  private void cancel() {
    no.run();
  }
}
