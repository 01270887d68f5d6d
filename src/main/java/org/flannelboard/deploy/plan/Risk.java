package org.flannelboard.deploy.plan;

import java.util.List;

/** What a step can do to those who use the node. */
public sealed interface Risk {

  /** Nothing that runs notices. */
  record None() implements Risk {}

  /** flanneld is away for a moment; packets go on flowing, as the data plane is the kernel's. */
  record FlanneldRestarts() implements Risk {}

  /**
   * docker restarts and stops its containers.
   *
   * @param containers the names of those that run now; empty if none does
   * @param live whether docker is set to keep containers alive meanwhile ({@code live-restore})
   */
  record DockerRestarts(List<String> containers, boolean live) implements Risk {
    public DockerRestarts {
      containers = List.copyOf(containers);
    }
  }

  /**
   * The whole cluster gets another network: every lease outside it is lost, and docker0 of its node
   * changes.
   *
   * @param orphaned the subnets that are leased now and would not be any more
   */
  record NetworkChanges(List<String> orphaned) implements Risk {
    public NetworkChanges {
      orphaned = List.copyOf(orphaned);
    }
  }
}
