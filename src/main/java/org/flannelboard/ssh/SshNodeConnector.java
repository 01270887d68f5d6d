package org.flannelboard.ssh;

import java.io.IOException;
import java.util.function.Function;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.NodeShell;

/**
 * Opens nodes over SSH. All that is open to one node at a time shares one connection; it is closed
 * with the last of them, and one that broke is opened anew by the next {@link #connect}.
 */
public final class SshNodeConnector implements NodeConnector {

  private final SshConnections connections;
  private final NodeActivity activity;
  private final Function<NodeShell, NodeOps> operations;

  /**
   * A connector for one profile.
   *
   * @param operations makes a node's operations from its shell
   */
  public SshNodeConnector(
      SshSettings settings,
      NodeQuestions questions,
      NodeActivity activity,
      Function<NodeShell, NodeOps> operations) {
    this.connections = new SshConnections(settings, questions);
    this.activity = activity;
    this.operations = operations;
  }

  /** The host keys that decide whom this connector believes. */
  public HostKeys hostKeys() {
    return connections.hostKeys();
  }

  /** A node's shell over an authenticated connection. */
  public Result<NodeShell, NodeFailure> shell(NodeSpec node, Deadline deadline) {
    try {
      SshConnections.Lease lease = connections.lease(node.id(), Route.to(node), deadline);
      return Result.ok(new SshjNodeShell(node, lease, activity));
    } catch (NodeFailed e) {
      return Result.err(e.failure());
    }
  }

  @Override
  public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
    return shell(node, deadline).map(operations);
  }

  /** The connection stays open until the connector is closed: nobody says when the last left. */
  @Override
  public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
    try {
      SshConnections.Lease lease = connections.lease(node.id(), Route.to(node), deadline);
      return Result.ok((target, until) -> dial(node, lease, target, until));
    } catch (NodeFailed e) {
      return Result.err(e.failure());
    }
  }

  private static StreamDialer.ByteStream dial(
      NodeSpec node, SshConnections.Lease lease, HostPort target, Deadline deadline)
      throws IOException {
    try {
      return lease.connection().dial(node.id(), target, deadline);
    } catch (Bounded.GaveUp e) {
      throw new IOException(target + " did not answer through " + node.id() + " in time", e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
