package org.flannelboard.node.posix;

import java.util.Optional;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.NodeFailure;

/** A running {@code follow.sh}. */
record PosixJournalStream(ScriptStream stream) implements JournalStream {

  /** Starts one and waits until it follows. */
  static Result<JournalStream, NodeFailure> start(
      NodeShell shell, String unit, int lines, Consumer<String> entries, Deadline deadline) {
    Script script =
        Script.of("follow journal of " + unit, Scripts.FOLLOW, unit, Integer.toString(lines));
    return ScriptStream.start(shell, new Entries(script, entries), deadline)
        .map(PosixJournalStream::new);
  }

  @Override
  public Optional<NodeFailure> awaitEnd() throws InterruptedException {
    return stream.awaitEnd();
  }

  @Override
  public void close() {
    stream.close();
  }

  /** A line an entry, without end. */
  private record Entries(Script script, Consumer<String> entries) implements ScriptStream.Talk {

    @Override
    public String greeting() {
      return "following";
    }

    @Override
    public void take(String line) {
      if (PosixUnits.isEntry(line)) {
        entries.accept(line);
      }
    }

    @Override
    public boolean complete() {
      return false;
    }
  }
}
