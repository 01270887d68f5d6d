package org.flannelboard.cli;

import java.util.Map;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Incident;
import org.flannelboard.app.LiveDiagnosis;
import org.flannelboard.base.Failure;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Subject;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints why pairs turned red, and that they are reached again, while they are watched. */
record IncidentPrinter(Terminal terminal, boolean json) implements LiveDiagnosis.Listener {

  @Override
  public void state(LiveDiagnosis.State state) {
    // What is suspected comes to an incident, or to nothing.
  }

  @Override
  public void incident(Incident incident) {
    if (json) {
      ObjectNode root = Json.object();
      root.set("incident", document(incident));
      terminal.print(Json.write(root));
    } else {
      print(incident);
    }
  }

  @Override
  public void unwritten(Failure why) {
    terminal.complain(why);
  }

  private void print(Incident incident) {
    DiagnosisWords words = new DiagnosisWords(terminal.messages());
    Map<String, String> arguments =
        Map.of("pairs", words.pairs(incident.first(), incident.pairs().size()));
    if (incident.healed() != null) {
      terminal.note(terminal.green("✓ ") + terminal.text("cli.ping.healed", arguments));
      return;
    }
    terminal.note(terminal.red("✗ ") + terminal.text("cli.ping.lost", arguments));
    for (Finding cause : incident.causes()) {
      terminal.note("  " + words.sentence(cause));
      terminal.note("  → " + words.advice(cause));
    }
    if (incident.causes().isEmpty()) {
      terminal.note("  " + terminal.text("cli.ping.unexplained"));
    }
  }

  private ObjectNode document(Incident incident) {
    DiagnosisWords words = new DiagnosisWords(terminal.messages());
    ObjectNode document = Json.object();
    document.put("began", incident.began().toString());
    Json.putText(document, "healed", incident.healed());
    ArrayNode pairs = document.putArray("pairs");
    incident.pairs().stream().map(Subject.OnPair::text).sorted().forEach(pairs::add);
    ArrayNode causes = document.putArray("causes");
    for (Finding cause : incident.causes()) {
      causes
          .addObject()
          .put("id", cause.id())
          .put("code", cause.code().code())
          .put("subject", cause.subject().text())
          .put("message", words.sentence(cause))
          .put("advice", words.advice(cause));
    }
    return document;
  }
}
