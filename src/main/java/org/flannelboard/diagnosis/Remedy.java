package org.flannelboard.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.KernelChange;

/** What to do about a finding; the least invasive comes first in a list of them. */
public sealed interface Remedy {

  /** How much it disturbs at most. */
  default Disturbance disturbance() {
    return switch (this) {
      case ChangeKernel _, Instruct _ -> Disturbance.NONE;
      case RestartUnit(var _, String unit, var _, List<String> containers) ->
          containers.isEmpty() && unit.startsWith("flanneld")
              ? Disturbance.DAEMON
              : Disturbance.CONTAINERS;
      // What differs decides; it may be docker's options.
      case PushNode _ -> Disturbance.CONTAINERS;
      case RemoveLease(String _, List<Remedy> then) -> most(then);
      case InTurn(List<Remedy> remedies) -> most(remedies);
    };
  }

  private static Disturbance most(List<Remedy> remedies) {
    return remedies.stream()
        .map(Remedy::disturbance)
        .max(Comparator.naturalOrder())
        .orElse(Disturbance.NONE);
  }

  /** The same, whatever containers run: two looks at a node tell the same remedy by it. */
  default Remedy withoutContainers() {
    return switch (this) {
      case RestartUnit(NodeId node, String unit, List<KernelChange> before, var _) ->
          new RestartUnit(node, unit, before, List.of());
      case RemoveLease(String subnet, List<Remedy> then) ->
          new RemoveLease(subnet, then.stream().map(Remedy::withoutContainers).toList());
      case InTurn(List<Remedy> remedies) ->
          new InTurn(remedies.stream().map(Remedy::withoutContainers).toList());
      case ChangeKernel _, PushNode _, Instruct _ -> this;
    };
  }

  /** Whether all of it is for a person to do. */
  default boolean byHandAlone() {
    return switch (this) {
      case Instruct _ -> true;
      case ChangeKernel _, RestartUnit _, PushNode _, RemoveLease _ -> false;
      case InTurn(List<Remedy> remedies) -> remedies.stream().allMatch(Remedy::byHandAlone);
    };
  }

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
