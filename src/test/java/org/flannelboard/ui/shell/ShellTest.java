package org.flannelboard.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.VBox;
import org.flannelboard.base.Result;
import org.flannelboard.boot.WindowPages;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.Done;
import org.flannelboard.node.HostKeys;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frame as a person uses it, mostly without a mouse. */
class ShellTest {

  @TempDir Path home;

  @Test
  void thePaletteFindsByEnglishNamesInChineseTooAndEnterDoesIt() throws Exception {
    try (Bench bench = Bench.practice(home, new WindowPages(), Locale.SIMPLIFIED_CHINESE)) {
      bench.key(KeyCode.K, true);
      Fx.run(bench::layout);
      Fx.run(() -> query(bench).setText("go conn"));
      assertThat(found(bench)).first().isEqualTo("go-connectivity");
      Fx.run(() -> query(bench).setText("连通"));
      assertThat(found(bench)).contains("go-connectivity");
      bench.key(KeyCode.ENTER);
      assertThat(bench.shows("#palette")).isFalse();
      assertThat(Fx.get(bench.window.session().place()::get)).isEqualTo(Place.CONNECTIVITY);
    }
  }

  @Test
  void inThePaletteTheArrowsChooseAndEscapeLeaves() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      bench.key(KeyCode.K, true);
      Fx.run(bench::layout);
      bench.key(KeyCode.DOWN);
      bench.key(KeyCode.DOWN);
      bench.key(KeyCode.UP);
      assertThat(Fx.get(() -> list(bench).getSelectionModel().getSelectedIndex())).isEqualTo(1);
      bench.key(KeyCode.ESCAPE);
      assertThat(bench.shows("#palette")).isFalse();
      assertThat(Fx.get(bench.window.session().place()::get)).isEqualTo(Place.TOPOLOGY);
    }
  }

  @Test
  void theOverlayOfShortcutsListsEveryKeyOfEveryCommand() throws Exception {
    Command hung =
        Command.always("practice-faults", "Faults", new KeyCodeCombination(KeyCode.F9), () -> {});
    Page.Binder pages =
        new Page.Binder() {
          @Override
          public List<Page.Door> bind(Session session, Words words) {
            return new WindowPages().bind(session, words);
          }

          @Override
          public List<Command> commands(Session session, Words words) {
            return List.of(hung);
          }
        };
    try (Bench bench = Bench.practice(home, pages, Locale.ENGLISH)) {
      for (Runnable opens : List.<Runnable>of(() -> bench.key(KeyCode.F1), () -> bench.type("?"))) {
        opens.run();
        assertThat(bench.texts())
            .contains("Keyboard shortcuts", "Faults", "F9", "Ctrl+K", "F1", "?", "/", "Ctrl+F")
            .contains("F5", "Ctrl+1", "Ctrl+5", "Ctrl+O", "Ctrl+J", "Ctrl+Q");
        bench.key(KeyCode.ESCAPE);
        assertThat(bench.shows("#shortcuts")).isFalse();
      }
    }
  }

  @Test
  void aNarrowTopBarGivesTheFiguresTheRoomOfWhatKeysDoToo() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Parent root = bench.window.scene().getRoot();
      for (String spare : List.of(".brand-glyph", "#palette-button", "#refresh", "#theme")) {
        Node node = Fx.get(() -> root.lookup(spare));
        assertThat(shown(root, 1000, node)).as(spare).isFalse();
        assertThat(shown(root, 1280, node)).as(spare).isTrue();
      }
    }
  }

  private static boolean shown(Parent root, double width, Node node) {
    return Fx.get(
        () -> {
          root.resize(width, 700);
          root.layout();
          assertThat(node.isManaged()).isEqualTo(node.isVisible());
          return node.isVisible();
        });
  }

  @Test
  void whatIsTypedIntoAFieldIsNoShortcut() throws Exception {
    List<String> done = new ArrayList<>();
    TextField filter = Fx.get(TextField::new);
    filter.getStyleClass().add("page-filter");
    Command single =
        Command.always(
            "single", "Single key", new KeyCodeCombination(KeyCode.P), () -> done.add("single"));
    Page.Binder pages =
        (_, _) ->
            List.of(
                new Page.Door(
                    Place.TOPOLOGY,
                    () -> new Page(Place.TOPOLOGY, new VBox(filter), List.of(single))),
                new Page.Door(
                    Place.DEPLOY, () -> new Page(Place.DEPLOY, new VBox(new Label("other")))));
    try (Bench bench = Bench.practice(home, pages, Locale.ENGLISH)) {
      bench.key(KeyCode.P);
      assertThat(done).containsExactly("single");

      bench.type("/");
      assertThat(Fx.get(() -> bench.window.scene().getFocusOwner())).isSameAs(filter);
      bench.key(KeyCode.P);
      bench.type("?");
      assertThat(done).hasSize(1);
      assertThat(bench.shows("#shortcuts")).isFalse();

      bench.key(KeyCode.DIGIT4, true);
      assertThat(Fx.get(bench.window.session().place()::get)).isEqualTo(Place.DEPLOY);
      bench.key(KeyCode.P);
      assertThat(done).as("the key of a page that is not shown").hasSize(1);
      bench.key(KeyCode.ESCAPE);
      assertThat(Fx.get(bench.window.session().place()::get)).isEqualTo(Place.TOPOLOGY);
    }
  }

  @Test
  void aTaskShowsItsProgressAndStops() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      Session session = bench.window.session();
      Job job = Fx.get(() -> session.jobs().start("Renewal", ShellTest::untilCancelled, _ -> {}));
      Fx.await(job.detail(), "progress", text -> text.equals("half way"));
      assertThat(bench.texts()).contains("Renewal");
      bench.key(KeyCode.J, true);
      assertThat(bench.texts()).contains("Tasks", "half way", "Stop");
      assertThat(Fx.get(() -> job.progress().get())).isEqualTo(0.5);

      bench.press(".job-cancel");
      Fx.await(job.state(), "stopped", state -> state == Job.State.CANCELLED);
      assertThat(bench.texts()).contains("stopped").doesNotContain("half way");
      assertThat(Fx.get(() -> bench.window.scene().lookup("#progress").isVisible())).isFalse();
      bench.key(KeyCode.ESCAPE);
      assertThat(bench.texts()).doesNotContain("Tasks");
    }
  }

  @Test
  void aNoticeTakesNoFocusAndEscapePutsItAway() throws Exception {
    List<String> done = new ArrayList<>();
    try (Bench bench = Bench.practice(home)) {
      Fx.run(() -> bench.window.scene().lookup("#refresh").requestFocus());
      Notice notice =
          new Notice(
              Status.WARNING,
              "vm02 is gone",
              "Seen 42 s ago",
              new Notice.Action("Look", () -> done.add("looked")));
      Fx.run(() -> bench.window.session().tell(notice));
      assertThat(bench.texts()).contains("vm02 is gone", "Seen 42 s ago", "Look");
      assertThat(Fx.get(() -> bench.window.scene().getFocusOwner().getId())).isEqualTo("refresh");
      bench.key(KeyCode.ESCAPE);
      assertThat(bench.texts()).doesNotContain("vm02 is gone");

      Fx.run(() -> bench.window.session().tell(new Notice(Status.OK, "Done", "")));
      Fx.run(() -> bench.window.session().tell(notice));
      bench.press("#notice-action");
      assertThat(done).containsExactly("looked");
      assertThat(bench.texts()).doesNotContain("vm02 is gone", "Done");
    }
  }

  @Test
  void aMistakeOfTheProgramReachesThePersonWithItsTrace() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      bench.window.report(new IllegalStateException("boom"));
      Fx.await(bench.window.session().notice(), "notice", notice -> notice != null);
      assertThat(bench.texts())
          .contains("Something in the program went wrong")
          .anyMatch(text -> text.contains("boom"));
      bench.press("#notice-action");
      assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString()))
          .contains("IllegalStateException: boom")
          .contains("\tat ");
    }
  }

  @Test
  void eachChipLeadsToItsPlaceAndEveryButtonIsReachedAndNamed() throws Exception {
    try (Bench bench = Bench.practice(home)) {
      bench.press("#chip-connectivity");
      assertThat(Fx.get(bench.window.session().place()::get)).isEqualTo(Place.CONNECTIVITY);
      List<Node> buttons =
          Fx.get(
              () -> {
                bench.layout();
                return Bench.nodes(bench.window.scene().getRoot()).stream()
                    .filter(ButtonBase.class::isInstance)
                    // Without faults to switch the badge only tells.
                    .filter(node -> !"practice-badge".equals(node.getId()))
                    .toList();
              });
      assertThat(buttons).hasSizeGreaterThan(12);
      assertThat(buttons).allMatch(Node::isFocusTraversable);
      assertThat(buttons)
          .allSatisfy(
              node -> {
                ButtonBase button = (ButtonBase) node;
                String name =
                    button.getAccessibleText() == null
                        ? button.getText()
                        : button.getAccessibleText();
                assertThat(name).isNotBlank();
              });
    }
  }

  @Test
  void aKnownHostIsForgottenOnlyAfterConsent() throws Exception {
    List<HostKeys.Entry> file = new CopyOnWriteArrayList<>();
    file.add(
        new HostKeys.Entry(
            "/kh",
            3,
            "vm01 …",
            HostKeys.Kind.TRUSTED,
            "vm01",
            "ssh-ed25519",
            "SHA256:abc",
            List.of()));
    HostKeys keys =
        new HostKeys() {
          @Override
          public Result<List<Entry>, HostKeysFailure> list(List<NodeSpec> nodes) {
            return Result.ok(List.copyOf(file));
          }

          @Override
          public Result<Done, HostKeysFailure> remove(Entry entry) {
            file.remove(entry);
            return Result.ok(Done.DONE);
          }
        };
    try (Bench bench = Bench.reaching(home, null, keys)) {
      bench.key(KeyCode.K, true);
      Fx.run(bench::layout);
      Fx.run(() -> query(bench).setText("known-hosts"));
      bench.key(KeyCode.ENTER);
      TableView<?> table =
          Fx.get(() -> (TableView<?>) bench.window.scene().lookup("#known-hosts-table"));
      Fx.await(Bindings.size(table.getItems()), "read", size -> size.intValue() == 1);
      Fx.run(() -> table.getSelectionModel().selectFirst());

      bench.press("#known-hosts-remove");
      assertThat(bench.texts()).anyMatch(text -> text.contains("Forget SHA256:abc (/kh:3)?"));
      assertThat(Fx.get(() -> bench.window.scene().getFocusOwner().getId()))
          .as("the safe answer has the focus")
          .isEqualTo("known-hosts-keep");
      bench.press("#known-hosts-keep");
      assertThat(file).hasSize(1);

      bench.press("#known-hosts-remove");
      bench.press("#known-hosts-really");
      Fx.await(Bindings.size(table.getItems()), "gone", size -> size.intValue() == 0);
      assertThat(file).isEmpty();
    }
  }

  private static boolean untilCancelled(Job.Control control) {
    CountDownLatch cancelled = new CountDownLatch(1);
    control.cancelled().onCancel(cancelled::countDown);
    control.report().accept(new Job.Progress(0.5, "half way"));
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private static TextField query(Bench bench) {
    return (TextField)
        Objects.requireNonNull(bench.window.scene().lookup("#palette-query"), "no palette");
  }

  @SuppressWarnings("unchecked")
  private static ListView<CommandIndex.Entry> list(Bench bench) {
    return (ListView<CommandIndex.Entry>)
        Objects.requireNonNull(bench.window.scene().lookup("#palette-commands"), "no palette");
  }

  private static List<String> found(Bench bench) {
    return Fx.get(
        () -> list(bench).getItems().stream().map(entry -> entry.command().id()).toList());
  }
}
