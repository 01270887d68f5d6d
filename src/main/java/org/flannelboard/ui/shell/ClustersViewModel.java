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
import org.flannelboard.base.Result;
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
  private final Consumer<Opened> open;
  private final Consumer<Runnable> leave;
  private final Consumer<List<ProfileCatalog.Entry>> listed;
  private final Consumer<Runnable> done;
  private final ObservableList<ProfileCatalog.Entry> entries = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable Light> news = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

  /**
   * @param leave asks whether the cluster in the window can be left, and then goes on
   * @param open puts a cluster into the window
   */
  ClustersViewModel(
      Clusters clusters,
      Bridge bridge,
      Words words,
      Consumer<Runnable> leave,
      Consumer<Opened> open) {
    this.clusters = clusters;
    this.words = words;
    this.leave = leave;
    this.open = open;
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

  /** Where a new profile of that name would be. */
  Path place(String name) {
    return clusters.profiles().stored(name);
  }

  // Commands

  /** Tells what went wrong before anything was tried. */
  void tell(Failure failure) {
    Messages.Explanation said = words.describe(failure);
    news.set(new Light(Status.WARNING, said.message() + " " + said.remedy()));
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
    leave.accept(() -> bring(clusters.opener()::practice));
  }

  /** Writes a commented profile to be edited. */
  void describe(String name) {
    background(
        () -> {
          var result =
              clusters
                  .profiles()
                  .create(place(name))
                  .map(file -> new ProfileCatalog.Imported(file, List.of()));
          return () -> written(result);
        });
  }

  /** Makes a profile from the guide's env.sh. */
  void importEnv(Path source, String name) {
    background(
        () -> {
          var result = clusters.profiles().importEnv(source, place(name));
          return () -> written(result);
        });
  }

  /** Whether a name can be a file's: letters, digits, dots, dashes; not a path. */
  static boolean isName(String name) {
    return name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,62}");
  }

  private void bring(Supplier<Opened> cluster) {
    background(
        () -> {
          Opened opened = cluster.get();
          return () -> open.accept(opened);
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
          leave.accept(() -> bring(() -> clusters.opener().real(profile)));
      case ProfileOutcome.Refused _ ->
          news.set(new Light(Status.FAILED, words.text("clusters.refused", "file", entry.file())));
    }
  }

  private void written(Result<ProfileCatalog.Imported, Failure> result) {
    switch (result) {
      case Result.Ok<ProfileCatalog.Imported, Failure>(ProfileCatalog.Imported made) ->
          news.set(written(made));
      case Result.Err<ProfileCatalog.Imported, Failure>(Failure why) ->
          news.set(
              new Light(Status.FAILED, words.message(why) + " " + words.describe(why).remedy()));
    }
    look();
  }

  private Light written(ProfileCatalog.Imported made) {
    String text = words.text("clusters.written", "file", made.file());
    return made.problems().isEmpty()
        ? new Light(Status.OK, text)
        : new Light(
            Status.WARNING,
            text
                + "\n"
                + String.join(
                    "\n", made.problems().stream().map(it -> ProblemText.of(it, words)).toList()));
  }
}
