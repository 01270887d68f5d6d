package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.FileState;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.Observation.Container;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.ObservationQuery.FileQuery;
import org.flannelboard.node.UnitState;

/** Reads what {@code observe.sh} prints. */
final class ObservationParser {

  private ObservationParser() {}

  static Observation parse(NodeId node, ObservationQuery query, List<Section> sections)
      throws MalformedOutputException {
    Section.require(sections, "end");
    Section host = Section.require(sections, "host");
    Map<String, UnitState> units =
        query.units().isEmpty() ? Map.of() : UnitStateParser.parse(query.units(), sections);
    return new Observation(
        node,
        HostFactsParser.clock(host),
        HostFactsParser.parse(host),
        files(query.files(), sections),
        units,
        query.network() ? network(sections) : Known.notChecked(),
        query.containers() ? containers(sections) : Known.notChecked());
  }

  /** The script answers in the order of the query. */
  private static Map<RemotePath, FileState> files(List<FileQuery> queries, List<Section> sections)
      throws MalformedOutputException {
    List<Section> answers =
        sections.stream().filter(section -> section.name().equals("file")).toList();
    if (answers.size() != queries.size()) {
      throw new MalformedOutputException(answers.size() + " files instead of " + queries.size());
    }
    Map<RemotePath, FileState> files = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      RemotePath path = queries.get(i).path();
      files.put(path, FileStateParser.parse(path, answers.get(i)));
    }
    return files;
  }

  /** A node whose ip(8) speaks differently is still worth the rest of the answer. */
  private static Known<NetworkState> network(List<Section> sections)
      throws MalformedOutputException {
    Optional<Section> none = Section.find(sections, "no-network");
    if (none.isPresent()) {
      return Known.unknown(none.get().rest());
    }
    Section links = Section.require(sections, "links");
    Section addresses = Section.require(sections, "addresses");
    Section routes = Section.require(sections, "routes");
    try {
      return Known.of(NetworkStateParser.parse(links, addresses, routes));
    } catch (MalformedOutputException e) {
      return Known.unknown("ip says: " + e.excerpt());
    }
  }

  /** {@code ID|NAME|IMAGE} lines. */
  private static Known<List<Container>> containers(List<Section> sections)
      throws MalformedOutputException {
    Optional<Section> none = Section.find(sections, "no-containers");
    if (none.isPresent()) {
      return Known.unknown(none.get().rest());
    }
    List<Container> containers = new ArrayList<>();
    for (String line : Section.require(sections, "containers").lines()) {
      String[] fields = line.split("\\|", 3);
      if (fields.length != 3) {
        return Known.unknown("docker says: " + line);
      }
      containers.add(new Container(fields[0], fields[1], fields[2]));
    }
    return Known.of(List.copyOf(containers));
  }
}
