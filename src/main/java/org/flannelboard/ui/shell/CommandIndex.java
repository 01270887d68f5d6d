package org.flannelboard.ui.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.input.KeyEvent;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * Everything the person can do without the mouse, section by section. Palette, overlay of shortcuts
 * and keyboard all read this one list, so none of them can say what another does not know.
 */
final class CommandIndex {

  /**
   * Characters that stand for a command wherever nothing is being typed. Where a keyboard has them
   * differs from country to country, so they are known by the character and not by the key.
   */
  private static final Map<String, String> CHARACTERS = Map.of("?", "shortcuts", "/", "filter");

  private final List<Section> everywhere;
  private final Pages pages;
  private final Words words;

  /**
   * An index of the frame's own commands and the pages'.
   *
   * @param everywhere sections without a place
   */
  CommandIndex(List<Section> everywhere, Pages pages, Words words) {
    this.everywhere = List.copyOf(everywhere);
    this.pages = pages;
    this.words = words;
  }

  /**
   * Commands that belong together.
   *
   * @param title in the window's language
   * @param place where they can be done; null if everywhere
   */
  record Section(String title, @Nullable Place place, List<Command> commands) {
    Section {
      commands = List.copyOf(commands);
    }

    boolean holdsAt(Place here) {
      return place == null || place == here;
    }
  }

  /** A command in its section. */
  record Entry(Section section, Command command) {}

  /** All sections; those of the pages last. */
  List<Section> sections() {
    return Stream.concat(everywhere.stream(), pages.all().stream().flatMap(this::own)).toList();
  }

  /** All commands, in the order of the sections. */
  List<Entry> entries() {
    return sections().stream()
        .flatMap(section -> section.commands().stream().map(it -> new Entry(section, it)))
        .toList();
  }

  /** The command of that id among those that can be done everywhere. */
  Optional<Command> find(String id) {
    return everywhere.stream()
        .flatMap(section -> section.commands().stream())
        .filter(it -> it.id().equals(id))
        .findFirst();
  }

  /** The command whose keys these are, at a place; the page's own before the frame's. */
  Optional<Command> pressed(KeyEvent event, Place here) {
    Predicate<Command> meant = it -> it.keys() != null && it.keys().match(event);
    return Stream.concat(pages.at(here).stream().flatMap(this::own), everywhere.stream())
        .flatMap(section -> section.commands().stream())
        .filter(meant)
        .findFirst();
  }

  /** The command a typed character stands for. */
  Optional<Command> typed(String character) {
    return Optional.ofNullable(CHARACTERS.get(character)).flatMap(this::find);
  }

  /** A page's own section; none if it has no commands. */
  private Stream<Section> own(Page page) {
    return page.commands().isEmpty()
        ? Stream.empty()
        : Stream.of(
            new Section(words.text(page.place().titleKey()), page.place(), page.commands()));
  }

  /** What to press for a command: its keys as the keyboard labels them; empty if it has none. */
  static List<String> keys(Command command) {
    List<String> all = new ArrayList<>();
    if (command.keys() != null) {
      all.add(command.keys().getDisplayText());
    }
    CHARACTERS.forEach(
        (character, id) -> {
          if (id.equals(command.id())) {
            all.add(character);
          }
        });
    return List.copyOf(all);
  }
}
