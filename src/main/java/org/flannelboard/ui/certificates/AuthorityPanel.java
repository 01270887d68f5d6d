package org.flannelboard.ui.certificates;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.flannelboard.app.AuthorityReport;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.ui.certificates.CertificateDetails.Finding;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Shows the authority: whose it is, where it comes from, until when it holds, can it sign. */
final class AuthorityPanel {

  private final AuthorityViewModel model;
  private final Words words;
  private final StatusChip light = new StatusChip();
  private final Label subject;
  private final GridPane facts;
  private final VBox problems;

  AuthorityPanel(
      AuthorityViewModel model,
      Words words,
      HBox lightBox,
      Label subject,
      GridPane facts,
      VBox problems) {
    this.model = model;
    this.words = words;
    this.subject = subject;
    this.facts = facts;
    this.problems = problems;
    lightBox.getChildren().add(light);
  }

  void follow() {
    model.report().addListener((_, _, now) -> show(now));
    show(model.report().get());
  }

  private void show(@Nullable Result<AuthorityReport, Failure> now) {
    facts.getChildren().clear();
    problems.getChildren().clear();
    boolean own = model.source().get().equals(model.ofProfile());
    DetailsPanel.fact(
        facts,
        words.text("certificates.ca-source"),
        model.source().get().certificate().toString(),
        words.text(own ? "certificates.ca-of-profile" : "certificates.ca-other"));
    switch (now) {
      case null -> {
        light.show(new Light(Status.BUSY, words.text("certificates.reading")));
        subject.setText("");
      }
      case Result.Err<AuthorityReport, Failure>(Failure why) -> {
        light.show(new Light(Status.FAILED, words.text("certificates.ca-unreadable")));
        subject.setText("");
        problem(why);
      }
      case Result.Ok<AuthorityReport, Failure>(AuthorityReport found) -> {
        boolean good = found.problems().isEmpty();
        light.show(
            new Light(
                good ? Status.OK : Status.FAILED,
                words.text(good ? "certificates.ca-good" : "certificates.ca-bad")));
        subject.setText(found.report().subject());
        DetailsPanel.fact(
            facts,
            words.text("certificates.column.expires"),
            CertificateRow.DAY.format(found.report().notAfter()),
            "");
        DetailsPanel.fingerprint(facts, found.report().fingerprint().sha256(), words);
        found.problems().forEach(this::problem);
      }
    }
    subject.setManaged(!subject.getText().isEmpty());
  }

  private void problem(Failure failure) {
    var why = words.describe(failure);
    problems
        .getChildren()
        .add(DetailsPanel.finding(new Finding(Status.FAILED, why.message(), why.remedy())));
  }
}
