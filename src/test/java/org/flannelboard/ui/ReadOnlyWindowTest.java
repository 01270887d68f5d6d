package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.junit.jupiter.api.Test;

/** A window that may change nothing says so, and cannot even if it tries. */
class ReadOnlyWindowTest {

  @Test
  void itSaysSoAndClosesWhatWouldChangeSomething() {
    try (Lab lab = Lab.readOnly(3, Locale.ENGLISH)) {
      assertThat(Fx.get(() -> lab.window.scene().lookup("#read-only-badge").isVisible())).isTrue();
      for (Place place : List.of(Place.TOPOLOGY, Place.DEPLOY)) {
        Fx.run(() -> lab.window.show(place));
        List<Button> pushing = Fx.get(() -> pushing(lab));
        assertThat(pushing).as("buttons of %s", place).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pushing)
            .allSatisfy(
                button -> {
                  assertThat(button.isDisabled()).isTrue();
                  assertThat(button.getAccessibleHelp()).contains("read-only");
                });
      }
    }
    try (Lab lab = Lab.bare(3, Locale.ENGLISH)) {
      assertThat(Fx.get(() -> lab.window.scene().lookup("#read-only-badge").isVisible())).isFalse();
      assertThat(Fx.get(() -> pushing(lab))).noneMatch(Button::isDisabled);
    }
  }

  @Test
  void aFixIsShownAndCannotBeBegun() {
    try (Lab lab = Lab.readOnly(2, Locale.ENGLISH)) {
      Session session = lab.window.session();
      Inquiry inquiry = Fx.get(() -> Inquiry.of(session));
      Fx.run(() -> session.lead(new Subject.OnPair(Lab.vm(1), Lab.vm(2))));
      Fx.await(inquiry.state(), "an answer", Inquiry.State.Answered.class::isInstance);
      Node fix = new Person(lab.window).sees("#fix-1");
      assertThat(Fx.get(fix::isDisabled)).isTrue();
      assertThat(Fx.get(fix::getAccessibleHelp)).contains("read-only");
    }
  }

  @Test
  void whateverIsAskedForNothingReachesANodeOrEtcd() {
    try (Lab lab = Lab.readOnly(2, Locale.ENGLISH)) {
      Session session = lab.window.session();
      for (Place place : Place.values()) {
        Fx.run(() -> lab.window.show(place));
        Fx.run(session.status()::refresh);
        Fx.await(session.status().reading(), "reading", reading -> !reading);
      }
      // Past the buttons, as a view that forgot to close one would.
      PushState.Ended end = lab.pushAll();
      assertThat(end.report().succeeded()).isFalse();
      assertThat(lab.calls).as("calls the guard saw").hasValueGreaterThan(5);
      assertThat(lab.changingCalls).isEmpty();
      assertThat(session.cluster().activity().latest())
          .filteredOn(Activity::mutating)
          .isNotEmpty()
          .allMatch(it -> it.failure() != null && it.failure().code().equals("read-only"));
    }
  }

  @Test
  void theGuardOfThisTestSeesWhatAnOrdinaryPushDoes() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      lab.pushAll();
      assertThat(lab.changingCalls).hasSizeGreaterThan(20);
    }
  }

  /** What a scroll pane holds is its child once it was laid out. */
  private static List<Button> pushing(Lab lab) {
    Parent root = lab.window.scene().getRoot();
    root.applyCss();
    root.layout();
    return pushing(root).toList();
  }

  private static Stream<Button> pushing(Node node) {
    Stream<Button> own =
        node instanceof Button button
                && button.getText() != null
                && button.getText().contains("Push")
            ? Stream.of(button)
            : Stream.of();
    return node instanceof Parent parent
        ? Stream.concat(
            own, parent.getChildrenUnmodifiable().stream().flatMap(ReadOnlyWindowTest::pushing))
        : own;
  }
}
