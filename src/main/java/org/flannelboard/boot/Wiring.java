package org.flannelboard.boot;

import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.PushReport;
import org.flannelboard.app.SettingsFile;
import org.flannelboard.app.activity.ActivityLog;
import org.flannelboard.app.history.History;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Ticker;
import org.flannelboard.cli.CliContext;
import org.flannelboard.cli.ClusterOpener;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.etcd.EtcdStoreConnector;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.practice.PracticeClock;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import org.flannelboard.ui.kit.Page;

/** Builds the program from its rooms. */
final class Wiring implements ClusterOpener {

  private final Map<String, String> environment;
  private final Path home;
  private final InstantSource clock = InstantSource.system();
  private final OutputStream out;
  private final OutputStream err;

  /** The program for the person who started it. */
  Wiring(OutputStream out, OutputStream err) {
    this(System.getenv(), Path.of(System.getProperty("user.home")), out, err);
  }

  /** The program for somebody with this environment and this home. */
  Wiring(Map<String, String> environment, Path home, OutputStream out, OutputStream err) {
    this.environment = environment;
    this.home = home;
    this.out = out;
    this.err = err;
  }

  CliContext context() {
    return context(new WindowPages());
  }

  /** What commands stand on, with a window of these pages. */
  CliContext context(Page.Binder pages) {
    ProfileCatalog catalog = new ProfileCatalog(locations());
    return new CliContext(
        this,
        new ProfileFiles(locations()),
        catalog,
        new WindowLauncher(
            this,
            pages,
            catalog,
            new SettingsFile(locations().config().resolve(SettingsFile.NAME), clock),
            environment),
        environment,
        out,
        err);
  }

  @Override
  public Cluster real(ClusterProfile profile, NodeQuestions questions) {
    ActivityLog activity = new ActivityLog(clock, Ticker.system());
    SshNodeConnector nodes =
        new SshNodeConnector(
            SshSettings.of(profile.knownHosts(), home, environment),
            questions,
            activity,
            PosixNodeOps::new);
    // Lambdas, not method references: a v2 cluster must never load the classes of v3.
    EtcdStoreConnector etcd =
        new EtcdStoreConnector(
            access -> EtcdV2Wire.open(access), access -> EtcdV3Wire.open(access));
    return new Cluster(
        profile,
        new Cluster.Adapters(nodes, etcd, nodes.hostKeys(), () -> {}),
        surroundings(clock),
        activity,
        history(profile));
  }

  /** Its file is not touched before there is something to write or to ask. */
  private History history(ClusterProfile profile) {
    Path folder = locations().state().resolve("history");
    return History.inFile(
        folder.resolve(History.fileName(profile)),
        clock,
        new VirtualThreadRunner(),
        Pause.system());
  }

  @Override
  public Practice practice(int nodes, boolean deployed) {
    PracticeClock practiceClock = new PracticeClock(clock);
    PracticeAuthority authority = PracticeAuthority.create(practiceClock, new SecureRandom());
    PracticeCluster practice =
        PracticeCluster.create(PracticeLab.initial(nodes), authority.material(), practiceClock);
    Cluster cluster =
        new Cluster(
            practice.profile(),
            new Cluster.Adapters(practice.nodes(), practice.etcd(), practice::close),
            surroundings(practiceClock));
    if (deployed) {
      deploy(cluster);
    }
    PracticeDesk desk = new PracticeDesk(practice, practiceClock);
    return new Practice(cluster, new PracticeBook(switches(), practiceClock, desk::follow));
  }

  @Override
  public PracticeControls practiceControls() {
    return PracticeBook.alone(switches(), clock);
  }

  /** Deployed by a real push, so that it is what a push leaves behind. */
  private static void deploy(Cluster cluster) {
    try (EtcdDoor door = new EtcdDoor(cluster)) {
      Deployment deployment = new Deployment(cluster, door);
      Proposal proposal = deployment.propose(cluster.profile().nodes()).orElseThrow();
      PushReport report = deployment.push(proposal, ApplyListener.none(), new CancelToken());
      if (!report.succeeded()) {
        throw new IllegalStateException("practice could not be deployed: " + report);
      }
    }
  }

  private Path switches() {
    return locations().state().resolve(PracticeBook.FILE);
  }

  private ProfileLocations locations() {
    return new ProfileLocations(
        System.getProperty("os.name"), environment, home, Path.of("").toAbsolutePath());
  }

  private static Cluster.Surroundings surroundings(InstantSource time) {
    return new Cluster.Surroundings(
        new VirtualThreadRunner(), time, Pause.system(), new SecureRandom());
  }
}
