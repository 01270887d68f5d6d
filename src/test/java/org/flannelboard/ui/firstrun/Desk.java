package org.flannelboard.ui.firstrun;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Secret;
import org.flannelboard.boot.PracticeAuthority;
import org.flannelboard.boot.WindowPages;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Person;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.shell.Clusters;
import org.flannelboard.ui.shell.Window;

/**
 * A window without a cluster, on a machine from which the nodes of a practice cluster are reached.
 */
public final class Desk implements AutoCloseable {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final PracticeAuthority AUTHORITY =
      PracticeAuthority.create(CLOCK, new SecureRandom());

  /** The nodes, as they really are. */
  public final PracticeCluster practice;

  public final Preferences preferences;
  public final Window window;
  public final Person person;

  private final List<AutoCloseable> opened = new ArrayList<>();

  /**
   * Sits down.
   *
   * @param home the folder of the machine's user
   */
  public Desk(Path home, int nodes, PracticeFault... faults) {
    practice = PracticeCluster.create(PracticeLab.initial(nodes), AUTHORITY.material(), CLOCK);
    List.of(faults).forEach(practice::switchOn);
    preferences = new Preferences(Locale.ENGLISH);
    Clusters clusters =
        new Clusters(
            new ProfileCatalog(new ProfileLocations("Linux", Map.of(), home, home)),
            new Opener(),
            new VirtualThreadRunner());
    window =
        Fx.get(
            () ->
                new Window(null, new Window.Parts(new WindowPages(), clusters, preferences, null)));
    person = new Person(window);
  }

  /** The lines of an {@code /etc/hosts} with all nodes. */
  public String hosts() {
    return String.join(
        "\n", practice.profile().nodes().stream().map(it -> it.ip() + " " + it.id()).toList());
  }

  private Cluster cluster(ClusterProfile profile, NodeQuestions questions) {
    return new Cluster(
        profile,
        new Cluster.Adapters(practice.nodes(questions), practice.etcd(), () -> {}),
        new Cluster.Surroundings(
            new VirtualThreadRunner(), CLOCK, Pause.system(), new SecureRandom()));
  }

  @Override
  public void close() throws Exception {
    Fx.close(window);
    for (AutoCloseable each : opened) {
      each.close();
    }
    practice.close();
  }

  /** Reaches the practice nodes by whatever profile says so. */
  private final class Opener implements Clusters.Opener {

    @Override
    public Opened real(ClusterProfile profile) {
      Cluster cluster = cluster(profile, NodeQuestions.nobody());
      Opened made = new Opened(cluster, new EtcdDoor(cluster), CLOCK, null);
      opened.add(made);
      return made;
    }

    @Override
    public Cluster visit(ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
      Cluster cluster = cluster(profile, new Accepted(trusted));
      cluster.restrict();
      return cluster;
    }

    @Override
    public Opened practice() {
      throw new AssertionError("nobody practises here");
    }
  }

  private record Accepted(Predicate<NodeQuestions.UnknownHost> trusted) implements NodeQuestions {

    @Override
    public boolean trust(UnknownHost host) {
      return trusted.test(host);
    }

    @Override
    public Optional<Secret> secret(SecretRequest request) {
      return Optional.empty();
    }
  }
}
