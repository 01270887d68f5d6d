package org.flannelboard.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.profile.ProfileTemplate;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.PushBoard;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coming to a cluster, going to another, and leaving: while it is changed only by a decision. */
class LeavingTest {

  @TempDir Path home;

  @Test
  void withoutAPushTheWindowClosesAtOnce() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Stage stage = bench.stage();
      Fx.run(bench.window::askToClose);
      assertThat(Fx.get(stage::isShowing)).isFalse();
    }
  }

  @Test
  void whateverChangesTheClusterIsAskedAbout() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Stage stage = bench.stage();
      CountDownLatch stopped = new CountDownLatch(1);
      Job renewal =
          Fx.get(
              () ->
                  bench
                      .window
                      .session()
                      .jobs()
                      .change("renewal", control -> until(control, stopped), _ -> {}));
      Fx.run(bench.window::askToClose);
      assertThat(bench.shows("#closing")).isTrue();
      assertThat(Fx.get(stage::isShowing)).isTrue();
      bench.press("#closing-stop");
      Fx.await(stage.showingProperty(), "closed", showing -> !showing);
      assertThat(Fx.get(() -> renewal.state().get())).isEqualTo(Job.State.CANCELLED);
    }
  }

  @Test
  void whatOnlyLooksHoldsNobodyBack() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Stage stage = bench.stage();
      CountDownLatch over = new CountDownLatch(1);
      Job look =
          Fx.get(
              () ->
                  bench
                      .window
                      .session()
                      .jobs()
                      .start("look", control -> until(control, over), _ -> {}));
      Fx.run(bench.window::askToClose);
      assertThat(Fx.get(stage::isShowing)).isFalse();
      Fx.run(look::cancel);
    }
  }

  private static boolean until(Job.Control control, CountDownLatch stopped) {
    control.cancelled().onCancel(stopped::countDown);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  @Test
  void duringAPushOnlyWhoDecidesToLeaveLeaves() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Stage stage = bench.stage();
      PushState.Ended end = pushAndClose(bench, "#closing-stay");
      assertThat(end.report().succeeded()).isTrue();
      assertThat(Fx.get(stage::isShowing)).isTrue();
      assertThat(bench.shows("#closing")).isFalse();
      Fx.run(stage::hide);
    }
  }

  @Test
  void whoLetsThePushEndLeavesThen() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Stage stage = bench.stage();
      PushState.Ended end = pushAndClose(bench, "#closing-finish");
      Fx.await(stage.showingProperty(), "closed", showing -> !showing);
      assertThat(end.report().succeeded()).isTrue();
    }
  }

  @Test
  void whoStopsThePushLeavesAfterTheStepAtWork() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Stage stage = bench.stage();
      PushState.Ended end = pushAndClose(bench, "#closing-stop");
      Fx.await(stage.showingProperty(), "closed", showing -> !showing);
      assertThat(end.report().succeeded()).isFalse();
      assertThat(end.board().nodes().values())
          .anySatisfy(
              steps ->
                  assertThat(steps.values())
                      .anyMatch(
                          it ->
                              it instanceof PushBoard.Progress.Ended(StepOutcome outcome)
                                  && outcome instanceof StepOutcome.NotReached));
    }
  }

  @Test
  void anotherClusterTakesThePlaceOfTheOneInTheWindow() throws Exception {
    Path profiles = Files.createDirectories(home.resolve(".config/flannelboard/profiles"));
    String text = ProfileTemplate.guide("staging").text();
    Files.writeString(profiles.resolve("staging.yaml"), text);
    Files.writeString(
        profiles.resolve("broken.yaml"), text.replace("172.16.16.82", "172.16.16.999"));
    try (Bench bench = Bench.practice(home)) {
      Session before = bench.window.session();
      bench.press("#cluster");
      bench.awaitText("staging");
      assertThat(bench.texts())
          .contains("broken", "cannot be used")
          .anyMatch(it -> it.contains("line 24") && it.contains("nodes[1].ip"));

      open(bench, "broken");
      bench.awaitText("is not in order yet");
      assertThat(bench.window.session()).isSameAs(before);

      open(bench, "staging");
      assertThat(bench.firstClosed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(bench.opened).containsExactly("staging");
      assertThat(Fx.get(bench.window::session)).isNotSameAs(before);
      assertThat(bench.shows("#clusters")).isFalse();
      bench.awaitText("Nodes 2/2");
    }
  }

  @Test
  void theFirstPageLeadsToPractice() throws Exception {
    try (Bench bench = Bench.empty(home)) {
      assertThat(Fx.get(bench.window::title)).isEqualTo("Flannelboard");
      assertThat(bench.texts())
          .contains("Open the practice cluster", "New cluster", "Import", "Open a file…");
      bench.press("#open-practice");
      bench.awaitText("Nodes 2/2");
      assertThat(Fx.get(bench.window::title)).isEqualTo("Practice cluster – Flannelboard");
    }
  }

  @Test
  void theFirstPageSpeaksBothLanguages() throws Exception {
    try (Bench bench = Bench.empty(home)) {
      bench.press("#language");
      assertThat(bench.texts()).contains("打开练习集群", "新建集群", "导入", "打开文件…");
      Fx.run(() -> bench.window.speak(Locale.ENGLISH));
      assertThat(bench.texts()).contains("Open the practice cluster");
    }
  }

  @Test
  void aChangedHostKeyIsAFullStop() throws Exception {
    try (Bench bench = Bench.reaching(home, new Impostor(), HostKeys.none())) {
      bench.awaitText("Full stop");
      assertThat(bench.shows("#host-key")).isTrue();
      assertThat(
              Fx.get(
                  () ->
                      Bench.nodes(bench.window.scene().lookup("#host-key")).stream()
                          .filter(TextField.class::isInstance)
                          .map(field -> ((TextField) field).getText())
                          .toList()))
          .containsExactly("10.0.0.1:22", "SHA256:old", "SHA256:new", "/etc/known_hosts:7");
      bench.key(KeyCode.ESCAPE);
      assertThat(bench.shows("#host-key")).isFalse();
    }
  }

  /** Pushes to all nodes, and closes the window as soon as that is at work. */
  private static PushState.Ended pushAndClose(Bench bench, String decision) {
    var state = bench.window.session().push().state();
    ChangeListener<PushState> close =
        (_, before, now) -> {
          if (now instanceof PushState.Running && !(before instanceof PushState.Running)) {
            bench.window.askToClose();
            ((Button) Objects.requireNonNull(bench.window.scene().lookup(decision))).fire();
          }
        };
    Fx.run(() -> state.addListener(close));
    Fx.run(() -> bench.window.session().push().propose(bench.window.session().nodes()));
    Fx.await(state, "proposal", PushState.Confirming.class::isInstance);
    Fx.run(() -> bench.window.session().push().confirm());
    return (PushState.Ended) Fx.await(state, "end", PushState.Ended.class::isInstance);
  }

  private static void open(Bench bench, String name) {
    Fx.run(
        () ->
            Bench.nodes(bench.window.scene().getRoot()).stream()
                .filter(node -> ("Open " + name).equals(node.getAccessibleText()))
                .map(Button.class::cast)
                .forEach(Button::fire));
  }

  /** Answers at every node's address, with a key that is not the one on file. */
  private static final class Impostor implements NodeConnector {

    @Override
    public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
      return Result.err(changed(node));
    }

    @Override
    public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
      return Result.err(changed(node));
    }

    @Override
    public void close() {}

    private static NodeFailure changed(NodeSpec node) {
      return new NodeFailure.HostKeyChanged(
          node.id(), "10.0.0.1:22", "SHA256:old", "SHA256:new", "/etc/known_hosts:7");
    }
  }
}
