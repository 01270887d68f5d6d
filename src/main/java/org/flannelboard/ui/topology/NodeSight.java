package org.flannelboard.ui.topology;

import java.time.Instant;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Light;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node, now or still.
 *
 * @param spec the node
 * @param last what was seen of it last; null if it never answered
 * @param seenAt when that was
 * @param failure why it does not answer now; null if it does, or was not asked yet
 * @param since when it was first found not to answer
 * @param etcd how etcd stands on it; null if it is no member
 */
record NodeSight(
    NodeSpec spec,
    NodeStatus.@Nullable View last,
    @Nullable Instant seenAt,
    @Nullable Failure failure,
    @Nullable Instant since,
    @Nullable Light etcd) {

  /** A node nobody has asked yet. */
  static NodeSight unread(NodeSpec spec) {
    return new NodeSight(spec, null, null, null, null, null);
  }

  /** Whether nobody has asked it yet. */
  boolean unread() {
    return last == null && failure == null;
  }

  /** Whether what is known is no longer what is. */
  boolean faded() {
    return failure != null;
  }
}
