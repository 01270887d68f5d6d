package org.flannelboard.ssh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.Done;
import org.flannelboard.node.HostKeys;

/** The known_hosts files of a profile, line by line, for the person who looks after them. */
final class HostKeysOnFile implements HostKeys {

  private static final String HASHED = "|";

  private final KnownHostsFiles files;

  HostKeysOnFile(KnownHostsFiles files) {
    this.files = files;
  }

  @Override
  public Result<List<Entry>, HostKeysFailure> list(List<NodeSpec> nodes) {
    List<Entry> all = new ArrayList<>();
    for (var file : files.all()) {
      try {
        List<String> lines = files.lines(file);
        for (int i = 0; i < lines.size(); i++) {
          entry(file.toString(), i + 1, lines.get(i), nodes).ifPresent(all::add);
        }
      } catch (IOException e) {
        return Result.err(new HostKeysFailure.Unreadable(file.toString(), String.valueOf(e)));
      }
    }
    return Result.ok(List.copyOf(all));
  }

  @Override
  public Result<Done, HostKeysFailure> remove(Entry entry) {
    try {
      return files.remove(entry.file(), entry.line(), entry.text())
          ? Result.ok(Done.DONE)
          : Result.err(new HostKeysFailure.LineChanged(entry.file(), entry.line()));
    } catch (IOException e) {
      return Result.err(new HostKeysFailure.NotWritten(entry.file(), String.valueOf(e)));
    }
  }

  private static Optional<Entry> entry(String file, int number, String text, List<NodeSpec> nodes) {
    return KnownHostsLine.parse(text, file + ":" + number)
        .map(
            line ->
                new Entry(
                    file,
                    number,
                    text,
                    kind(line.marker()),
                    line.hosts().startsWith(HASHED) ? "" : line.hosts(),
                    line.key().type(),
                    line.key().fingerprint(),
                    about(line, nodes)));
  }

  private static Kind kind(KnownHostsLine.Marker marker) {
    return switch (marker) {
      case NONE -> Kind.TRUSTED;
      case CERT_AUTHORITY -> Kind.CERTIFICATE_AUTHORITY;
      case REVOKED -> Kind.REVOKED;
    };
  }

  private static List<NodeId> about(KnownHostsLine line, List<NodeSpec> nodes) {
    return nodes.stream()
        .filter(
            node ->
                line.appliesTo(
                    KnownHosts.name(new HostPort(node.ssh().address(), node.ssh().port()))))
        .map(NodeSpec::id)
        .toList();
  }
}
