package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flannelboard.app.Incident;
import org.flannelboard.app.Messages;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Direction;
import org.flannelboard.diagnosis.Evidence;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An incident as {@code ping --watch --diagnose} prints it. */
class IncidentPrinterTest {

  private static final Instant AT = Instant.parse("2030-06-13T15:15:17Z");
  private static final Subject.OnPair THERE = pair("vm01", "vm04");
  private static final Subject.OnPair BACK = pair("vm04", "vm01");
  private static final Finding CAUSE =
      Finding.of(
              FindingCode.VXLAN_DEVICE_DOWN,
              Severity.ERROR,
              new Subject.OnNode(new NodeId("vm04")),
              Direction.BOTH,
              Map.of("node", "vm04", "device", "flannel.1"),
              List.of(new Evidence(new NodeId("vm04"), "ip -d link show", "flannel.1: DOWN", AT)),
              List.of(new Remedy.PushNode(new NodeId("vm04"))))
          .explaining(Set.of(THERE, BACK));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal =
      new Terminal(
          new PrintWriter(out), new PrintWriter(err), Messages.of(Locale.ENGLISH), false, false);

  @Test
  void theCauseIsPrintedWithTheCells() {
    new IncidentPrinter(terminal, false)
        .incident(new Incident(AT, Set.of(THERE, BACK), List.of(CAUSE), null));
    assertThat(err.toString()).contains("vm01 → vm04", "1 more", "flannel.1").contains("→ ");
    assertThat(out.toString()).as("the matrix alone goes there").isEmpty();
  }

  @Test
  void whatNothingExplainsIsSaidSo() {
    new IncidentPrinter(terminal, false).incident(new Incident(AT, Set.of(THERE), List.of(), null));
    assertThat(err.toString()).contains("vm01 → vm04", "explains");
  }

  @Test
  void forMachinesItIsADocumentAmongTheOthers() {
    new IncidentPrinter(terminal, true)
        .incident(new Incident(AT, Set.of(THERE, BACK), List.of(CAUSE), AT.plusSeconds(60)));
    JsonNode incident = JsonMapper.shared().readTree(out.toString()).get("incident");
    assertThat(incident.propertyNames()).containsExactly("began", "healed", "pairs", "causes");
    assertThat(incident.get("healed").asString()).isEqualTo("2030-06-13T15:16:17Z");
    assertThat(incident.get("pairs"))
        .extracting(JsonNode::asString)
        .containsExactly("vm01>vm04", "vm04>vm01");
    assertThat(incident.get("causes").get(0).get("id").asString())
        .isEqualTo("vxlan-device-down@vm04");
  }

  private static Subject.OnPair pair(String from, String to) {
    return new Subject.OnPair(new NodeId(from), new NodeId(to));
  }
}
