package org.flannelboard.deploy.plan;

import java.util.ArrayList;
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

  private static final RemotePath DAEMON_JSON = RemotePath.of("/etc/docker/daemon.json");
  private static final String FLANNELD = DockerUnit.FLANNELD;

  private final ClusterProfile profile;
  private final Desired desired;
  private final NodeSpec node;
  private final Observation seen;
  private final boolean interrupted;
  private final List<Step> steps = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

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
    return new ObservationQuery(
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
            ObservationQuery.text(journal(paths))),
        List.of(FLANNELD, profile.docker().unit()),
        true,
        true);
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
    return new NodePlan(node.id(), steps, problems);
  }

  private void planCa() {
    RemotePath path = profile.paths().etcdCa();
    if (seen.file(path) instanceof FileState.Regular file
        && !file.digest().equals(desired.ca().digest())) {
      // Other programs trust this file too: it is never replaced, only understood.
      if (file.content() != null && sameCertificate(file.content())) {
        steps.add(new Step.InSync(StepId.ETCD_CA, file.digest().brief()));
      } else {
        steps.add(new Step.InSync(StepId.ETCD_CA, "differs"));
        error("etcd-ca-differs", Map.of("path", path.text()));
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
        error("not-a-file", Map.of("path", path.text(), "kind", other.kind()));
      }
      case FileState.Unreadable unreadable -> {
        steps.add(new Step.InSync(id, "unreadable"));
        error("file-unreadable", Map.of("path", path.text(), "why", unreadable.why()));
      }
    }
  }

  private void planDockerUnit() {
    UnitState docker = dockerState();
    RemotePath dropIn = dropIn(profile.docker());
    RemotePath options = profile.paths().dockerOptions();
    if (!docker.exists() || docker.fragment() == null || docker.loadState().equals("masked")) {
      steps.add(new Step.InSync(StepId.DOCKER_UNIT, docker.loadState()));
      error("docker-missing", Map.of("unit", profile.docker().unit(), "state", docker.loadState()));
      return;
    }
    List<UnitState.UnitFile> others =
        docker.files().stream().filter(file -> !file.path().equals(dropIn)).toList();
    DockerUnit has = DockerUnit.read(others, options);
    refuseOwnBip(has);
    if (!has.passes() && has.execStart().isEmpty()) {
      steps.add(new Step.InSync(StepId.DOCKER_UNIT, "no ExecStart"));
      error("docker-unit-unusual", Map.of("unit", profile.docker().unit()));
    } else if (has.complete()) {
      steps.add(new Step.InSync(StepId.DOCKER_UNIT, docker.fragment().text()));
    } else {
      switch (profile.docker().style()) {
        case DROP_IN -> planFile(StepId.DOCKER_UNIT, dropIn, Content.of(has.dropIn(options)), 0644);
        case IN_PLACE -> planInPlace(docker, docker.fragment(), has);
      }
    }
  }

  private void planInPlace(UnitState docker, RemotePath fragment, DockerUnit has) {
    String text =
        docker.files().stream()
            .filter(file -> file.path().equals(fragment))
            .map(UnitState.UnitFile::text)
            .findFirst()
            .orElse("");
    Content before = Content.of(text);
    Content after = Content.of(DockerUnitEdit.apply(text, has, profile.paths().dockerOptions()));
    FileState.Regular stood =
        new FileState.Regular(
            fragment, before.size(), before.digest(), 0644, "root", "root", seen.clock(), before);
    steps.add(
        new Step.PutFile(
            StepId.DOCKER_UNIT, node.id(), FileWrite.rootOwned(fragment, after, 0644), stood));
  }

  private void refuseOwnBip(DockerUnit has) {
    has.ownBip()
        .ifPresent(bip -> error("docker-own-bip", Map.of("where", "ExecStart", "value", bip)));
    if (seen.file(DAEMON_JSON) instanceof FileState.Regular file
        && file.content() != null
        && file.content().text().matches("(?s).*\"bip\"\\s*:.*")) {
      error("docker-own-bip", Map.of("where", DAEMON_JSON.text(), "value", "bip"));
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
    if (flanneld.fragment() != null && !flanneld.fragment().equals(unit) && flanneld.exists()) {
      error("unit-shadowed", Map.of("path", flanneld.fragment().text(), "wanted", unit.text()));
    }
    steps.add(
        flanneld.enabled() && !puts(StepId.FLANNELD_UNIT)
            ? new Step.InSync(StepId.FLANNELD_ENABLE, flanneld.enablement())
            : control(StepId.FLANNELD_ENABLE, UnitVerb.ENABLE, "not-enabled", new Risk.None()));
    steps.add(flanneldStart(flanneld));
  }

  private Step flanneldStart(UnitState flanneld) {
    if (!flanneld.active()) {
      return control(StepId.FLANNELD_START, UnitVerb.START, "not-running", new Risk.None());
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

  private void planDocker() {
    UnitState docker = dockerState();
    steps.add(
        docker.enabled()
            ? new Step.InSync(StepId.DOCKER_ENABLE, docker.enablement())
            : dockerControl(StepId.DOCKER_ENABLE, UnitVerb.ENABLE, "not-enabled", new Risk.None()));
    if (!docker.active()) {
      steps.add(dockerControl(StepId.DOCKER_START, UnitVerb.START, "not-running", new Risk.None()));
    } else if (puts(StepId.DOCKER_UNIT)) {
      steps.add(dockerRestart("files-changed"));
    } else if (DockerArguments.of(profile, seen).inForce()) {
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

  private void error(String code, Map<String, String> arguments) {
    problems.add(Problem.error("nodes." + node.id(), code, withNode(arguments)));
  }

  private Map<String, String> withNode(Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put("node", node.id().name());
    return all;
  }
}
