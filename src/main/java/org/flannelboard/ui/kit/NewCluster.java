package org.flannelboard.ui.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.scene.Parent;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.NodeQuestions.UnknownHost;

/**
 * A cluster that is being described, until its profile is written.
 *
 * @param profiles the profiles of this machine; reads files, so only background work asks for more
 *     than names and texts
 * @param visits opens clusters to look at them; that may take a moment, so only background work
 *     asks
 * @param tasks runs that background work
 * @param bridge the way back from it
 * @param ends how it ends
 */
public record NewCluster(
    ProfileCatalog profiles, Visits visits, TaskRunner tasks, Bridge bridge, Ends ends) {

  /** Opens clusters that no file describes yet. */
  @FunctionalInterface
  public interface Visits {

    /**
     * A cluster on which nothing can be changed; nothing is connected yet. Whoever asked closes it.
     *
     * @param trusted which hosts of unknown keys the person has agreed to; all others are refused
     */
    Cluster visit(ClusterProfile profile, Predicate<UnknownHost> trusted);
  }

  /**
   * How it ends.
   *
   * @param finished gets the file of the profile that was written
   * @param cancelled gets the hosts whose keys were accepted: they are all that stays
   */
  public record Ends(Consumer<Path> finished, Consumer<List<String>> cancelled) {}

  /** What the window shows of it. Outlives the scene graphs, which come and go. */
  public interface Face extends AutoCloseable {

    /** A new scene graph in a language. */
    Parent content(Words words);

    /** Offers what other programs know of a cluster. */
    void beginImport();

    /** Ends what is still at work. */
    @Override
    void close();
  }
}
