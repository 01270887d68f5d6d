package org.flannelboard.ui.shell;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.node.Done;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.HostKeys.HostKeysFailure;
import org.flannelboard.ui.kit.Session;
import org.jspecify.annotations.Nullable;

/** The host keys on file, and the one that is about to be removed. */
final class KnownHostsViewModel {

  private final Session session;
  private final Consumer<Result<List<HostKeys.Entry>, HostKeysFailure>> arrived;
  private final Consumer<Result<Done, HostKeysFailure>> removed;
  private final ObservableList<HostKeys.Entry> entries = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<HostKeys.@Nullable Entry> asked =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Failure> failure = new ReadOnlyObjectWrapper<>();

  KnownHostsViewModel(Session session) {
    this.session = session;
    this.arrived = session.bridge().latest(this::arrived);
    this.removed = session.bridge().latest(this::removed);
  }

  // Properties

  ObservableList<HostKeys.Entry> entries() {
    return entries;
  }

  /** The entry whose removal has to be agreed to; null if none. */
  ReadOnlyObjectProperty<HostKeys.@Nullable Entry> asked() {
    return asked.getReadOnlyProperty();
  }

  /** What went wrong; null if nothing. */
  ReadOnlyObjectProperty<@Nullable Failure> failure() {
    return failure.getReadOnlyProperty();
  }

  // Commands

  /** Reads the files. */
  void read() {
    background(
        "known hosts", () -> arrived.accept(session.cluster().hostKeys().list(session.nodes())));
  }

  /** Asks whether an entry shall go. */
  void ask(HostKeys.@Nullable Entry entry) {
    asked.set(entry);
  }

  /** Removes the entry that was asked about. */
  void remove() {
    HostKeys.Entry entry = asked.get();
    if (entry != null) {
      asked.set(null);
      background(
          "forget host key", () -> removed.accept(session.cluster().hostKeys().remove(entry)));
    }
  }

  private void background(String name, Runnable work) {
    session
        .cluster()
        .tasks()
        .start(
            name,
            () -> {
              work.run();
              return true;
            })
        .detach();
  }

  private void arrived(Result<List<HostKeys.Entry>, HostKeysFailure> read) {
    failure.set(read.toFailure().orElse(null));
    entries.setAll(read.toOptional().orElse(List.of()));
  }

  private void removed(Result<Done, HostKeysFailure> done) {
    switch (done) {
      case Result.Ok<Done, HostKeysFailure> _ -> read();
      case Result.Err<Done, HostKeysFailure>(HostKeysFailure why) -> failure.set(why);
    }
  }
}
