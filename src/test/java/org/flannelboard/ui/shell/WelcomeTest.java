package org.flannelboard.ui.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.SettingsFile;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.boot.WindowPages;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Person;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Preferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page before the first cluster. */
class WelcomeTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2030-06-13T15:15:17Z"));

  @TempDir private Path folder;

  @Test
  void settingsThatWereSetAsideAreSpokenOfWithBothFiles() throws IOException {
    SettingsFile file = new SettingsFile(folder.resolve(SettingsFile.NAME), CLOCK);
    Files.writeString(file.file(), "{ torn");
    SettingsFile.Loaded loaded = file.load();
    Preferences preferences = new Preferences(loaded.settings(), Locale.ENGLISH);
    Window window =
        Fx.get(
            () ->
                new Window(
                    null,
                    new Window.Parts(new WindowPages(), nothing(), preferences, loaded.problem())));
    try {
      Person newcomer = new Person(window);
      newcomer.reads("The settings in " + file.file());
      newcomer.reads("set aside as " + file.file() + ".corrupt-20300613T151517Z");

      Fx.run(() -> preferences.language().set(Locale.SIMPLIFIED_CHINESE));
      newcomer.reads("已将其另存为 " + file.file() + ".corrupt-20300613T151517Z");
    } finally {
      Fx.close(window);
    }
  }

  private Clusters nothing() {
    return new Clusters(
        new ProfileCatalog(new ProfileLocations("Linux", Map.of(), folder, folder)),
        new Clusters.Opener() {
          @Override
          public Opened real(ClusterProfile profile) {
            throw new AssertionError("nothing to open");
          }

          @Override
          public Cluster visit(
              ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
            throw new AssertionError("nothing to open");
          }

          @Override
          public Opened practice() {
            throw new AssertionError("nothing to open");
          }
        },
        new VirtualThreadRunner());
  }
}
