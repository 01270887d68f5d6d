package org.flannelboard.node;

import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;

/**
 * Everything Flannelboard does on a node. Each operation answers before its deadline, changes what
 * it names and nothing else, and can be called from any thread; an interrupt of the calling thread
 * ends a waiting call with {@link NodeFailure.TimedOut}.
 */
public interface NodeOps extends AutoCloseable {

  /** The node. */
  NodeId node();

  /** Reads, in one exchange, all that the query asks for. Changes nothing. */
  Result<Observation, NodeFailure> observe(ObservationQuery query, Deadline deadline);

  /**
   * Reads a file whole.
   *
   * @param limit bytes; a larger file is {@link NodeFailure.FileTooLarge}
   */
  Result<byte[], NodeFailure> read(RemotePath path, int limit, Deadline deadline);

  /**
   * Replaces a file or creates it: written beside the target, synced, its digest compared, owner
   * and mode set, then renamed. Whoever looks sees the old file or the new one, never a part.
   * Missing parent directories are made with mode 0755.
   */
  Result<PutOutcome, NodeFailure> put(FileWrite write, Deadline deadline);

  /**
   * Puts a kept file back in place of {@code target} by rename, with the owner, mode and time of
   * change it had. The kept file stays.
   *
   * @return the file as it is afterwards
   */
  Result<FileState, NodeFailure> restore(RemotePath kept, RemotePath target, Deadline deadline);

  /**
   * Removes a file, or a directory if it is empty; what is absent already is no failure.
   *
   * @return what is there afterwards
   */
  Result<FileState, NodeFailure> remove(RemotePath path, Deadline deadline);

  /**
   * Has systemd do something with a unit, and waits until it has (systemctl(1)).
   *
   * @return the unit as it is afterwards, or {@link NodeFailure.UnitRefused} with the end of the
   *     unit's journal
   */
  Result<UnitState, NodeFailure> control(UnitVerb verb, String unit, Deadline deadline);

  /** Has systemd read all unit files again ({@code systemctl daemon-reload}). */
  Result<Done, NodeFailure> reloadUnits(Deadline deadline);

  /**
   * The last lines of a unit's journal, oldest first.
   *
   * @param lines at most that many
   */
  Result<String, NodeFailure> journal(String unit, int lines, Deadline deadline);

  /**
   * Follows a unit's journal: its last lines, oldest first, then each entry as it is written.
   * Changes nothing on the node; what runs there dies with its connection.
   *
   * @param lines how many of its last lines come first at most; at least 1
   * @param entries called with each line, on a thread of the adapter that waits meanwhile
   * @param deadline for the start alone
   */
  Result<JournalStream, NodeFailure> follow(
      String unit, int lines, Consumer<String> entries, Deadline deadline);

  /**
   * Starts one long-lived prober on the node that pings all targets round after round. Nothing is
   * installed; the prober dies with its connection.
   *
   * @param rounds called with each finished round, on a thread of the adapter
   * @param deadline for the start alone
   */
  Result<PingStream, NodeFailure> ping(
      PingRequest request, Consumer<PingRound> rounds, Deadline deadline);

  /**
   * Reads, in one exchange, what a diagnosis asks for: the state of the network, filters, counters,
   * daemons. Changes nothing. What cannot be read is unknown in the answer; only a node that gives
   * no answer at all is a failure.
   */
  Result<NodeFacts, NodeFailure> inspect(Inspection inspection, Deadline deadline);

  /**
   * Sends a few packets from the node, its counters read before and after in the same exchange.
   * Leaves nothing behind.
   */
  Result<ProbeReport, NodeFailure> probe(ProbeRequest request, Deadline deadline);

  /**
   * Changes one thing in the running kernel, and nothing on disk.
   *
   * @return how the thing reads afterwards, in the words of the tool that shows it; empty if it is
   *     gone
   */
  Result<String, NodeFailure> change(KernelChange change, Deadline deadline);

  /** Ends the connection and everything that runs over it. */
  @Override
  void close();
}
