package org.flannelboard.node;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;

/**
 * Nodes that can be looked at and, while it is asked for, not changed: what would change one ends
 * here with {@link NodeFailure.ReadOnly} and never reaches the adapter.
 *
 * @param behind the nodes themselves
 * @param readOnly asked at each operation
 */
public record ReadOnlyNodes(NodeConnector behind, BooleanSupplier readOnly)
    implements NodeConnector {

  @Override
  public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
    return behind.connect(node, deadline).map(ops -> new Guarded(ops, readOnly));
  }

  @Override
  public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
    return behind.dialer(node, deadline);
  }

  @Override
  public void close() {
    behind.close();
  }

  /** One node. */
  private record Guarded(NodeOps ops, BooleanSupplier readOnly) implements NodeOps {

    /** A change of the node. */
    @FunctionalInterface
    private interface Change<T> {
      Result<T, NodeFailure> run();
    }

    private <T> Result<T, NodeFailure> change(String operation, Change<T> change) {
      return readOnly.getAsBoolean()
          ? Result.err(new NodeFailure.ReadOnly(node(), operation))
          : change.run();
    }

    @Override
    public NodeId node() {
      return ops.node();
    }

    @Override
    public Result<Observation, NodeFailure> observe(ObservationQuery query, Deadline deadline) {
      return ops.observe(query, deadline);
    }

    @Override
    public Result<byte[], NodeFailure> read(RemotePath path, int limit, Deadline deadline) {
      return ops.read(path, limit, deadline);
    }

    @Override
    public Result<PutOutcome, NodeFailure> put(FileWrite write, Deadline deadline) {
      return change("write " + write.path(), () -> ops.put(write, deadline));
    }

    @Override
    public Result<FileState, NodeFailure> restore(
        RemotePath kept, RemotePath target, Deadline deadline) {
      return change("restore " + target, () -> ops.restore(kept, target, deadline));
    }

    @Override
    public Result<FileState, NodeFailure> remove(RemotePath path, Deadline deadline) {
      return change("remove " + path, () -> ops.remove(path, deadline));
    }

    @Override
    public Result<UnitState, NodeFailure> control(UnitVerb verb, String unit, Deadline deadline) {
      return change(verb.word() + " " + unit, () -> ops.control(verb, unit, deadline));
    }

    @Override
    public Result<Done, NodeFailure> reloadUnits(Deadline deadline) {
      return change("reload all unit files", () -> ops.reloadUnits(deadline));
    }

    @Override
    public Result<String, NodeFailure> journal(String unit, int lines, Deadline deadline) {
      return ops.journal(unit, lines, deadline);
    }

    @Override
    public Result<JournalStream, NodeFailure> follow(
        String unit, int lines, Consumer<String> entries, Deadline deadline) {
      return ops.follow(unit, lines, entries, deadline);
    }

    @Override
    public Result<PingStream, NodeFailure> ping(
        PingRequest request, Consumer<PingRound> rounds, Deadline deadline) {
      return ops.ping(request, rounds, deadline);
    }

    @Override
    public Result<NodeFacts, NodeFailure> inspect(Inspection inspection, Deadline deadline) {
      return ops.inspect(inspection, deadline);
    }

    @Override
    public Result<ProbeReport, NodeFailure> probe(ProbeRequest request, Deadline deadline) {
      return ops.probe(request, deadline);
    }

    @Override
    public Result<String, NodeFailure> change(KernelChange change, Deadline deadline) {
      return change(change.command(), () -> ops.change(change, deadline));
    }

    @Override
    public void close() {
      ops.close();
    }
  }
}
