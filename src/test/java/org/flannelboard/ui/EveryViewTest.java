package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.kit.Fix;
import org.flannelboard.ui.kit.HelpSheet;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.shell.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every view there is, opened as a person opens it: its FXML loads, each of its controls has a name
 * in both languages, is reached with the Tab key, and shows that it has the focus.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryViewTest {

  private static final Path RESOURCES = Path.of("resources/org/flannelboard/ui");

  /** The id of a node, and not the name of a controller's field. */
  private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]+)\"");

  private final Set<String> shown = new HashSet<>();
  private int others = 100;
  private Lab lab;
  private Person person;

  /**
   * A view and the way to it.
   *
   * @param name what it is called
   * @param fxml the files that it is made of, without their ending
   * @param open leads to it from the map
   */
  private record View(String name, List<String> fxml, Consumer<Person> open) {}

  @BeforeAll
  void open() {
    lab = Lab.deployed(2, Locale.ENGLISH);
    person = new Person(lab.window);
    person.reads("Mesh 2/2");
    Fx.run(lab.window.session().mesh()::pause); // a figure that changes is no focus that shows
    PracticeDisk.write(lab.practice, Lab.vm(2), "/etc/flanneld/flanneld", "x\n", 0600, "root");
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @TestFactory
  @Order(1)
  Stream<DynamicTest> everyControlIsReachedAndNamed() {
    return views().stream()
        .map(view -> DynamicTest.dynamicTest(view.name(), () -> open(view, Controls::prove)));
  }

  /** The window is made anew once, and not for each view. */
  @TestFactory
  @Order(2)
  Stream<DynamicTest> everyControlIsNamedInChineseToo() {
    Fx.run(() -> lab.window.speak(Locale.SIMPLIFIED_CHINESE));
    return views().stream()
        .map(view -> DynamicTest.dynamicTest(view.name(), () -> open(view, Controls::proveNames)));
  }

  @Test
  void noFxmlIsLeftOut() throws IOException {
    Set<String> covered = new TreeSet<>(Set.of("shell/WelcomeView", "shell/HostKeyView"));
    views().forEach(view -> covered.addAll(view.fxml()));
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      Set<String> found =
          files
              .map(file -> RESOURCES.relativize(file).toString())
              .filter(file -> file.endsWith(".fxml"))
              .map(file -> file.substring(0, file.length() - ".fxml".length()))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(covered).as("the views this test opens").isEqualTo(found);
    }
  }

  @Test
  void thePageWithoutAClusterToo() {
    Preferences preferences = new Preferences(Locale.ENGLISH);
    Window window = Lab.windowOf(null, preferences);
    try {
      Person newcomer = new Person(window);
      assertLoaded(newcomer, List.of("shell/WelcomeView", "shell/ClustersView"));
      new Controls(window.scene(), shown).prove();
      Fx.run(() -> preferences.language().set(Locale.SIMPLIFIED_CHINESE));
      new Controls(window.scene(), shown).proveNames();
    } finally {
      Fx.close(window);
    }
  }

  @Test
  void theFullStopToo() {
    PracticeFault other = new PracticeFault.HostKeyChanged(Lab.vm(2));
    try (Lab broken = Lab.broken(2, Locale.ENGLISH, other)) {
      Person visitor = new Person(broken.window);
      visitor.sees("#host-key");
      assertLoaded(visitor, List.of("shell/HostKeyView"));
      new Controls(broken.window.scene(), shown).prove();
      Fx.run(() -> broken.window.speak(Locale.SIMPLIFIED_CHINESE));
      new Controls(broken.window.scene(), shown).proveNames();
    }
  }

  private void open(View view, Consumer<Controls> prove) {
    person.goes(Place.TOPOLOGY);
    try {
      view.open().accept(person);
      assertLoaded(person, view.fxml());
      prove.accept(new Controls(lab.window.scene(), shown));
    } finally {
      Fx.run(this::leave);
    }
  }

  /** Goes back to a window over which nothing lies. */
  private void leave() {
    Session session = lab.window.session();
    session.push().decline();
    session.rollback().decline();
    Fix.of(session).leave();
    Inquiry.of(session).leave();
    session.stopChanges();
    session.closeSheet();
  }

  /** What was loaded from a file is there to be seen. */
  private static void assertLoaded(Person person, List<String> files) {
    for (String file : files) {
      assertThat(ids(file)).as("ids in %s.fxml", file).isNotEmpty();
      assertThat(ids(file)).as("seen of %s.fxml", file).anyMatch(person::looksAt);
    }
  }

  private static List<String> ids(String file) {
    try {
      Matcher found = ID.matcher(Files.readString(RESOURCES.resolve(file + ".fxml")));
      return found.results().map(match -> "#" + match.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<View> views() {
    List<View> all = new ArrayList<>(pages());
    all.addAll(frame());
    all.addAll(sheets());
    all.addAll(wizard());
    return all;
  }

  private static List<View> pages() {
    return List.of(
        new View("topology", List.of("shell/ShellView", "topology/TopologyView"), _ -> {}),
        new View(
            "inspector",
            List.of("topology/InspectorView", "topology/LogsView"),
            person -> {
              inspect(person);
              person.presses("#inspector-logs");
              person.sees("#logs-lines");
            }),
        page("certificates", Place.CERTIFICATES, "certificates/CertificatesView"),
        new View("network", List.of("network/NetworkView"), EveryViewTest::desk),
        new View(
            "leases",
            List.of("network/LeasesView"),
            person -> {
              person.goes(Place.NETWORK);
              person.presses("#network-leases");
              person.sees("#lease-table");
            }),
        page("deploy", Place.DEPLOY, "deploy/DeployView"),
        new View(
            "pushes",
            List.of("deploy/PushesPane"),
            person -> {
              person.goes(Place.DEPLOY);
              person.goesTo("#deploy-tabs");
              person.key(KeyCode.END);
              person.goesTo("#roll-back-latest");
            }),
        new View(
            "matrix",
            List.of("connectivity/ConnectivityView", "connectivity/CellPane"),
            person -> {
              person.goes(Place.CONNECTIVITY);
              person.presses("#as-matrix");
              person.goesTo("#matrix");
              person.key(KeyCode.RIGHT);
              person.sees("#way-back");
            }),
        new View(
            "findings",
            List.of("connectivity/ConnectivityView"),
            person -> {
              person.goes(Place.CONNECTIVITY);
              person.presses("#diagnose");
              person.sees("#findings");
              person.sees("#diagnose");
            }),
        new View("explanation", List.of("connectivity/ExplainPane"), EveryViewTest::explain),
        new View(
            "pairs",
            List.of("connectivity/ConnectivityView"),
            person -> {
              person.goes(Place.CONNECTIVITY);
              person.presses("#as-table");
              person.sees("#pairs");
            }),
        page("activity", Place.ACTIVITY, "activity/ActivityView"));
  }

  private static View page(String name, Place place, String fxml) {
    return new View(name, List.of(fxml), person -> person.goes(place));
  }

  private static List<View> frame() {
    return List.of(
        new View("settings", List.of("settings/SettingsSheet"), p -> p.presses("#settings")),
        new View("practice", List.of("practice/PracticeView"), p -> p.presses("#practice-badge")),
        new View("palette", List.of("shell/PaletteView"), p -> p.shortcut(KeyCode.K)),
        new View("shortcuts", List.of("shell/ShortcutsView"), p -> p.key(KeyCode.F1)),
        new View("clusters", List.of("shell/ClustersView"), p -> p.shortcut(KeyCode.O)),
        new View(
            "known hosts",
            List.of("shell/KnownHostsView"),
            person -> {
              person.shortcut(KeyCode.K);
              person.types("#palette-query", "known-hosts");
              person.key(KeyCode.ENTER);
              person.sees("#known-hosts-table");
            }),
        new View(
            "tasks",
            List.of("shell/JobsView"),
            person -> {
              person.shortcut(KeyCode.J);
              person.sees("#tasks-panel");
            }));
  }

  private List<View> sheets() {
    return List.of(
        new View("plan", List.of("kit/PlanSheet"), person -> presses(person, "#push-all")),
        new View(
            "rollback",
            List.of("kit/RollbackSheet"),
            person -> {
              inspect(person);
              person.presses("#inspector-rollback");
              person.goesTo("#rollback-confirm");
            }),
        new View(
            "restart",
            List.of("topology/RestartSheet"),
            person -> {
              inspect(person);
              MenuButton menu = (MenuButton) person.sees("#inspector-restart");
              Fx.run(() -> menu.getItems().getFirst().fire());
              person.sees("#restart-sheet");
            }),
        new View("fix", List.of("kit/FixSheet"), this::fix),
        new View(
            "help",
            List.of("kit/HelpSheet"),
            person -> {
              explain(person);
              Fx.run(() -> HelpSheet.show(lab.window.session(), FindingCode.UNDERLAY_BLOCKED));
              person.sees("#help-sheet");
            }),
        new View(
            "paths",
            List.of("certificates/PathSheet"),
            person -> {
              person.goes(Place.CERTIFICATES);
              presses(person, "#certificate-export");
            }),
        new View(
            "question",
            List.of("certificates/QuestionSheet"),
            person -> {
              person.goes(Place.CERTIFICATES);
              person.presses("#certificate-renew-all");
              person.sees("#certificate-question");
            }),
        new View(
            "network confirmation",
            List.of("network/ConfirmSheet"),
            person -> {
              desk(person);
              person.types("#network-network", "10.9.0.0/16");
              presses(person, "#network-save");
            }),
        new View("merge", List.of("network/MergeSheet"), this::merge),
        new View("closing", List.of("shell/ClosingView"), this::close));
  }

  /** The steps of a new cluster; what was typed in one is there in the next. */
  private static List<View> wizard() {
    return List.of(
        new View(
            "wizard",
            List.of("firstrun/WizardView", "firstrun/NodesPane", "firstrun/ImportPane"),
            person -> {
              step(person, "nodes");
              if (!person.looksAt("#wizard-import")) {
                person.presses("#nodes-import");
              }
              person.sees("#import-read");
            }),
        step("access", "firstrun/AccessPane"),
        step("etcd", "firstrun/EtcdPane"),
        step("network", "firstrun/NetworkPane"),
        step("authority", "firstrun/AuthorityPane"),
        step("summary", "firstrun/SummaryPane"));
  }

  private static View step(String step, String fxml) {
    return new View("wizard " + step, List.of(fxml), person -> step(person, step));
  }

  private static void step(Person person, String step) {
    person.shortcut(KeyCode.K);
    person.types("#palette-query", "new-cluster");
    person.key(KeyCode.ENTER);
    person.presses("#wizard-step-nodes");
    person.types("#node-name", "vm01");
    person.types("#node-ip", "172.16.16.81");
    person.presses("#wizard-step-etcd");
    person.types("#wizard-etcd-endpoints", "https://vm01:2379");
    person.presses("#wizard-step-" + step);
    person.sees("#wizard-" + step);
  }

  private static void inspect(Person person) {
    person.goesTo("#topology-map");
    person.key(KeyCode.HOME);
    person.key(KeyCode.ENTER);
    person.sees("#inspector");
  }

  /** Has the first pair explained. */
  private static void explain(Person person) {
    person.goes(Place.CONNECTIVITY);
    person.presses("#as-matrix");
    person.goesTo("#matrix");
    person.key(KeyCode.HOME);
    person.key(KeyCode.ENTER);
    person.sees("#explain-way");
    person.sees("#explain-again");
  }

  /** Breaks what can be mended from here, and asks what would be done. */
  private void fix(Person person) {
    PracticeFault fault = new PracticeFault.RouteMissing(Lab.vm(1), Lab.vm(2));
    lab.practice.switchOn(fault);
    try {
      explain(person);
      person.presses("#fix-1");
      person.sees("#fix-confirm");
    } finally {
      lab.practice.switchOff(fault);
    }
  }

  /** Goes to the configuration as it is stored. */
  private static void desk(Person person) {
    person.goes(Place.NETWORK);
    person.presses("#network-configuration");
    Node revert = person.sees("#network-revert");
    if (!Fx.get(revert::isDisabled)) {
      person.presses("#network-revert");
    }
  }

  /** Presses what opens a sheet once it was found out what stands on it. */
  private static void presses(Person person, String id) {
    person.presses(id);
    person.sees(".sheet");
  }

  private void merge(Person person) {
    desk(person);
    person.types("#network-network", "10.8.0.0/16");
    others++; // who writes what was there already is in nobody's way
    NetworkByOthers.write(lab.window.session(), "10." + others + ".0.0/16");
    person.presses("#network-save");
    person.presses("#network-confirm-save");
    person.sees("#merge-sheet");
  }

  /** Leaves while something is being changed, for as long as nobody stops that. */
  private void close(Person person) {
    Fx.run(
        () -> {
          lab.window.session().jobs().change("renewal", EveryViewTest::untilCancelled, _ -> {});
          lab.window.askToClose();
        });
    person.sees("#closing");
  }

  private static boolean untilCancelled(Job.Control control) {
    CountDownLatch cancelled = new CountDownLatch(1);
    control.cancelled().onCancel(cancelled::countDown);
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
