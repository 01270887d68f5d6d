package org.flannelboard.node.posix;

import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;

/**
 * A way to run scripts on a node with the privileges the profile grants (root, or through sudo).
 * The scripts are POSIX sh, run by {@code sh -c}; {@code $1 …} are the arguments, passed as they
 * are whatever characters they hold.
 */
public interface NodeShell extends AutoCloseable {

  /** The node. */
  NodeId node();

  /**
   * Runs a script to its end and drains both its outputs.
   *
   * @return what it came to, whatever its exit status; a failure only if it could not be run or its
   *     end was not seen before the deadline
   */
  Result<ExecResult, NodeFailure> exec(Script script, Deadline deadline);

  /**
   * Starts a script that goes on until it is closed; its standard input stays open until then.
   *
   * @param lines called with each complete line of standard output, on one thread of the adapter
   * @param deadline for the start alone
   */
  Result<Running, NodeFailure> start(Script script, Consumer<String> lines, Deadline deadline);

  /** Ends the connection and what runs over it. */
  @Override
  void close();

  /** A script at work. Closing it closes its standard input and its channel. */
  interface Running extends AutoCloseable {

    /** Waits for the end; the result's {@code stdout} is empty, its lines were handed on. */
    Result<ExecResult, NodeFailure> await() throws InterruptedException;

    @Override
    void close();
  }
}
