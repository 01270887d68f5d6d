package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PracticeCountersTest {
  @ParameterizedTest
  @EnumSource
  void shows(FaultKind kind) {
    try (Fixture fixture = Fixture.deployed(4)) {
      Ipv4Address two = fixture.docker0(2);
      Ipv4Address four = fixture.docker0(4);
      fixture.cluster.switchOn(kind.at(List.of(vm(4), vm(2)).subList(0, kind.nodes())));
      System.out.println(kind + "\n   2>4 " + fp(fixture, 2, two, 4, four) + "\n   4>2 " + fp(fixture, 4, four, 2, two));
    }
  }

  static String fp(Fixture fixture, int from, Ipv4Address source, int to, Ipv4Address target) {
    try {
      Counters before = counters(fixture, to);
      var r = fixture.node(from).probe(new ProbeRequest.Echoes(source, target, 3, 56, false), soon());
      if (r.toFailure().isPresent()) return r.toFailure().get().toString();
      ProbeReport report = r.orElseThrow();
      return report.answered() + " " + report.errors() + " " + text(fixture, from, report.after().since(report.before())) + " | " + text(fixture, to, counters(fixture, to).since(before));
    } catch (RuntimeException e) { return e.toString(); }
  }

  static Counters counters(Fixture fixture, int node) {
    return fixture.node(node).inspect(Inspection.counters(), soon()).orElseThrow().counters().toOptional().orElseThrow();
  }

  static String text(Fixture fixture, int node, Counters c) {
    Firewall f = fixture.node(node).inspect(Inspection.counters(), soon()).orElseThrow().firewall().toOptional().orElseThrow();
    StringBuilder b = new StringBuilder();
    c.values().forEach((k, v) -> {
      if (v == 0 || k.startsWith("dev/eth0") || k.endsWith("ACCEPT") || k.contains("-j DOCKER") || k.contains("RETURN")) return;
      if (k.startsWith("policy") && f.chains().stream().filter(x -> Counters.policy(x).equals(k)).noneMatch(x -> x.policy().equals("DROP"))) return;
      b.append(k).append("+").append(v).append(" ");
    });
    return b.toString();
  }
}
