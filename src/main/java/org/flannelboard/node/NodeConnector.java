package org.flannelboard.node;

import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeSpec;

/** Opens nodes: over SSH, or the practice cluster's. */
public interface NodeConnector extends AutoCloseable {

  /** A node's operations over a connection of their own, authenticated and ready. */
  Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline);

  /** Byte streams that leave from the node instead of from this machine. */
  Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline);

  /** Ends every connection that is still open. */
  @Override
  void close();
}
