package org.flannelboard.ui.firstrun;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.app.FirstLook;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.ui.kit.Words;

/** What a node said of itself, in a line. */
record FactText(Words words) {

  String of(NodeFacts facts) {
    List<String> parts = new ArrayList<>();
    facts
        .host()
        .toOptional()
        .ifPresent(
            host -> {
              parts.add(host.operatingSystem());
              parts.add(words.text("firstrun.fact.kernel", "release", host.kernel()));
              parts.add(
                  words.text(host.root() ? "firstrun.fact.rights" : "firstrun.fact.no-rights"));
            });
    parts.add(unit(facts, FirstLook.DOCKER_UNIT, "docker"));
    parts.add(unit(facts, FirstLook.FLANNEL_UNIT, "flannel"));
    return String.join("  ·  ", parts.stream().filter(it -> !it.isEmpty()).toList());
  }

  private String unit(NodeFacts facts, String unit, String name) {
    return facts
        .daemons()
        .unit(unit)
        .filter(DaemonFacts.Unit::exists)
        .map(it -> words.text("firstrun.fact.unit", "name", name, "state", it.activeState()))
        .orElseGet(() -> words.text("firstrun.fact.no-unit", "name", name));
  }
}
