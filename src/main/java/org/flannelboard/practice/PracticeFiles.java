package org.flannelboard.practice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PutOutcome;
import org.flannelboard.practice.FileTree.File;

/** File operations on a practice node, failures included. Used under the world's lock. */
final class PracticeFiles {

  private final World world;
  private final Faults faults;
  private final Machine machine;
  private final FileTree tree;

  PracticeFiles(World world, Faults faults, Machine machine) {
    this.world = world;
    this.faults = faults;
    this.machine = machine;
    this.tree = machine.files();
  }

  /** What stands at a path, with its content up to that many bytes. */
  FileState state(RemotePath path, int contentLimit) {
    return switch (tree.find(path.text()).orElse(null)) {
      case null -> new FileState.Absent(path);
      case FileTree.Directory _ -> new FileState.Other(path, "directory");
      case FileTree.Link _ -> new FileState.Other(path, "symbolic link");
      case File file -> regular(path, file, contentLimit);
    };
  }

  Result<byte[], NodeFailure> read(RemotePath path, int limit) {
    Optional<String> proc = ProcFiles.text(machine.network(), path.text());
    if (proc.isPresent()) {
      return Result.ok(proc.get().getBytes(StandardCharsets.US_ASCII));
    }
    return switch (tree.find(path.text()).orElse(null)) {
      case null -> Result.err(new NodeFailure.FileMissing(node(), path));
      case FileTree.Directory _ ->
          Result.err(new NodeFailure.CommandFailed(node(), "read " + path, 1, "Is a directory"));
      case FileTree.Link _ -> Result.err(new NodeFailure.FileMissing(node(), path));
      case File file when file.content().size() > limit ->
          Result.err(new NodeFailure.FileTooLarge(node(), path, limit));
      case File file -> Result.ok(file.content().bytes().clone());
    };
  }

  Result<PutOutcome, NodeFailure> put(FileWrite write) {
    Optional<NodeFailure> refusal =
        refusal(write.path()).or(() -> Optional.ofNullable(write.keepAt()).flatMap(this::refusal));
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    Optional<File> old = tree.file(write.path().text());
    RemotePath keepAt = write.keepAt();
    boolean kept = old.isPresent() && keepAt != null;
    if (old.isPresent() && keepAt != null) {
      tree.write(keepAt.text(), old.get().copy());
    }
    Instant modified = world.now().truncatedTo(ChronoUnit.SECONDS);
    File file = new File(write.content(), write.mode(), write.owner(), write.group(), modified);
    List<RemotePath> made = tree.write(write.path().text(), file);
    return Result.ok(new PutOutcome(regular(write.path(), file, 0), kept, made));
  }

  Result<FileState, NodeFailure> restore(RemotePath kept, RemotePath target) {
    Optional<File> file = tree.file(kept.text());
    if (file.isEmpty()) {
      return Result.err(new NodeFailure.FileMissing(node(), kept));
    }
    Optional<NodeFailure> refusal = refusal(target);
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    File copy = file.get().copy();
    tree.write(target.text(), copy);
    return Result.ok(regular(target, copy, 0));
  }

  Result<FileState, NodeFailure> remove(RemotePath path) {
    if (tree.look(path.text()).orElse(null) instanceof FileTree.Directory
        && !tree.children(path.text()).isEmpty()) {
      return Result.err(new NodeFailure.NotWritable(node(), path, "Directory not empty"));
    }
    tree.remove(path.text());
    return Result.ok(new FileState.Absent(path));
  }

  private Optional<NodeFailure> refusal(RemotePath path) {
    if (faults.isFull(node(), path)) {
      return Optional.of(new NodeFailure.NoSpace(node(), path));
    }
    return tree.obstacle(path).map(why -> new NodeFailure.NotWritable(node(), path, why));
  }

  private static FileState.Regular regular(RemotePath path, File file, int contentLimit) {
    Content content = file.content();
    return new FileState.Regular(
        path,
        content.size(),
        content.digest(),
        file.mode(),
        file.owner(),
        file.group(),
        file.modified().truncatedTo(ChronoUnit.SECONDS),
        contentLimit > 0 && content.size() <= contentLimit ? content : null);
  }

  private NodeId node() {
    return machine.id();
  }
}
