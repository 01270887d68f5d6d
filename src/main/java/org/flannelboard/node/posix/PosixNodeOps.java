package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Done;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.ObservationQuery.FileQuery;
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
 * A node's operations as POSIX shell scripts, one execution each. They ask for nothing newer than
 * CentOS 7 has: coreutils 8.22, systemd 219, iproute2 3.10.
 */
public final class PosixNodeOps implements NodeOps {

  private final NodeShell shell;
  private final ScriptRunner runner;
  private final PosixFiles files;
  private final PosixUnits units;
  private final PosixKernel kernel;

  /** Takes over the shell and closes it in the end. */
  public PosixNodeOps(NodeShell shell) {
    this.shell = shell;
    this.runner = new ScriptRunner(shell);
    this.files = new PosixFiles(runner);
    this.units = new PosixUnits(runner);
    this.kernel = new PosixKernel(runner);
  }

  @Override
  public NodeId node() {
    return shell.node();
  }

  @Override
  public Result<Observation, NodeFailure> observe(ObservationQuery query, Deadline deadline) {
    Script script = new Script("observe", Scripts.OBSERVE, arguments(query), new byte[0]);
    return runner.run(
        script,
        deadline,
        (result, sections) ->
            result.succeeded()
                ? Result.ok(ObservationParser.parse(node(), query, sections))
                : Result.err(runner.failed(script, result)));
  }

  @Override
  public Result<byte[], NodeFailure> read(RemotePath path, int limit, Deadline deadline) {
    return files.read(path, limit, deadline);
  }

  @Override
  public Result<PutOutcome, NodeFailure> put(FileWrite write, Deadline deadline) {
    return files.put(write, deadline);
  }

  @Override
  public Result<FileState, NodeFailure> restore(
      RemotePath kept, RemotePath target, Deadline deadline) {
    return files.restore(kept, target, deadline);
  }

  @Override
  public Result<FileState, NodeFailure> remove(RemotePath path, Deadline deadline) {
    return files.remove(path, deadline);
  }

  @Override
  public Result<UnitState, NodeFailure> control(UnitVerb verb, String unit, Deadline deadline) {
    return units.control(verb, unit, deadline);
  }

  @Override
  public Result<Done, NodeFailure> reloadUnits(Deadline deadline) {
    return units.reload(deadline);
  }

  @Override
  public Result<String, NodeFailure> journal(String unit, int lines, Deadline deadline) {
    return units.journal(unit, lines, deadline);
  }

  @Override
  public Result<JournalStream, NodeFailure> follow(
      String unit, int lines, Consumer<String> entries, Deadline deadline) {
    return PosixJournalStream.start(shell, unit, lines, entries, deadline);
  }

  @Override
  public Result<PingStream, NodeFailure> ping(
      PingRequest request, Consumer<PingRound> rounds, Deadline deadline) {
    return PosixPingStream.start(shell, request, rounds, deadline);
  }

  @Override
  public Result<NodeFacts, NodeFailure> inspect(Inspection inspection, Deadline deadline) {
    return kernel.inspect(inspection, deadline);
  }

  @Override
  public Result<ProbeReport, NodeFailure> probe(ProbeRequest request, Deadline deadline) {
    return kernel.probe(request, deadline);
  }

  @Override
  public Result<String, NodeFailure> change(KernelChange change, Deadline deadline) {
    return kernel.change(change, deadline);
  }

  @Override
  public void close() {
    shell.close();
  }

  private static List<String> arguments(ObservationQuery query) {
    List<String> arguments = new ArrayList<>();
    arguments.add(query.network() ? "yes" : "no");
    arguments.add(query.containers() ? "yes" : "no");
    arguments.add(Integer.toString(query.files().size()));
    for (FileQuery file : query.files()) {
      arguments.add(Integer.toString(file.contentLimit()));
      arguments.add(file.path().text());
    }
    arguments.addAll(query.units());
    return arguments;
  }
}
