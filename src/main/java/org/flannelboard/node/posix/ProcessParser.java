package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.node.facts.DaemonFacts.Process;

/** Reads the {@code process PROGRAM PID} sections of {@code inspect.sh}. */
final class ProcessParser {

  private static final String ARGUMENT = "argument ";
  private static final String VARIABLE = "variable ";

  private ProcessParser() {}

  static Process parse(Section section) throws MalformedOutputException {
    String[] head = section.rest().split(" ");
    if (head.length != 2) {
      throw new MalformedOutputException("process " + section.rest());
    }
    List<String> arguments = new ArrayList<>();
    Map<String, String> environment = new HashMap<>();
    for (String line : section.lines()) {
      if (line.startsWith(ARGUMENT)) {
        arguments.add(line.substring(ARGUMENT.length()));
      } else if (line.startsWith(VARIABLE) && line.contains("=")) {
        int equals = line.indexOf('=');
        environment.put(line.substring(VARIABLE.length(), equals), line.substring(equals + 1));
      } else {
        throw new MalformedOutputException(line);
      }
    }
    return new Process(head[0], Line.of(head[1]).number(head[1]), arguments, environment);
  }
}
