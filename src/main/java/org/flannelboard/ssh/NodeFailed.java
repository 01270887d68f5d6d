package org.flannelboard.ssh;

import org.flannelboard.node.NodeFailure;

/**
 * Carries a failure up through the steps of opening a connection; it never leaves the package,
 * where it becomes the value it carries.
 */
final class NodeFailed extends Exception {

  private final transient NodeFailure failure;

  NodeFailed(NodeFailure failure) {
    super(failure.code(), null, false, false);
    this.failure = failure;
  }

  NodeFailure failure() {
    return failure;
  }
}
