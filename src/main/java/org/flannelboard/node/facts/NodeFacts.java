package org.flannelboard.node.facts;

import java.time.Instant;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;

/**
 * Everything one read-only look at a node brought.
 *
 * @param node the node
 * @param clock the node's clock when it answered
 * @param host what kind of machine it is
 * @param network how its kernel carries packets
 * @param firewall what its kernel drops; every chain that was readable
 * @param counters how many packets passed which point since boot
 * @param daemons what runs there and with which options
 */
public record NodeFacts(
    NodeId node,
    Instant clock,
    Known<Host> host,
    NetworkFacts network,
    Known<Firewall> firewall,
    Known<Counters> counters,
    DaemonFacts daemons) {

  /** What a look at the daemons alone brings. */
  public static NodeFacts ofDaemons(NodeId node, Instant clock, DaemonFacts daemons) {
    return new NodeFacts(
        node,
        clock,
        Known.notChecked(),
        NetworkFacts.notChecked(),
        Known.notChecked(),
        Known.notChecked(),
        daemons);
  }

  /**
   * The same, with what docker and flanneld's journal say.
   *
   * @param later a look at the daemons
   */
  public NodeFacts hearing(DaemonFacts later) {
    return new NodeFacts(node, clock, host, network, firewall, counters, daemons.hearing(later));
  }
}
