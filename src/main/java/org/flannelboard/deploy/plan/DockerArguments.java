package org.flannelboard.deploy.plan;

import java.util.List;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;

/**
 * The network arguments flannel wants docker to run with, and those it does run with.
 *
 * @param wanted from the file {@code mk-docker-opts.sh} wrote; empty if there is none yet
 * @param running the daemon's whole command line; empty if it does not run
 */
public record DockerArguments(List<String> wanted, List<String> running) {

  public DockerArguments {
    wanted = List.copyOf(wanted);
    running = List.copyOf(running);
  }

  /** Reads both from the answer to {@link DeployPlanner#query}. */
  public static DockerArguments of(ClusterProfile profile, Observation seen) {
    List<String> wanted =
        seen.file(profile.paths().dockerOptions()) instanceof FileState.Regular file
                && file.content() != null
            ? SubnetEnv.parse(file.content().text()).dockerArguments()
            : List.of();
    List<String> running =
        seen.unit(profile.docker().unit())
            .process()
            .toOptional()
            .map(UnitState.MainProcess::arguments)
            .orElse(List.of());
    return new DockerArguments(wanted, running);
  }

  /** Whether docker runs with every argument flannel wants. */
  public boolean inForce() {
    return !wanted.isEmpty() && running.containsAll(wanted);
  }
}
