package org.flannelboard.boot;

import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.PushReport;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Ticker;
import org.flannelboard.cli.CliContext;
import org.flannelboard.cli.ClusterOpener;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.etcd.EtcdStoreConnector;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.profile.ProfileYaml;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import org.jspecify.annotations.Nullable;

/** Builds the program from its rooms. */
final class Wiring implements ClusterOpener {

  private final Map<String, String> environment = System.getenv();
  private final Path home = Path.of(System.getProperty("user.home"));
  private final InstantSource clock = InstantSource.system();
  private final OutputStream out;
  private final OutputStream err;

  Wiring(OutputStream out, OutputStream err) {
    this.out = out;
    this.err = err;
  }

  CliContext context() {
    return new CliContext(
        this, this::profile, new WindowLauncher(this, environment), environment, out, err);
  }

  @Override
  public Cluster real(ClusterProfile profile, NodeQuestions questions) {
    SshNodeConnector nodes =
        new SshNodeConnector(
            SshSettings.of(profile.knownHosts(), home, environment),
            questions,
            (node, operation, took, status) -> {},
            Ticker.system(),
            PosixNodeOps::new);
    // Lambdas, not method references: a v2 cluster must never load the classes of v3.
    EtcdStoreConnector etcd =
        new EtcdStoreConnector(
            access -> EtcdV2Wire.open(access), access -> EtcdV3Wire.open(access));
    return new Cluster(profile, new Cluster.Adapters(nodes, etcd), surroundings());
  }

  @Override
  public Cluster practice(int nodes, boolean deployed) {
    PracticeAuthority authority = PracticeAuthority.create(clock, new SecureRandom());
    PracticeCluster practice =
        PracticeCluster.create(PracticeLab.initial(nodes), authority.material(), clock);
    Cluster cluster =
        new Cluster(
            practice.profile(),
            new Cluster.Adapters(practice.nodes(), practice.etcd(), practice::close),
            surroundings());
    if (deployed) {
      deploy(cluster);
    }
    return cluster;
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

  private Cluster.Surroundings surroundings() {
    return new Cluster.Surroundings(
        new VirtualThreadRunner(), clock, Pause.system(), new SecureRandom());
  }

  private ProfileOutcome profile(@Nullable Path named) {
    Path working = Path.of("").toAbsolutePath();
    ProfileLocations locations =
        new ProfileLocations(System.getProperty("os.name"), environment, home, working);
    return switch (locations.choose(named)) {
      case ProfileLocations.Choice.Chosen chosen -> new ProfileYaml(home).read(chosen.profile());
      case ProfileLocations.Choice.None(List<Path> looked) -> refused("profile-none", looked);
      case ProfileLocations.Choice.Several(List<Path> several) ->
          refused("profile-several", several);
    };
  }

  private static ProfileOutcome refused(String code, List<Path> files) {
    String list = String.join(", ", files.stream().map(Path::toString).toList());
    return new ProfileOutcome.Refused(
        List.of(new LocatedProblem(Problem.error("", code, Map.of("files", list)), null)));
  }
}
