package org.flannelboard.ui.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.flannelboard.ui.kit.Bridge;
import org.flannelboard.ui.kit.NewCluster;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * The new cluster that somebody at this window describes: one at a time, left and taken up again.
 */
final class Beginning implements AutoCloseable {

  private final Window.Parts parts;
  private final Bridge bridge;
  private final Runnable show;
  private final Consumer<Path> open;
  private NewCluster.@Nullable Face face;
  private List<String> parting = List.of();

  /**
   * @param show shows it as it is now: begun, or at its end
   * @param open opens the profile that was written
   */
  Beginning(Window.Parts parts, Bridge bridge, Runnable show, Consumer<Path> open) {
    this.parts = parts;
    this.bridge = bridge;
    this.show = show;
    this.open = open;
  }

  /** The page before the first cluster: the wizard if one was begun, else the ways to a cluster. */
  Parent welcome(ClustersViewModel ways, Words words) {
    if (face != null) {
      return face.content(words);
    }
    if (!parting.isEmpty()) {
      ways.tell(goodbye(words));
    }
    return new ClustersView(ways, words, null, null).load();
  }

  /** Shows it over a cluster, or its end. */
  void showOver(Session session, Words words) {
    NewCluster.Face present = face;
    if (present != null) {
      session.show(new Sheet(present::content, session::closeSheet));
      return;
    }
    session.closeSheet();
    if (!parting.isEmpty()) {
      session.tell(new Notice(Status.WARNING, goodbye(words), ""));
    }
  }

  /** What stays of one that was cancelled; told once. */
  private String goodbye(Words words) {
    String hosts = String.join(", ", parting);
    parting = List.of();
    return words.text("firstrun.keys-stay", "hosts", hosts);
  }

  /** Begins one, or goes on with it. */
  void describe() {
    begin();
    show.run();
  }

  /** The same, with what other programs know. */
  void bringOver() {
    begin();
    if (face != null) {
      face.beginImport();
    }
    show.run();
  }

  private void begin() {
    if (face == null) {
      Clusters clusters = parts.clusters();
      face =
          parts
              .pages()
              .newCluster(
                  new NewCluster(
                      clusters.profiles(),
                      clusters.opener(),
                      clusters.tasks(),
                      bridge,
                      new NewCluster.Ends(this::finished, this::cancelled)))
              .orElse(null);
    }
  }

  private void finished(Path file) {
    close();
    show.run();
    open.accept(file);
  }

  private void cancelled(List<String> hosts) {
    close();
    parting = hosts;
    show.run();
  }

  @Override
  public void close() {
    if (face != null) {
      face.close();
      face = null;
    }
  }
}
