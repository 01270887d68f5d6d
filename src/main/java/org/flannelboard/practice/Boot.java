package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.node.UnitVerb;

/** The way a node comes up: the units its multi-user target wants, in the order they ask for. */
final class Boot {

  private static final String WANTED = UnitDefinition.ADMIN + "/multi-user.target.wants";

  private Boot() {}

  static void run(FileTree files, Systemd systemd) {
    List<UnitDefinition> waiting = new ArrayList<>();
    files.children(WANTED).forEach(name -> waiting.add(UnitDefinition.load(files, name)));
    while (!waiting.isEmpty()) {
      UnitDefinition next =
          waiting.stream()
              .filter(unit -> waiting.stream().noneMatch(unit::startsAfter))
              .findFirst()
              .orElse(waiting.getFirst());
      waiting.remove(next);
      systemd.control(UnitVerb.START, next.name());
    }
  }
}
