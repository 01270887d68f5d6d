package org.flannelboard.node.posix;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.DaemonFacts.Docker;

/** Reads what docker(1) prints by the templates of {@code inspect.sh}. */
final class DockerParser {

  private DockerParser() {}

  /** Known only if docker answered all of it. */
  static Known<Docker> parse(Answers answers) {
    Optional<Section> none = answers.section("no-docker");
    if (none.isPresent()) {
      return Known.unknown(none.get().rest());
    }
    Known<List<String>> containers = answers.lines("docker-containers", line -> line);
    if (containers instanceof Known.Unknown<List<String>>(String why)) {
      return Known.unknown(why);
    }
    return answers.read(
        "docker-bridge", bridge -> docker(bridge, containers.toOptional().orElse(List.of())));
  }

  /** {@code subnet CIDR} and {@code option NAME VALUE} lines. */
  private static Docker docker(Section bridge, List<String> containers)
      throws MalformedOutputException {
    Map<String, String> options = new HashMap<>();
    for (String line : bridge.lines()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("option") && words.length == 3) {
        options.put(words[1], words[2]);
      } else if (!words[0].equals("subnet") && !line.isBlank()) {
        throw new MalformedOutputException(line);
      }
    }
    return new Docker(bridge.value("subnet").orElse(""), options, containers);
  }
}
