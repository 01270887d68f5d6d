package org.flannelboard.ui.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.app.activity.ActivityExport.Format;
import org.flannelboard.app.activity.Operation.Kind;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log in the window, after a push that failed on one of two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityViewTest {

  private Lab lab;
  @TempDir private Path folder;

  @BeforeAll
  void push() {
    lab = Lab.bare(2, Locale.ENGLISH);
    PracticeFault fault = new PracticeFault.UnitStartFails(Lab.vm(2), "flanneld.service");
    lab.practice.switchOn(fault);
    assertThat(lab.pushAll().report().succeeded()).isFalse();
    lab.practice.switchOff(fault);
    Fx.run(() -> lab.window.session().mesh().pause());
  }

  @AfterAll
  void close() {
    lab.close();
  }

  /** A view of its own for each test: the words are made anew, and the page with them. */
  @BeforeEach
  void open() {
    Fx.run(
        () -> {
          lab.window.speak(Locale.ENGLISH);
          lab.window.show(Place.ACTIVITY);
          lab.window.session().tick();
          chooseNothing();
          layout();
        });
  }

  @Test
  void whatChangedSomethingIsShownAndReadingsAreCounted() {
    assertThat(rows()).hasSizeGreaterThan(20).allMatch(Activity::mutating);
    assertThat(rows()).extracting(Activity::target).contains("vm01", "vm02", "etcd");
    assertThat(rows()).allMatch(it -> it.change() != null && it.change().id().startsWith("push-"));
    ToggleButton reads = find("#audit-reads");
    assertThat(reads.getText()).matches("Show reads \\([1-9][0-9]*\\)");
    int before = rows().size();
    Fx.run(reads::fire);
    assertThat(rows()).hasSizeGreaterThan(before).anyMatch(it -> !it.mutating());
  }

  @Test
  void filtersNarrowIt() {
    Fx.run(() -> ((ToggleButton) find("#audit-failed")).fire());
    assertThat(rows())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.target()).isEqualTo("vm02");
              assertThat(it.operation().kind()).isEqualTo(Kind.CONTROL_UNIT);
            });
    Fx.run(() -> ((ToggleButton) find("#audit-failed")).fire());
    ComboBox<String> target = find("#audit-target");
    Fx.run(() -> target.setValue("etcd"));
    assertThat(rows()).extracting(it -> it.operation().kind()).containsOnly(Kind.ETCD_PUT);
    Fx.run(() -> target.setValue(null));
    Fx.run(() -> ((TextField) find("#audit-filter")).setText("FLANNEL-KEY"));
    assertThat(rows())
        .isNotEmpty()
        .allMatch(
            it -> it.operation().arguments().containsValue("/etc/flanneld/ssl/flannel-key.pem"));
    ComboBox<Object> change = find("#audit-change");
    assertThat(change.getItems()).hasSizeGreaterThan(1);
    Fx.run(() -> change.getSelectionModel().selectLast());
    assertThat(rows()).isNotEmpty();
  }

  @Test
  void aSelectionStaysWhereItIsWhileTheLogGrows() {
    TableView<Activity> table = find("#audit-table");
    Fx.run(() -> table.getSelectionModel().select(3));
    Activity chosen = Fx.get(() -> table.getSelectionModel().getSelectedItem());
    assertThat(Fx.get(() -> ((ToggleButton) find("#audit-follow")).isSelected())).isFalse();
    int before = rows().size();
    Session session = lab.window.session();
    Fx.run(() -> session.push().propose(session.nodes()));
    Fx.await(session.push().state(), "proposal", PushState.Confirming.class::isInstance);
    Fx.run(session.push()::confirm);
    Fx.await(
        session.push().state(),
        "second push",
        state -> state instanceof PushState.Ended ended && ended.report().succeeded());
    Fx.run(
        () -> {
          lab.window.show(Place.ACTIVITY);
          session.tick();
        });
    ActivityViewModel fresh = model();
    assertThat(fresh.rows()).hasSizeGreaterThan(before);
    Fx.await(table.getSelectionModel().selectedItemProperty(), "selection", chosen::equals);
    assertThat(((TextArea) find("#audit-command")).getText()).contains("practice");
    assertThat(((Label) find("#audit-title")).getText())
        .isEqualTo(new ActivityWords(Words.of(Locale.ENGLISH)).operation(chosen.operation()));
  }

  @Test
  void theRowsFollowTheLogStepByStep() {
    ActivityViewModel model = model();
    Fx.run(() -> model.reads().set(true));
    Activity kept = Fx.get(() -> model.rows().getFirst());
    Session session = lab.window.session();
    Fx.run(() -> session.status().refresh());
    Fx.await(session.status().reading(), "reading", reading -> !reading);
    Fx.run(model::refresh);
    assertThat(Fx.get(() -> model.rows().getFirst())).isSameAs(kept);
    List<Activity> rows = Fx.get(() -> List.copyOf(model.rows()));
    List<Activity> log = session.cluster().activity().latest().stream().limit(rows.size()).toList();
    assertThat(rows).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
    // What still ran when the rows were read may have ended by now: another how, the same what.
    assertThat(log)
        .extracting(ActivityViewTest::what)
        .isEqualTo(rows.stream().map(ActivityViewTest::what).toList());
    assertThat(log).containsAll(rows.stream().filter(it -> it.took() != null).toList());
    Fx.run(() -> model.reads().set(false));
  }

  @Test
  void whatIsShownIsExportedInTheBackground() throws IOException {
    ActivityViewModel model = model();
    Path lines = folder.resolve("activity.jsonl");
    Path table = folder.resolve("activity.csv");
    export(model, lines, Format.JSON_LINES);
    export(model, table, Format.CSV);
    List<String> written = Files.readAllLines(lines);
    assertThat(written).hasSameSizeAs(model.rows());
    assertThat(written)
        .allSatisfy(
            line -> {
              JsonNode json = JsonMapper.shared().readTree(line);
              assertThat(json.get("mutating").asBoolean()).isTrue();
              assertThat(json.get("change").asString()).startsWith("push-");
            });
    assertThat(Files.readString(lines)).doesNotContain("PRIVATE KEY");
    assertThat(Files.readAllLines(table))
        .hasSize(written.size() + 1)
        .allMatch(row -> row.split(",", -1).length >= 9);
  }

  @Test
  void bothLanguagesSayWhatWasDone() {
    Fx.run(
        () -> {
          lab.window.speak(Locale.SIMPLIFIED_CHINESE);
          layout();
          ((TableView<?>) find("#audit-table")).getSelectionModel().select(2);
        });
    assertThat(Fx.get(() -> ((Label) find("#audit-title")).getText())).startsWith("写入 /");
  }

  private static List<Object> what(Activity activity) {
    return Arrays.asList(
        activity.number(), activity.started(), activity.node(), activity.operation());
  }

  private void export(ActivityViewModel model, Path file, Format format) {
    Fx.run(() -> model.export(file, format));
    Job job = Fx.get(() -> lab.window.session().jobs().all().getFirst());
    Fx.await(job.state(), "export", state -> state == Job.State.ENDED);
    assertThat(file).exists();
  }

  private ActivityViewModel model() {
    return Fx.get(() -> new ActivityViewModel(lab.window.session(), Words.of(Locale.ENGLISH)));
  }

  /** What one test chose stays in the window, in the other language too. */
  private void chooseNothing() {
    for (String narrows : List.of("#audit-failed", "#audit-reads")) {
      ((ToggleButton) find(narrows)).setSelected(false);
    }
    ((TextField) find("#audit-filter")).clear();
    ((ComboBox<?>) find("#audit-target")).setValue(null);
    ((ComboBox<?>) find("#audit-change")).setValue(null);
  }

  private List<Activity> rows() {
    TableView<Activity> table = find("#audit-table");
    return Fx.get(() -> List.copyOf(table.getItems()));
  }

  private void layout() {
    lab.window.scene().getRoot().applyCss();
    lab.window.scene().getRoot().layout();
  }

  @SuppressWarnings("unchecked") // the test knows what has which id
  private <T> T find(String id) {
    return (T) Objects.requireNonNull(lab.window.scene().lookup(id), id);
  }
}
