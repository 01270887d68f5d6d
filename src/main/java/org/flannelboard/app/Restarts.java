package org.flannelboard.app;

import java.time.Duration;
import java.util.List;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.probe.matrix.Cell;

/**
 * Restarts flanneld or docker on a node: says what that hits, does it, measures what came of it.
 */
public final class Restarts {

  static final RemotePath DAEMON_JSON = RemotePath.of("/etc/docker/daemon.json");

  /** systemd gives a unit 90 seconds to start and as many to stop (systemd-system.conf(5)). */
  private static final Duration RESTART = Duration.ofSeconds(190);

  /** Enough to tell a lost packet from a lost link. */
  private static final Mesh.Pace PROOF =
      new Mesh.Pace(3, Duration.ofMillis(500), Duration.ofMillis(500));

  private final Cluster cluster;
  private final Mesh mesh;
  private final ClusterProfile profile;

  public Restarts(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.mesh = new Mesh(cluster, door);
    this.profile = cluster.profile();
  }

  /**
   * What a restart would do.
   *
   * @param before the unit as it is
   * @param risk whom it hits
   */
  public record Proposal(NodeSpec node, Service service, UnitState before, Risk risk) {}

  /**
   * What a restart came to.
   *
   * @param after the unit as it is now
   * @param mesh the node's pairs with all others, both ways, measured afterwards
   */
  public record Restarted(UnitState after, List<Mesh.Pair> mesh) {

    public Restarted {
      mesh = List.copyOf(mesh);
    }

    /** How many of the node's pairs are reached. */
    public long reached() {
      return mesh.stream().filter(pair -> pair.cell() instanceof Cell.Reached).count();
    }

    /** Whether the unit runs and the node reaches all others and is reached by them. */
    public boolean succeeded() {
      return after.active() && reached() == mesh.size();
    }
  }

  /** Says what a restart would hit. Changes nothing. */
  public Result<Proposal, Failure> propose(NodeSpec node, Service service) {
    String unit = service.unit(profile);
    ObservationQuery query =
        new ObservationQuery(
            List.of(ObservationQuery.text(DAEMON_JSON)), List.of(unit), false, true);
    return cluster
        .on(node, ops -> ops.observe(query, Deadline.after(Deployment.LOOK)))
        .map(seen -> new Proposal(node, service, seen.unit(unit), risk(service, seen)));
  }

  /** Restarts, then pings from and to the node. Ask first. */
  public Result<Restarted, Failure> run(Proposal proposal) {
    NodeSpec node = proposal.node();
    String unit = proposal.service().unit(profile);
    return cluster.changing(
        Change.Kind.RESTART,
        () ->
            cluster
                .on(node, ops -> ops.control(UnitVerb.RESTART, unit, Deadline.after(RESTART)))
                .map(after -> new Restarted(after, mesh.around(node.id(), PROOF))));
  }

  private static Risk risk(Service service, Observation seen) {
    return switch (service) {
      case FLANNELD -> new Risk.FlanneldRestarts();
      case DOCKER ->
          new Risk.DockerRestarts(
              seen.containers().toOptional().orElse(List.of()).stream()
                  .map(Observation.Container::name)
                  .toList(),
              keepsContainers(seen.file(DAEMON_JSON)));
    };
  }

  private static boolean keepsContainers(FileState settings) {
    Content text = settings instanceof FileState.Regular file ? file.content() : null;
    return text != null && keepsContainers(text.text());
  }

  /** Whether docker's settings have it keep containers alive while it is away. */
  static boolean keepsContainers(String settings) {
    return settings.matches("(?s).*\"live-restore\"\\s*:\\s*true.*");
  }
}
