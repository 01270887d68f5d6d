package org.flannelboard.ui.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.flannelboard.app.Messages;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.ui.kit.Bridge;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The clusters to choose from, and the ways to come by another. */
final class ClustersViewModel {

  private final Clusters clusters;
  private final Words words;
  private final Ways ways;
  private final Consumer<List<ProfileCatalog.Entry>> listed;
  private final Consumer<Runnable> done;
  private final ObservableList<ProfileCatalog.Entry> entries = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable Light> news = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

  /**
   * What the window does.
   *
   * @param leave asks whether the cluster in the window can be left, and then goes on
   * @param open puts a cluster into the window
   * @param describe shows the wizard
   * @param bringOver shows the wizard, and in it what other programs know
   */
  record Ways(
      Consumer<Runnable> leave, Consumer<Opened> open, Runnable describe, Runnable bringOver) {}

  ClustersViewModel(Clusters clusters, Bridge bridge, Words words, Ways ways) {
    this.clusters = clusters;
    this.words = words;
    this.ways = ways;
    this.listed = bridge.latest(entries::setAll);
    this.done = bridge.latest(this::done);
  }

  // Properties

  ObservableList<ProfileCatalog.Entry> entries() {
    return entries;
  }

  /** What came of the last thing that was tried; null before the first. */
  ReadOnlyObjectProperty<@Nullable Light> news() {
    return news.getReadOnlyProperty();
  }

  /** Whether a cluster is being opened. */
  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  // Commands

  /** Tells what went wrong before anything was tried. */
  void tell(Failure failure) {
    Messages.Explanation said = words.describe(failure);
    news.set(new Light(Status.WARNING, said.message() + " " + said.remedy()));
  }

  /** Tells what stays of something that was left. */
  void tell(String text) {
    news.set(new Light(Status.WARNING, text));
  }

  /** Looks which clusters there are. */
  void look() {
    clusters
        .tasks()
        .start(
            "clusters",
            () -> {
              listed.accept(clusters.profiles().list());
              return true;
            })
        .detach();
  }

  /** Reads a profile anew, as it may have been edited, and opens its cluster if it is in order. */
  void open(Path file) {
    background(
        () -> {
          ProfileCatalog.Entry entry = clusters.profiles().read(file);
          return () -> read(entry);
        });
  }

  /** Opens a practice cluster. */
  void openPractice() {
    ways.leave().accept(() -> bring(clusters.opener()::practice));
  }

  /** Leads to the wizard that describes another cluster. */
  void describe() {
    ways.describe().run();
  }

  /** Leads there too, with what other programs know of it. */
  void bringOver() {
    ways.bringOver().run();
  }

  private void bring(Supplier<Opened> cluster) {
    background(
        () -> {
          Opened opened = cluster.get();
          return () -> ways.open().accept(opened);
        });
  }

  /**
   * Works in the background, one thing at a time.
   *
   * @param work gives what is to be done with it on the window's thread
   */
  private void background(Supplier<Runnable> work) {
    busy.set(true);
    news.set(null);
    clusters
        .tasks()
        .start(
            "clusters",
            () -> {
              Runnable next = () -> {};
              try {
                next = work.get();
                return true;
              } finally {
                done.accept(next);
              }
            })
        .detach();
  }

  private void done(Runnable next) {
    busy.set(false);
    next.run();
  }

  private void read(ProfileCatalog.Entry entry) {
    entries.replaceAll(it -> it.file().equals(entry.file()) ? entry : it);
    switch (entry.outcome()) {
      case ProfileOutcome.Loaded(ClusterProfile profile, var _) ->
          ways.leave().accept(() -> bring(() -> clusters.opener().real(profile)));
      case ProfileOutcome.Refused _ ->
          news.set(new Light(Status.FAILED, words.text("clusters.refused", "file", entry.file())));
    }
  }
}
