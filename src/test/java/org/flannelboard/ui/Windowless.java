package org.flannelboard.ui;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.task.DirectTaskRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.boot.PracticeAuthority;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.ui.kit.Bridge;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;

/** A session on a deployed practice cluster without a window; what is asked for is done at once. */
public final class Windowless implements AutoCloseable {

  private static final InstantSource CLOCK = InstantSource.system();

  /** One for all tests: making its key takes longer than most tests. */
  private static final PracticeAuthority AUTHORITY =
      PracticeAuthority.create(CLOCK, new SecureRandom());

  public final PracticeCluster practice;
  public final Session session;
  private final Opened opened;

  /** A cluster of so many nodes. */
  public Windowless(int nodes) {
    practice = PracticeCluster.create(PracticeLab.initial(nodes), AUTHORITY.material(), CLOCK);
    Cluster cluster =
        new Cluster(
            practice.profile(),
            new Cluster.Adapters(practice.nodes(), practice.etcd()),
            new Cluster.Surroundings(new DirectTaskRunner(), CLOCK, _ -> {}, new SecureRandom()));
    opened = new Opened(cluster, new EtcdDoor(cluster), CLOCK, null);
    Deployment deployment = new Deployment(cluster, opened.door());
    deployment.push(
        deployment.propose(practice.profile().nodes()).orElseThrow(),
        ApplyListener.none(),
        new CancelToken());
    session = new Session(opened, Bridge.direct(), new Preferences(Locale.ENGLISH));
  }

  /** Switches a fault on, at that node or between it and the other, and measures. */
  public void breakIt(FaultKind kind, NodeId node, NodeId other) {
    practice.switchOn(kind.at(List.of(node, other).subList(0, kind.nodes())));
    measure();
  }

  /** Measures a round, and lets a second pass. */
  public void measure() {
    session.mesh().probe();
    session.tick();
  }

  @Override
  public void close() {
    session.close();
    opened.close();
    practice.close();
  }
}
