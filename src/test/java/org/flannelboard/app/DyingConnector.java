package org.flannelboard.app;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Done;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.node.PutOutcome;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;

/**
 * Connections to nodes that die at a certain changing operation: it still reaches the node, but its
 * answer and all that comes after it are lost, as when the program or the line to it ends there.
 */
final class DyingConnector implements NodeConnector {

  private final NodeConnector nodes;
  private final int survives;
  private final AtomicInteger changes = new AtomicInteger();

  /** Dies after that many changing operations, in the next one. */
  DyingConnector(NodeConnector nodes, int survives) {
    this.nodes = nodes;
    this.survives = survives;
  }

  /** Lives on, and counts. */
  static DyingConnector never(NodeConnector nodes) {
    return new DyingConnector(nodes, Integer.MAX_VALUE - 1);
  }

  /** How many changing operations were asked for. */
  int changes() {
    return changes.get();
  }

  @Override
  public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
    return nodes.connect(node, deadline).map(Dying::new);
  }

  @Override
  public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
    return nodes.dialer(node, deadline);
  }

  @Override
  public void close() {
    nodes.close();
  }

  private final class Dying implements NodeOps {
    private final NodeOps node;

    Dying(NodeOps node) {
      this.node = node;
    }

    private <T> Result<T, NodeFailure> change(Supplier<Result<T, NodeFailure>> operation) {
      int number = changes.incrementAndGet();
      if (number <= survives) {
        return operation.get();
      }
      if (number == survives + 1) {
        Result<T, NodeFailure> _ = operation.get();
      }
      return lost();
    }

    private <T> Result<T, NodeFailure> look(Supplier<Result<T, NodeFailure>> operation) {
      return changes.get() <= survives ? operation.get() : lost();
    }

    private <T> Result<T, NodeFailure> lost() {
      return Result.err(new NodeFailure.ConnectionLost(node(), "test", "the program died"));
    }

    @Override
    public NodeId node() {
      return node.node();
    }

    @Override
    public Result<Observation, NodeFailure> observe(ObservationQuery query, Deadline deadline) {
      return look(() -> node.observe(query, deadline));
    }

    @Override
    public Result<byte[], NodeFailure> read(RemotePath path, int limit, Deadline deadline) {
      return look(() -> node.read(path, limit, deadline));
    }

    @Override
    public Result<PutOutcome, NodeFailure> put(FileWrite write, Deadline deadline) {
      return change(() -> node.put(write, deadline));
    }

    @Override
    public Result<FileState, NodeFailure> restore(
        RemotePath kept, RemotePath target, Deadline deadline) {
      return change(() -> node.restore(kept, target, deadline));
    }

    @Override
    public Result<FileState, NodeFailure> remove(RemotePath path, Deadline deadline) {
      return change(() -> node.remove(path, deadline));
    }

    @Override
    public Result<UnitState, NodeFailure> control(UnitVerb verb, String unit, Deadline deadline) {
      return change(() -> node.control(verb, unit, deadline));
    }

    @Override
    public Result<Done, NodeFailure> reloadUnits(Deadline deadline) {
      return change(() -> node.reloadUnits(deadline));
    }

    @Override
    public Result<String, NodeFailure> journal(String unit, int lines, Deadline deadline) {
      return look(() -> node.journal(unit, lines, deadline));
    }

    @Override
    public Result<JournalStream, NodeFailure> follow(
        String unit, int lines, Consumer<String> entries, Deadline deadline) {
      return look(() -> node.follow(unit, lines, entries, deadline));
    }

    @Override
    public Result<PingStream, NodeFailure> ping(
        PingRequest request, Consumer<PingRound> rounds, Deadline deadline) {
      return look(() -> node.ping(request, rounds, deadline));
    }

    @Override
    public Result<NodeFacts, NodeFailure> inspect(Inspection inspection, Deadline deadline) {
      return look(() -> node.inspect(inspection, deadline));
    }

    @Override
    public Result<ProbeReport, NodeFailure> probe(ProbeRequest request, Deadline deadline) {
      return look(() -> node.probe(request, deadline));
    }

    @Override
    public Result<String, NodeFailure> change(KernelChange change, Deadline deadline) {
      return change(() -> node.change(change, deadline));
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
