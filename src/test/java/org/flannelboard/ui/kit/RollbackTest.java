package org.flannelboard.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.ApplyFailure;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.junit.jupiter.api.Test;

/** Undoing the latest push from the window. */
class RollbackTest {

  @Test
  void whatWasPushedIsShownAndUndone() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      Rollback rollback = lab.window.session().rollback();
      RollbackState.Confirming asked = propose(lab, 1);
      assertThat(texts(lab))
          .contains("Roll back vm01", "Remove /etc/flanneld/flanneld", "systemctl daemon-reload")
          .anyMatch(text -> text.startsWith("Undoes the push that began at "))
          .anyMatch(text -> text.contains("stays stopped"));
      assertThat(asked.differences())
          .anySatisfy(
              difference -> {
                assertThat(difference.name()).isEqualTo("/etc/flanneld/flanneld");
                assertThat(difference.unified(2)).anyMatch(line -> line.contains("-FLANNEL_"));
              })
          .filteredOn(difference -> difference.name().endsWith("-key.pem"))
          .singleElement()
          .satisfies(key -> assertThat(key.unified(2).toString()).contains("sha256"))
          .satisfies(key -> assertThat(key.unified(2).toString()).doesNotContain("PRIVATE"));

      press(lab, "#rollback-confirm");
      RollbackState.Ended ended =
          (RollbackState.Ended)
              Fx.await(rollback.state(), "end", RollbackState.Ended.class::isInstance);
      assertThat(ended.proof().orElseThrow().holds()).isTrue();
      assertThat(ended.done()).isEqualTo(asked.plan().actions().size());
      assertThat(texts(lab)).anyMatch(text -> text.startsWith("vm01 is as it was before"));
      press(lab, "#rollback-leave");
      assertThat(Fx.get(() -> lab.window.session().sheet().get() == null)).isTrue();
    }
  }

  @Test
  void whereContainersStopEnterAloneIsNotEnough() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      // A push that stops before it comes to docker leaves its containers running.
      lab.practice.switchOn(new PracticeFault.UnitStartFails(Lab.vm(2), "flanneld.service"));
      assertThat(lab.pushAll().report().succeeded()).isFalse();
      propose(lab, 2);
      ButtonBase confirm = (ButtonBase) find(lab, "#rollback-confirm");
      CheckBox consent = (CheckBox) find(lab, "#rollback-consent");
      assertThat(Fx.get(consent::getText)).isEqualTo("Stop these containers: web");
      assertThat(Fx.get(confirm::isDisabled)).isTrue();
      Fx.run(() -> consent.setSelected(true));
      assertThat(Fx.get(confirm::isDisabled)).isFalse();
      escape(lab);
      assertThat(Fx.get(() -> lab.window.session().rollback().state().get()))
          .isInstanceOf(RollbackState.Idle.class);
    }
  }

  @Test
  void onlyOneOfPushAndRollbackIsAskedAboutAtATime() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      Session session = lab.window.session();
      propose(lab, 1);
      Fx.run(() -> session.push().propose(session.nodes()));
      assertThat(Fx.get(() -> session.push().state().get()))
          .as("a push while a rollback is asked about")
          .isInstanceOf(PushState.Ended.class);
      escape(lab);

      PracticeDisk.write(lab.practice, Lab.vm(2), "/etc/flanneld/flanneld", "x\n", 0600, "root");
      Fx.run(() -> session.push().propose(session.nodes()));
      Fx.await(session.push().state(), "proposal", PushState.Confirming.class::isInstance);
      assertThat(Fx.get(session.engaged()::get)).isTrue();
      Fx.run(() -> session.rollback().propose(session.nodes().getFirst()));
      assertThat(Fx.get(() -> session.rollback().state().get()))
          .as("a rollback while a push is asked about")
          .isInstanceOf(RollbackState.Idle.class);
      Fx.run(session.push()::decline);

      CountDownLatch over = new CountDownLatch(1);
      Fx.run(
          () -> {
            Job renewal =
                session
                    .jobs()
                    .change("renewal", control -> until(control.cancelled(), over), _ -> {});
            session.push().propose(session.nodes());
            session.rollback().propose(session.nodes().getFirst());
            renewal.cancel();
          });
      assertThat(Fx.get(() -> session.push().state().get())).isInstanceOf(PushState.Idle.class);
      assertThat(Fx.get(() -> session.rollback().state().get()))
          .isInstanceOf(RollbackState.Idle.class);
      Fx.await(session.engaged(), "the end of the renewal", engaged -> !engaged);
    }
  }

  private static boolean until(CancelToken cancelled, CountDownLatch over) {
    cancelled.onCancel(over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  @Test
  void nothingToUndoIsSaidWithARemedy() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      Rollback rollback = lab.window.session().rollback();
      NodeSpec node = lab.window.session().nodes().getFirst();
      Fx.run(() -> rollback.propose(node));
      RollbackState.Refused refused =
          (RollbackState.Refused)
              Fx.await(rollback.state(), "refusal", RollbackState.Refused.class::isInstance);
      assertThat(refused.failure()).isEqualTo(new ApplyFailure.NothingToRollBack(node.id()));
      assertThat(texts(lab)).anyMatch(text -> text.contains("vm01")).contains("Try again");
    }
  }

  @Test
  void aNodeThatGoesAwayIsReportedAndTriedAgain() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      Rollback rollback = lab.window.session().rollback();
      propose(lab, 2);
      PracticeFault down = new PracticeFault.NodeDown(Lab.vm(2));
      lab.practice.switchOn(down);
      press(lab, "#rollback-confirm");
      RollbackState.Ended ended =
          (RollbackState.Ended)
              Fx.await(rollback.state(), "end", RollbackState.Ended.class::isInstance);
      assertThat(ended.proof()).isInstanceOf(Result.Err.class);
      assertThat(ended.done()).isZero();
      lab.practice.switchOff(down);
      press(lab, "#rollback-again");
      Fx.await(rollback.state(), "proposal", RollbackState.Confirming.class::isInstance);
      press(lab, "#rollback-confirm");
      assertThat(
              Fx.await(
                  rollback.state(),
                  "proof",
                  state ->
                      state instanceof RollbackState.Ended done
                          && done.proof() instanceof Result.Ok<Verification, Failure>))
          .isNotNull();
    }
  }

  private static RollbackState.Confirming propose(Lab lab, int number) {
    Rollback rollback = lab.window.session().rollback();
    NodeSpec node = lab.window.session().nodes().get(number - 1);
    Fx.run(() -> rollback.propose(node));
    return (RollbackState.Confirming)
        Fx.await(rollback.state(), "proposal", RollbackState.Confirming.class::isInstance);
  }

  private static void press(Lab lab, String id) {
    ButtonBase button = (ButtonBase) find(lab, id);
    Fx.run(
        () -> {
          assertThat(button.isDisabled()).as("%s disabled", id).isFalse();
          button.fire();
        });
  }

  private static void escape(Lab lab) {
    Fx.run(
        () ->
            lab.window
                .scene()
                .getRoot()
                .fireEvent(
                    new KeyEvent(
                        KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));
  }

  private static Object find(Lab lab, String id) {
    return Fx.get(() -> Objects.requireNonNull(lab.window.scene().lookup(id), id));
  }

  private static List<String> texts(Lab lab) {
    return Fx.get(
        () -> {
          lab.window.scene().getRoot().applyCss();
          lab.window.scene().getRoot().layout();
          return lab.window.scene().lookup("#rollback-sheet").lookupAll("*").stream()
              .filter(node -> node instanceof Labeled && !(node instanceof TitledPane))
              .filter(node -> node.isVisible() && node.isManaged())
              .map(node -> ((Labeled) node).getText())
              .filter(text -> text != null && !text.isEmpty())
              .toList();
        });
  }
}
