package org.flannelboard.ui.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/** What the frame itself lets the person do, and all of it together with what the pages do. */
final class FrameCommands {

  private final Session session;
  private final Words words;
  private final Acts acts;

  /**
   * What only the frame and the window around it can do.
   *
   * @param theme changes between light and dark
   * @param language changes between English and Chinese
   * @param clusters shows which clusters there are
   * @param describe shows the wizard for a new cluster
   * @param bringOver shows it with what other programs know
   * @param close closes the window
   * @param palette shows the command palette
   * @param shortcuts shows all shortcuts
   * @param jobs shows or hides the list of tasks
   * @param filter goes to the page's filter
   */
  record Acts(
      Runnable theme,
      Runnable language,
      Runnable clusters,
      Runnable describe,
      Runnable bringOver,
      Runnable close,
      Runnable palette,
      Runnable shortcuts,
      Runnable jobs,
      Runnable filter) {}

  FrameCommands(Session session, Words words, Acts acts) {
    this.session = session;
    this.words = words;
    this.acts = acts;
  }

  /**
   * The frame's commands, those that boot hung into it, and the pages'.
   *
   * @param hung what can be done everywhere beside the frame's own
   */
  CommandIndex index(Pages pages, List<Command> hung) {
    List<Command> window = new ArrayList<>(window());
    window.addAll(hung);
    List<CommandIndex.Section> sections = new ArrayList<>();
    sections.add(
        new CommandIndex.Section(
            words.text("commands.places"), null, pages.places().stream().map(this::goTo).toList()));
    sections.add(new CommandIndex.Section(words.text("commands.cluster"), null, cluster()));
    sections.add(new CommandIndex.Section(words.text("commands.window"), null, window));
    return new CommandIndex(sections, pages, words);
  }

  private Command goTo(Place place) {
    return Command.always(
        "go-" + place.name().toLowerCase(Locale.ROOT),
        words.text("command.go", "place", words.text(place.titleKey())),
        keys(KeyCode.valueOf("DIGIT" + place.digit()), KeyCombination.SHORTCUT_DOWN),
        () -> session.place().set(place));
  }

  private List<Command> cluster() {
    var push = session.push().state();
    var engaged = session.engaged();
    BooleanBinding busy =
        Bindings.createBooleanBinding(() -> session.readOnly() || engaged.get(), engaged);
    BooleanBinding resting =
        Bindings.createBooleanBinding(() -> !(push.get() instanceof PushState.Running), push);
    List<Command> all = new ArrayList<>();
    all.add(
        Command.always(
            "refresh",
            words.text("command.refresh"),
            keys(KeyCode.F5),
            () -> session.status().refresh()));
    all.add(
        Command.always(
            "mesh-pause",
            words.text("pause-or-resume"),
            keys(KeyCode.P, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
            session.mesh()::pauseOrResume));
    all.add(
        new Command(
            "push-all",
            words.text("push.all"),
            null,
            busy,
            () -> session.push().propose(session.nodes())));
    all.add(
        new Command(
            "push-stop", words.text("command.push-stop"), null, resting, session.push()::cancel));
    session.nodes().forEach(node -> all.add(push(node, busy)));
    all.add(
        Command.always(
            "known-hosts",
            words.text("command.known-hosts"),
            null,
            () -> session.show(KnownHostsView.sheet(session))));
    all.add(
        Command.always(
            "clusters",
            words.text("command.clusters"),
            keys(KeyCode.O, KeyCombination.SHORTCUT_DOWN),
            acts.clusters()));
    all.add(
        Command.always("new-cluster", words.text("command.new-cluster"), null, acts.describe()));
    all.add(
        Command.always(
            "import-cluster", words.text("command.import-cluster"), null, acts.bringOver()));
    return all;
  }

  private Command push(NodeSpec node, BooleanBinding busy) {
    return new Command(
        "push-" + node.id().name(),
        words.text("push.node", "node", node.id()),
        null,
        busy,
        () -> session.push().propose(List.of(node)));
  }

  private List<Command> window() {
    return List.of(
        Command.always(
            "palette",
            words.text("command.palette"),
            keys(KeyCode.K, KeyCombination.SHORTCUT_DOWN),
            acts.palette()),
        Command.always(
            "shortcuts", words.text("command.shortcuts"), keys(KeyCode.F1), acts.shortcuts()),
        Command.always(
            "filter",
            words.text("command.filter"),
            keys(KeyCode.F, KeyCombination.SHORTCUT_DOWN),
            acts.filter()),
        Command.always(
            "tasks",
            words.text("command.tasks"),
            keys(KeyCode.J, KeyCombination.SHORTCUT_DOWN),
            acts.jobs()),
        Command.always("theme", words.text("theme"), null, acts.theme()),
        Command.always("language", words.text("command.language"), null, acts.language()),
        Command.always(
            "close",
            words.text("command.close"),
            keys(KeyCode.Q, KeyCombination.SHORTCUT_DOWN),
            acts.close()));
  }

  private static KeyCombination keys(KeyCode key, KeyCombination.Modifier... modifiers) {
    return new KeyCodeCombination(key, modifiers);
  }
}
