package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.KernelChange;

/** What to do about a finding; the least invasive comes first in a list of them. */
public sealed interface Remedy {

  /** How much a remedy disturbs, least first. */
  enum Disturbance {
    /** No packet of any other pair is touched. */
    NONE,
    /** The daemon restarts; packets go on. */
    DAEMON,
    /** Containers may stop and start. */
    CONTAINERS
  }

  /**
   * Entries in running kernels, put from what etcd says.
   *
   * @param changes on that node, in this order
   */
  record ChangeKernel(NodeId node, List<KernelChange> changes) implements Remedy {
    public ChangeKernel {
      changes = List.copyOf(changes);
    }
  }

  /**
   * A restart of a unit, on one node after the other.
   *
   * @param before changes of the node's kernel that have to come first, such as removing a device
   *     that would be reused
   * @param containers names of the containers that stop with it
   */
  record RestartUnit(NodeId node, String unit, List<KernelChange> before, List<String> containers)
      implements Remedy {
    public RestartUnit {
      before = List.copyOf(before);
      containers = List.copyOf(containers);
    }
  }

  /** A push of the profile to a node: what differs there is what is wrong. */
  record PushNode(NodeId node) implements Remedy {}

  /** Removal of a lease that nobody uses any more, and then what heals what it left behind. */
  record RemoveLease(String subnet, List<Remedy> then) implements Remedy {
    public RemoveLease {
      then = List.copyOf(then);
    }
  }

  /**
   * What only a person can do, for example in a cloud's console.
   *
   * @param code kebab-case; the message's key ends in it
   * @param arguments of the message
   */
  record Instruct(String code, Map<String, String> arguments) implements Remedy {
    public Instruct {
      arguments = Map.copyOf(arguments);
    }
  }

  /** Several remedies, one after the other. */
  record InTurn(List<Remedy> remedies) implements Remedy {
    public InTurn {
      remedies = List.copyOf(remedies);
    }
  }
}
