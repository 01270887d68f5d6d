package org.flannelboard.ui.shell;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Session;

/** Commands to choose from, the best fit for what was typed first. */
final class PaletteViewModel {

  private final Session session;
  private final List<CommandIndex.Entry> all;
  private final StringProperty typed = new SimpleStringProperty("");
  private final ObservableList<CommandIndex.Entry> found = FXCollections.observableArrayList();

  PaletteViewModel(Session session, CommandIndex index) {
    this.session = session;
    this.all = index.entries().stream().filter(it -> !it.command().id().equals("palette")).toList();
    typed.subscribe(this::search);
  }

  // Properties

  /** What was typed. */
  StringProperty typed() {
    return typed;
  }

  /** What fits it. */
  ObservableList<CommandIndex.Entry> found() {
    return found;
  }

  // Commands

  /** Leaves the palette and does it, at the place where it can be done. */
  void run(CommandIndex.Entry entry) {
    Command command = entry.command();
    if (command.disabled().get()) {
      return;
    }
    session.closeSheet();
    if (entry.section().place() != null) {
      session.place().set(entry.section().place());
    }
    command.run();
  }

  private void search(String text) {
    record Hit(CommandIndex.Entry entry, int score) {}
    Stream<Hit> hits =
        all.stream()
            .flatMap(
                entry ->
                    score(text, entry.command()).stream().mapToObj(score -> new Hit(entry, score)));
    found.setAll(
        hits.sorted(Comparator.comparingInt(Hit::score).reversed()).map(Hit::entry).toList());
  }

  /** The id counts too: it is English in every language. */
  private static OptionalInt score(String typed, Command command) {
    return Stream.of(command.title(), command.id(), command.id().replace('-', ' '))
        .map(text -> FuzzyMatch.score(typed, text))
        .flatMapToInt(OptionalInt::stream)
        .max();
  }
}
