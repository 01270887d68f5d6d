package org.flannelboard.deploy.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;

/**
 * Plans one node: compares what is wanted with what was observed and names each difference as a
 * step.
 *
 * <p>A service is restarted for a reason only: one of its files changes, the program it runs from
 * was replaced, its command line is not the wanted one, or an earlier push was interrupted between
 * writing files and restarting. "Is running" alone is no proof that it runs what is installed.
 */
public final class DeployPlanner {

  /** The drop-in by which docker is taught flannel's network. */
  public static final String DROP_IN_NAME = "50-flannelboard.conf";

  /** Where unit files stand that people or packages put there (systemd.unit(5)). */
  private static final List<RemotePath> UNIT_DIRECTORIES =
      List.of(
          RemotePath.of("/etc/systemd/system"),
          RemotePath.of("/run/systemd/system"),
          RemotePath.of("/usr/local/lib/systemd/system"),
          RemotePath.of("/usr/lib/systemd/system"),
          RemotePath.of("/lib/systemd/system"));

  private static final RemotePath DAEMON_JSON = RemotePath.of("/etc/docker/daemon.json");
  private static final String FLANNELD = DockerUnit.FLANNELD;

  private final ClusterProfile profile;
  private final Desired desired;
  private final NodeSpec node;
  private final Observation seen;
  private final boolean interrupted;
  private final List<Step> steps = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<StepId, Problem> refused = new EnumMap<>(StepId.class);

  private DeployPlanner(Desired desired, NodeSpec node, Observation seen, boolean interrupted) {
    this.profile = desired.profile();
    this.desired = desired;
    this.node = node;
    this.seen = seen;
    this.interrupted = interrupted;
  }

  /** What has to be observed on a node before it can be planned or verified. */
  public static ObservationQuery query(ClusterProfile profile) {
    Paths paths = profile.paths();
    List<ObservationQuery.FileQuery> files = new ArrayList<>();
    files.addAll(
        List.of(
            ObservationQuery.text(paths.etcdCa()),
            ObservationQuery.digest(paths.flanneld()),
            ObservationQuery.digest(paths.mkDockerOpts()),
            ObservationQuery.text(paths.certificate()),
            ObservationQuery.text(paths.key()),
            ObservationQuery.text(paths.options()),
            ObservationQuery.text(paths.unit()),
            ObservationQuery.text(dropIn(profile.docker())),
            ObservationQuery.text(DAEMON_JSON),
            ObservationQuery.text(paths.dockerOptions()),
            ObservationQuery.text(paths.subnetEnv()),
            ObservationQuery.text(journal(paths))));
    if (profile.docker().style() == DockerSpec.Style.IN_PLACE) {
      UNIT_DIRECTORIES.forEach(
          directory -> files.add(ObservationQuery.text(directory.child(profile.docker().unit()))));
    }
    return new ObservationQuery(files, List.of(FLANNELD, profile.docker().unit()), true, true);
  }

  /** What has to be observed before a node's state can be shown: no large file among it. */
  public static ObservationQuery statusQuery(ClusterProfile profile) {
    Paths paths = profile.paths();
    return new ObservationQuery(
        List.of(
            ObservationQuery.text(paths.etcdCa()),
            ObservationQuery.text(paths.certificate()),
            ObservationQuery.text(paths.key()),
            ObservationQuery.text(paths.subnetEnv())),
        List.of(FLANNELD, profile.docker().unit()),
        true,
        true);
  }

  /** Where a node's journal of pushes is kept. */
  public static RemotePath journal(Paths paths) {
    return paths.state().child("journal.json");
  }

  /** Where docker's drop-in goes. */
  public static RemotePath dropIn(DockerSpec docker) {
    return RemotePath.of("/etc/systemd/system/" + docker.unit() + ".d").child(DROP_IN_NAME);
  }

  /**
   * Plans a node.
   *
   * @param seen the answer to {@link #query}
   * @param interrupted whether the node's last push did not come to its end
   */
  public static NodePlan plan(
      Desired desired, NodeSpec node, Observation seen, boolean interrupted) {
    return new DeployPlanner(desired, node, seen, interrupted).plan();
  }

  private NodePlan plan() {
    Paths paths = profile.paths();
    planCa();
    planFile(StepId.FLANNELD_BINARY, paths.flanneld(), desired.flanneld(), 0755);
    planFile(StepId.MK_DOCKER_OPTS, paths.mkDockerOpts(), desired.mkDockerOpts(), 0755);
    planFile(StepId.CERTIFICATE, paths.certificate(), desired.certificate(), 0644);
    planFile(StepId.CERTIFICATE_KEY, paths.key(), desired.key(), 0600);
    Content options = Content.of(FlannelFiles.options(profile, node));
    planFile(StepId.OPTIONS, paths.options(), options, 0644);
    planFile(StepId.FLANNELD_UNIT, paths.unit(), Content.of(FlannelFiles.unit(paths)), 0644);
    planDockerUnit();
    planReload();
    planFlanneld();
    planDocker();
    steps.add(new Step.Verify(StepId.VERIFY, node.id()));
    return new NodePlan(node.id(), steps, problems, refused);
  }

  private void planCa() {
    RemotePath path = profile.paths().etcdCa();
    if (seen.file(path) instanceof FileState.Regular file) {
      // Other programs trust this file too: it is never replaced, only understood.
      boolean same =
          file.digest().equals(desired.ca().digest())
              || file.content() != null && sameCertificate(file.content());
      if (same) {
        steps.add(new Step.InSync(StepId.ETCD_CA, file.digest().brief()));
      } else {
        steps.add(new Step.InSync(StepId.ETCD_CA, "differs"));
        refuse(StepId.ETCD_CA, "etcd-ca-differs", Map.of("path", path.text()));
      }
      return;
    }
    planFile(StepId.ETCD_CA, path, desired.ca(), 0644);
  }

  /** Whether the file holds our CA among others, or the same one in another layout. */
  private boolean sameCertificate(Content installed) {
    return squeeze(installed.text()).contains(squeeze(desired.ca().text()));
  }

  private static String squeeze(String pem) {
    return pem.replaceAll("\\s", "");
  }

  private void planFile(StepId id, RemotePath path, Content content, int mode) {
    FileState before = seen.file(path);
    switch (before) {
      case FileState.Regular file
          when file.digest().equals(content.digest())
              && file.mode() == mode
              && file.owner().equals("root")
              && file.group().equals("root") ->
          steps.add(new Step.InSync(id, file.digest().brief()));
      case FileState.Regular _, FileState.Absent _ ->
          steps.add(
              new Step.PutFile(id, node.id(), FileWrite.rootOwned(path, content, mode), before));
      case FileState.Other other -> {
        steps.add(new Step.InSync(id, other.kind()));
        refuse(id, "not-a-file", Map.of("path", path.text(), "kind", other.kind()));
      }
      case FileState.Unreadable unreadable -> {
        steps.add(new Step.InSync(id, "unreadable"));
        refuse(id, "file-unreadable", Map.of("path", path.text(), "why", unreadable.why()));
      }
    }
  }

  private void planDockerUnit() {
    UnitState docker = dockerState();
    RemotePath dropIn = dropIn(profile.docker());
    RemotePath options = profile.paths().dockerOptions();
    if (!docker.exists() || docker.fragment() == null || docker.loadState().equals("masked")) {
      steps.add(new Step.InSync(StepId.DOCKER_UNIT, docker.loadState()));
      refuse(
          StepId.DOCKER_UNIT,
          "docker-missing",
          Map.of("unit", profile.docker().unit(), "state", docker.loadState()));
      return;
    }
    List<UnitState.UnitFile> others =
        docker.files().stream().filter(file -> !file.path().equals(dropIn)).toList();
    DockerUnit has = DockerUnit.read(others, options);
    refuseOwnBip(has);
    if (!has.passes() && has.execStart().isEmpty()) {
      refuseUnusual();
    } else if (has.complete()) {
      steps.add(new Step.InSync(StepId.DOCKER_UNIT, docker.fragment().text()));
    } else {
      switch (profile.docker().style()) {
        case DROP_IN -> planFile(StepId.DOCKER_UNIT, dropIn, Content.of(has.dropIn(options)), 0644);
        case IN_PLACE -> planInPlace(others, docker.fragment(), has);
      }
    }
  }

  private void planInPlace(List<UnitState.UnitFile> files, RemotePath fragment, DockerUnit has) {
    RemotePath options = profile.paths().dockerOptions();
    if (!(seen.files().get(fragment) instanceof FileState.Regular file) || file.content() == null) {
      refuseUnusual();
      return;
    }
    String edited = DockerUnitEdit.apply(file.content().text(), has, options);
    List<UnitState.UnitFile> afterwards =
        files.stream()
            .map(f -> f.path().equals(fragment) ? new UnitState.UnitFile(fragment, edited) : f)
            .toList();
    if (!DockerUnit.read(afterwards, options).complete()) {
      refuseUnusual(); // a drop-in takes back what the unit file says
      return;
    }
    FileWrite write =
        new FileWrite(fragment, Content.of(edited), file.mode(), file.owner(), file.group(), null);
    steps.add(new Step.PutFile(StepId.DOCKER_UNIT, node.id(), write, file));
  }

  private void refuseUnusual() {
    steps.add(new Step.InSync(StepId.DOCKER_UNIT, "unusual"));
    refuse(StepId.DOCKER_UNIT, "docker-unit-unusual", Map.of("unit", profile.docker().unit()));
  }

  private void refuseOwnBip(DockerUnit has) {
    has.ownBip()
        .ifPresent(
            bip ->
                refuse(
                    StepId.DOCKER_UNIT,
                    "docker-own-bip",
                    Map.of("where", "ExecStart", "value", bip)));
    if (seen.file(DAEMON_JSON) instanceof FileState.Regular file
        && file.content() != null
        && file.content().text().matches("(?s).*\"bip\"\\s*:.*")) {
      refuse(
          StepId.DOCKER_UNIT,
          "docker-own-bip",
          Map.of("where", DAEMON_JSON.text(), "value", "bip"));
    }
  }

  private void planReload() {
    boolean unitFileChanges = puts(StepId.FLANNELD_UNIT) || puts(StepId.DOCKER_UNIT);
    boolean stale = seen.unit(FLANNELD).needsReload() || dockerState().needsReload();
    steps.add(
        unitFileChanges || stale
            ? new Step.ReloadUnits(StepId.DAEMON_RELOAD, node.id())
            : new Step.InSync(StepId.DAEMON_RELOAD, "loaded"));
  }

  private void planFlanneld() {
    UnitState flanneld = seen.unit(FLANNELD);
    RemotePath unit = profile.paths().unit();
    if (flanneld.fragment() != null && !samePlace(flanneld.fragment(), unit)) {
      refuse(
          StepId.FLANNELD_UNIT,
          "unit-shadowed",
          Map.of("path", flanneld.fragment().text(), "wanted", unit.text()));
    }
    if (flanneld.enabled() && !puts(StepId.FLANNELD_UNIT)) {
      steps.add(new Step.InSync(StepId.FLANNELD_ENABLE, flanneld.enablement()));
    } else {
      // A new unit file may name other units in its [Install] section.
      String reason = flanneld.enabled() ? "files-changed" : "not-enabled";
      steps.add(control(StepId.FLANNELD_ENABLE, UnitVerb.ENABLE, reason, new Risk.None()));
    }
    steps.add(flanneldStart(flanneld));
  }

  /** Whether two paths are one file where /lib is a link to /usr/lib, as on Debian and CentOS. */
  private static boolean samePlace(RemotePath one, RemotePath other) {
    return withoutUsr(one).equals(withoutUsr(other));
  }

  private static String withoutUsr(RemotePath path) {
    return path.text().startsWith("/usr/lib/") ? path.text().substring(4) : path.text();
  }

  /** A unit that is still trying goes on with its old files when it is merely started. */
  private static UnitVerb startVerb(UnitState unit) {
    return switch (unit.activeState()) {
      case "inactive", "failed" -> UnitVerb.START;
      default -> UnitVerb.RESTART;
    };
  }

  private Step flanneldStart(UnitState flanneld) {
    if (!flanneld.active()) {
      return control(StepId.FLANNELD_START, startVerb(flanneld), "not-running", new Risk.None());
    }
    String reason = flanneldRestartReason(flanneld);
    if (reason.isEmpty()) {
      return new Step.InSync(StepId.FLANNELD_START, running(flanneld));
    }
    // RequiredBy=docker.service makes docker require flanneld: systemd restarts both together.
    Risk risk = dockerState().active() ? dockerRestarts() : new Risk.FlanneldRestarts();
    return control(StepId.FLANNELD_START, UnitVerb.RESTART, reason, risk);
  }

  private String flanneldRestartReason(UnitState flanneld) {
    boolean fileChanges =
        puts(StepId.FLANNELD_BINARY)
            || puts(StepId.CERTIFICATE)
            || puts(StepId.CERTIFICATE_KEY)
            || puts(StepId.OPTIONS)
            || puts(StepId.FLANNELD_UNIT)
            || puts(StepId.ETCD_CA);
    if (fileChanges) {
      return "files-changed";
    }
    if (interrupted) {
      return "push-interrupted";
    }
    if (servesAnotherNetwork()) {
      return "network-changes";
    }
    return flanneld
        .process()
        .toOptional()
        .map(
            process ->
                process.executableReplaced()
                    ? "binary-replaced"
                    : process.arguments().equals(FlannelFiles.commandLine(profile, node))
                        ? ""
                        : "arguments-differ")
        .orElse("");
  }

  /** Whether flanneld got its subnet out of another network: it reads the configuration once. */
  private boolean servesAnotherNetwork() {
    return seen.file(profile.paths().subnetEnv()) instanceof FileState.Regular file
        && file.content() != null
        && SubnetEnv.parse(file.content().text())
            .network()
            .filter(network -> !network.equals(profile.network().network()))
            .isPresent();
  }

  private void planDocker() {
    UnitState docker = dockerState();
    steps.add(
        docker.enabled()
            ? new Step.InSync(StepId.DOCKER_ENABLE, docker.enablement())
            : dockerControl(StepId.DOCKER_ENABLE, UnitVerb.ENABLE, "not-enabled", new Risk.None()));
    if (!docker.active()) {
      steps.add(
          dockerControl(StepId.DOCKER_START, startVerb(docker), "not-running", new Risk.None()));
    } else if (puts(StepId.DOCKER_UNIT)) {
      steps.add(dockerRestart("files-changed"));
    } else if (DockerArguments.of(profile, seen).inForce() && !servesAnotherNetwork()) {
      steps.add(new Step.InSync(StepId.DOCKER_START, running(docker)));
    } else {
      steps.add(dockerRestart("arguments-differ"));
    }
  }

  private Step dockerRestart(String reason) {
    return dockerControl(StepId.DOCKER_START, UnitVerb.RESTART, reason, dockerRestarts());
  }

  private Risk dockerRestarts() {
    List<String> containers =
        seen.containers().toOptional().orElse(List.of()).stream()
            .map(Observation.Container::name)
            .toList();
    boolean live =
        seen.file(DAEMON_JSON) instanceof FileState.Regular file
            && file.content() != null
            && file.content().text().matches("(?s).*\"live-restore\"\\s*:\\s*true.*");
    return new Risk.DockerRestarts(containers, live);
  }

  private UnitState dockerState() {
    return seen.unit(profile.docker().unit());
  }

  private boolean puts(StepId id) {
    return steps.stream().anyMatch(step -> step.id() == id && step instanceof Step.PutFile);
  }

  private Step control(StepId id, UnitVerb verb, String reason, Risk risk) {
    return new Step.ControlUnit(id, node.id(), FLANNELD, verb, reason, risk);
  }

  private Step dockerControl(StepId id, UnitVerb verb, String reason, Risk risk) {
    return new Step.ControlUnit(id, node.id(), profile.docker().unit(), verb, reason, risk);
  }

  private static String running(UnitState unit) {
    return unit.activeState() + " (" + unit.subState() + ")";
  }

  private void refuse(StepId about, String code, Map<String, String> arguments) {
    Problem problem = Problem.error("nodes." + node.id(), code, withNode(arguments));
    problems.add(problem);
    refused.putIfAbsent(about, problem);
  }

  private Map<String, String> withNode(Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put("node", node.id().name());
    return all;
  }
}
