package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A unit's properties as {@code systemctl show} prints them, by name. */
record ShownUnit(Map<String, String> properties) {

  /** {@code Property=value} lines, an empty line between units. */
  static List<ShownUnit> split(List<String> lines) {
    List<ShownUnit> shown = new ArrayList<>();
    Map<String, String> unit = new HashMap<>();
    shown.add(new ShownUnit(unit));
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (line.isEmpty()) {
        unit = new HashMap<>();
        shown.add(new ShownUnit(unit));
      } else if (equals > 0) {
        unit.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return shown;
  }

  /** A unit asked for by an alias is shown under its own name, with the alias among its Names. */
  static ShownUnit find(List<ShownUnit> shown, String name) throws MalformedOutputException {
    return shown.stream()
        .filter(it -> name.equals(it.orEmpty("Id")) || it.words("Names").contains(name))
        .findFirst()
        .orElseThrow(() -> new MalformedOutputException("systemctl shows no " + name));
  }

  String orEmpty(String property) {
    return properties.getOrDefault(property, "");
  }

  String require(String property) throws MalformedOutputException {
    String value = orEmpty(property);
    if (value.isEmpty()) {
      throw new MalformedOutputException("no " + property + " in " + properties);
    }
    return value;
  }

  /** A property that lists names. */
  List<String> words(String property) {
    String value = orEmpty(property);
    return value.isEmpty() ? List.of() : List.of(value.split(" "));
  }
}
