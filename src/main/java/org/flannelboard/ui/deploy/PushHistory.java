package org.flannelboard.ui.deploy;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Rollbacks;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.ui.kit.Session;
import org.jspecify.annotations.Nullable;

/** What was pushed to one node, by its own journal, and what each push made of each file. */
final class PushHistory {

  private final Session session;
  private final Rollbacks rollbacks;
  private final Consumer<Pushes> showPushes;
  private final Consumer<Changes> showChanges;
  private final ReadOnlyObjectWrapper<@Nullable Pushes> pushes = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Changes> changes = new ReadOnlyObjectWrapper<>();
  private @Nullable NodeSpec wanted;

  /** A node's journal, or why it is not known. */
  record Pushes(NodeSpec node, Result<Journal, Failure> journal) {

    /** The pushes, the latest first. */
    List<Journal.Generation> latestFirst() {
      return journal.toOptional().map(found -> found.generations().reversed()).orElse(List.of());
    }

    /** Whether a rollback would undo this push. */
    boolean undoneNext(Journal.Generation generation) {
      return journal.toOptional().flatMap(Journal::latest).filter(generation::equals).isPresent();
    }
  }

  /** What one push made of files, or why that is not known. */
  record Changes(NodeSpec node, Journal.Generation push, Result<List<Difference>, Failure> files) {}

  PushHistory(Session session) {
    this.session = session;
    this.rollbacks = new Rollbacks(session.cluster());
    this.showPushes = session.bridge().latest(this::show);
    this.showChanges = session.bridge().latest(this::show);
  }

  // Properties

  /** The pushes to the node asked for; null until the first answer. */
  ReadOnlyObjectProperty<@Nullable Pushes> pushes() {
    return pushes.getReadOnlyProperty();
  }

  /** What the push asked for made of files; null while that is not known. */
  ReadOnlyObjectProperty<@Nullable Changes> changes() {
    return changes.getReadOnlyProperty();
  }

  // Commands

  /** Reads a node's journal. */
  void read(NodeSpec node) {
    wanted = node;
    changes.set(null);
    session
        .cluster()
        .tasks()
        .start(
            "journal",
            () -> {
              showPushes.accept(new Pushes(node, rollbacks.journal(node)));
              return true;
            })
        .detach();
  }

  /** Reads what one of the pushes made of files. */
  void read(Pushes of, Journal.Generation push) {
    of.journal()
        .ifOk(
            journal ->
                session
                    .cluster()
                    .tasks()
                    .start(
                        "differences",
                        () -> {
                          showChanges.accept(
                              new Changes(
                                  of.node(),
                                  push,
                                  rollbacks.differences(of.node(), journal, push)));
                          return true;
                        })
                    .detach());
  }

  private void show(Pushes found) {
    if (found.node().equals(wanted)) {
      pushes.set(found);
    }
  }

  private void show(Changes found) {
    if (found.node().equals(wanted)) {
      changes.set(found);
    }
  }
}
