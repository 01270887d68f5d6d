package org.flannelboard.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.Content;
import org.flannelboard.node.ObservationQuery;

/** Reads the files that a profile points at or that a person names, here or on a node. */
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

  private Result<Content, Failure> readLocal(FileRef.Local file) {
    try {
      return Result.ok(Content.of(Files.readAllBytes(file.path())));
    } catch (NoSuchFileException e) {
      return unreadable(file, "no such file");
    } catch (IOException e) {
      return unreadable(file, String.valueOf(e));
    }
  }

  private Result<Content, Failure> unreadable(FileRef.Local file, String why) {
    String key = named().get(file);
    return Result.err(
        key == null
            ? new AppFailure.LocalFileUnreadable(file.toString(), why)
            : new AppFailure.ProfileFileUnreadable(file.toString(), key, why));
  }

  /** The profile's own files by the keys that name them; any other came from a person. */
  private Map<FileRef, String> named() {
    Map<FileRef, String> keys = new HashMap<>();
    CertificateSpec.Ca ca = cluster.profile().certificates().ca();
    keys.put(ca.certificate(), "certificates.ca.certificate");
    keys.put(ca.key(), "certificates.ca.key");
    keys.put(ca.config(), "certificates.ca.config");
    EtcdSpec.ClientFiles client = cluster.profile().etcd().client();
    if (client != null) {
      keys.put(client.ca(), "etcd.client.ca");
      keys.put(client.certificate(), "etcd.client.certificate");
      keys.put(client.key(), "etcd.client.key");
    }
    return keys;
  }
}
