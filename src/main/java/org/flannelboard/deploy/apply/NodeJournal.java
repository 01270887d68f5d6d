package org.flannelboard.deploy.apply;

import java.time.Duration;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.node.Content;
import org.flannelboard.node.Done;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;

/**
 * A node's journal where it is kept: {@code journal.json} in Flannelboard's directory on the node.
 */
public final class NodeJournal {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final NodeOps node;
  private final Paths paths;

  public NodeJournal(NodeOps node, Paths paths) {
    this.node = node;
    this.paths = paths;
  }

  /** The journal as an observation by {@link DeployPlanner#query} found it. */
  public static Result<Journal, NodeFailure> in(Observation seen, Paths paths) {
    return in(seen.node(), seen.file(DeployPlanner.journal(paths)));
  }

  /** The journal in a file that was read whole. */
  static Result<Journal, NodeFailure> in(NodeId node, FileState record) {
    return switch (record) {
      case FileState.Absent _ -> Result.ok(Journal.empty());
      case FileState.Regular file when file.content() != null ->
          JournalJson.read(node, file.content().text());
      case FileState.Regular file ->
          Result.err(new NodeFailure.FileTooLarge(node, file.path(), file.size()));
      case FileState.Other other ->
          Result.err(new NodeFailure.Unintelligible(node, "read the journal", other.kind()));
      case FileState.Unreadable unreadable ->
          Result.err(new NodeFailure.Unintelligible(node, "read the journal", unreadable.why()));
    };
  }

  /** Writes the journal, owner-only: it names where copies of private keys are kept. */
  Result<Done, NodeFailure> write(Journal journal) {
    Content content = Content.of(JournalJson.write(journal));
    return node.put(
            FileWrite.rootOwned(DeployPlanner.journal(paths), content, 0600),
            Deadline.after(PATIENCE))
        .map(_ -> Done.DONE);
  }

  /** Where the generation keeps what stood at a path. */
  RemotePath kept(int generation, RemotePath path) {
    return RemotePath.of(paths.state() + "/kept/" + generation + path.text());
  }
}
