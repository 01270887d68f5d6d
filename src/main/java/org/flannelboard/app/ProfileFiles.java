package org.flannelboard.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.Content;
import org.flannelboard.node.ObservationQuery;

/** Reads the files a profile points at, here or on a node. */
final class ProfileFiles {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Cluster cluster;

  ProfileFiles(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The file's content; it must not be larger than a certificate or text file is. */
  Result<Content, Failure> read(FileRef ref) {
    return switch (ref) {
      case FileRef.Local local -> readLocal(local);
      case FileRef.OnNode(var id, var path) ->
          cluster
              .select(List.of(id.name()))
              .map(nodes -> nodes.getFirst())
              .flatMap(
                  (NodeSpec spec) ->
                      cluster.on(
                          spec,
                          node ->
                              node.read(
                                  path, ObservationQuery.TEXT_LIMIT, Deadline.after(PATIENCE))))
              .map(Content::of);
    };
  }

  private static Result<Content, Failure> readLocal(FileRef.Local file) {
    try {
      return Result.ok(Content.of(Files.readAllBytes(file.path())));
    } catch (NoSuchFileException e) {
      return Result.err(new AppFailure.LocalFileUnreadable(file.toString(), "no such file"));
    } catch (IOException e) {
      return Result.err(new AppFailure.LocalFileUnreadable(file.toString(), String.valueOf(e)));
    }
  }
}
