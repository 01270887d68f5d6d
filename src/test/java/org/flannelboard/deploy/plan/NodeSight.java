package org.flannelboard.deploy.plan;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.jspecify.annotations.Nullable;

/** What is seen on vm01 of the guide's cluster, bare or deployed, with single differences. */
final class NodeSight {

  static final Content FLANNELD = Content.of("flanneld 0.10.0");
  static final Content HELPER = Content.of("mk-docker-opts");
  static final Content CA =
      Content.of("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  static final Content CERTIFICATE = Content.of("certificate");
  static final Content KEY = Content.of("key");
  static final String DOCKER = "docker.service";
  static final String FLANNELD_UNIT = "flanneld.service";
  static final RemotePath DOCKER_UNIT = RemotePath.of("/usr/lib/systemd/system/docker.service");
  static final MacAddress MAC = new MacAddress("ca:4f:c9:70:58:48");
  private static final Instant NOW = Instant.parse("2030-06-13T15:15:17Z");
  private static final Paths PATHS = Paths.guide();
  private static final String BIP = "--bip=10.253.36.1/24";

  private final ClusterProfile profile;
  private final Map<RemotePath, FileState> files = new HashMap<>();
  private final Map<String, UnitState> units = new HashMap<>();
  private List<Observation.Container> containers = List.of();
  private NetworkState network = new NetworkState(List.of(), List.of(), List.of());

  private NodeSight(ClusterProfile profile) {
    this.profile = profile;
    for (ObservationQuery.FileQuery file : DeployPlanner.query(profile).files()) {
      files.put(file.path(), new FileState.Absent(file.path()));
    }
  }

  static Desired desired(ClusterProfile profile) {
    return new Desired(profile, FLANNELD, HELPER, CA, CERTIFICATE, KEY);
  }

  /** Where the guide begins, with docker at work. */
  static NodeSight bare(ClusterProfile profile, String dockerUnit) {
    NodeSight sight = new NodeSight(profile);
    sight.file(PATHS.etcdCa(), CA, 0644);
    sight.file(DOCKER_UNIT, Content.of(dockerUnit), 0644);
    sight.units.put(
        FLANNELD_UNIT,
        new UnitState(
            FLANNELD_UNIT,
            "not-found",
            "inactive",
            "dead",
            "",
            "",
            false,
            null,
            List.of(),
            Known.notChecked()));
    sight.units.put(
        DOCKER,
        running(
            DOCKER,
            "enabled",
            DOCKER_UNIT,
            List.of(new UnitState.UnitFile(DOCKER_UNIT, dockerUnit)),
            List.of("/usr/bin/dockerd")));
    return sight;
  }

  /** As a push leaves it. */
  static NodeSight deployed() {
    return deployed(Guide.profile());
  }

  static NodeSight deployed(ClusterProfile profile) {
    NodeSight sight = new NodeSight(profile);
    sight.file(PATHS.etcdCa(), CA, 0644);
    sight.file(PATHS.flanneld(), FLANNELD, 0755);
    sight.file(PATHS.mkDockerOpts(), HELPER, 0755);
    sight.file(PATHS.certificate(), CERTIFICATE, 0644);
    sight.file(PATHS.key(), KEY, 0600);
    sight.text(PATHS.options(), FlannelFiles.options(profile, Guide.VM01));
    sight.text(PATHS.unit(), FlannelFiles.unit(PATHS));
    sight.text(PATHS.dockerOptions(), "DOCKER_NETWORK_OPTIONS=\" " + BIP + " --mtu=1450\"\n");
    sight.text(PATHS.subnetEnv(), "FLANNEL_NETWORK=10.253.0.0/16\nFLANNEL_SUBNET=10.253.36.1/24\n");
    String dropIn =
        DockerUnit.read(unitFiles(DockerUnits.CENTOS), PATHS.dockerOptions())
            .dropIn(PATHS.dockerOptions());
    RemotePath dropInPath = DeployPlanner.dropIn(profile.docker());
    sight.text(dropInPath, dropIn);
    sight.units.put(
        FLANNELD_UNIT,
        running(
            FLANNELD_UNIT,
            "enabled",
            PATHS.unit(),
            List.of(new UnitState.UnitFile(PATHS.unit(), FlannelFiles.unit(PATHS))),
            FlannelFiles.commandLine(profile, Guide.VM01)));
    sight.units.put(
        DOCKER,
        running(
            DOCKER,
            "enabled",
            DOCKER_UNIT,
            List.of(
                new UnitState.UnitFile(DOCKER_UNIT, DockerUnits.CENTOS),
                new UnitState.UnitFile(dropInPath, dropIn)),
            List.of("/usr/bin/dockerd", BIP, "--mtu=1450")));
    sight.network = network(MAC, true, "10.253.36.1");
    return sight;
  }

  static NetworkState network(@Nullable MacAddress mac, boolean up, String docker0) {
    return new NetworkState(
        List.of(new NetworkState.Link("flannel.1", up, 1450, mac, null)),
        List.of(new NetworkState.Address("docker0", Ipv4Address.of(docker0), 24)),
        List.of());
  }

  private static List<UnitState.UnitFile> unitFiles(String text) {
    return List.of(new UnitState.UnitFile(DOCKER_UNIT, text));
  }

  private static UnitState running(
      String name,
      String enablement,
      RemotePath fragment,
      List<UnitState.UnitFile> files,
      List<String> arguments) {
    return new UnitState(
        name,
        "loaded",
        "active",
        "running",
        enablement,
        "success",
        false,
        fragment,
        files,
        Known.of(new UnitState.MainProcess(4711, arguments.getFirst(), false, arguments)));
  }

  NodeSight file(RemotePath path, Content content, int mode) {
    return file(path, content, mode, "root");
  }

  NodeSight file(RemotePath path, Content content, int mode, String owner) {
    files.put(
        path,
        new FileState.Regular(
            path, content.size(), content.digest(), mode, owner, owner, NOW, content));
    return this;
  }

  NodeSight text(RemotePath path, String text) {
    return file(path, Content.of(text), 0644);
  }

  NodeSight state(FileState state) {
    files.put(state.path(), state);
    return this;
  }

  NodeSight gone(RemotePath path) {
    return state(new FileState.Absent(path));
  }

  NodeSight unit(String name, UnaryOperator<UnitState> change) {
    units.compute(name, (_, unit) -> change.apply(Objects.requireNonNull(unit)));
    return this;
  }

  NodeSight containers(String... names) {
    containers =
        List.of(names).stream().map(n -> new Observation.Container("id", n, "image")).toList();
    return this;
  }

  NodeSight network(NetworkState other) {
    network = other;
    return this;
  }

  Observation seen() {
    return new Observation(
        Guide.VM01.id(),
        NOW,
        new Observation.HostFacts("vm01", "CentOS Linux 7", "3.10.0", "x86_64", 219),
        files,
        units,
        Known.of(network),
        Known.of(containers));
  }

  NodePlan plan() {
    return plan(false);
  }

  NodePlan plan(boolean interrupted) {
    return DeployPlanner.plan(desired(profile), Guide.VM01, seen(), interrupted);
  }

  /** The unit with another activity. */
  static UnaryOperator<UnitState> activity(String active, String sub) {
    return u ->
        new UnitState(
            u.name(),
            u.loadState(),
            active,
            sub,
            u.enablement(),
            u.result(),
            u.needsReload(),
            u.fragment(),
            u.files(),
            active.equals("active") ? u.process() : Known.notChecked());
  }

  static UnaryOperator<UnitState> enablement(String enablement) {
    return u ->
        new UnitState(
            u.name(),
            u.loadState(),
            u.activeState(),
            u.subState(),
            enablement,
            u.result(),
            u.needsReload(),
            u.fragment(),
            u.files(),
            u.process());
  }

  static UnaryOperator<UnitState> stale() {
    return u ->
        new UnitState(
            u.name(),
            u.loadState(),
            u.activeState(),
            u.subState(),
            u.enablement(),
            u.result(),
            true,
            u.fragment(),
            u.files(),
            u.process());
  }

  static UnaryOperator<UnitState> process(boolean replaced, List<String> arguments) {
    return u ->
        new UnitState(
            u.name(),
            u.loadState(),
            u.activeState(),
            u.subState(),
            u.enablement(),
            u.result(),
            u.needsReload(),
            u.fragment(),
            u.files(),
            Known.of(new UnitState.MainProcess(1, arguments.getFirst(), replaced, arguments)));
  }

  static UnaryOperator<UnitState> loaded(String state, @Nullable RemotePath fragment) {
    return u ->
        new UnitState(
            u.name(),
            state,
            u.activeState(),
            u.subState(),
            u.enablement(),
            u.result(),
            u.needsReload(),
            fragment,
            u.files(),
            u.process());
  }

  static UnaryOperator<UnitState> files(List<UnitState.UnitFile> files) {
    return u ->
        new UnitState(
            u.name(),
            u.loadState(),
            u.activeState(),
            u.subState(),
            u.enablement(),
            u.result(),
            u.needsReload(),
            u.fragment(),
            files,
            u.process());
  }
}
