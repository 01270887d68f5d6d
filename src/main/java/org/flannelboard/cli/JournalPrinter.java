package org.flannelboard.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flannelboard.app.Rollbacks;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.Journal;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rollback --list}: what was pushed to nodes and fixed there, by their own journals. */
final class JournalPrinter {

  private final boolean json;
  private final Invocation.Opened opened;
  private final Terminal terminal;

  JournalPrinter(boolean json, Invocation.Opened opened) {
    this.json = json;
    this.opened = opened;
    this.terminal = opened.terminal();
  }

  /** Asks the nodes side by side; those that do not answer are told, too. */
  ExitCode print(List<NodeSpec> nodes) {
    Rollbacks rollbacks = new Rollbacks(opened.cluster());
    List<Result<Journal, Failure>> journals =
        opened.cluster().tasks().forEach("journal", nodes, rollbacks::journal);
    ObjectNode root = Json.object();
    ArrayNode list = root.putArray("nodes");
    boolean all = true;
    for (int i = 0; i < nodes.size(); i++) {
      String name = nodes.get(i).id().name();
      ObjectNode node = list.addObject().put("name", name);
      switch (journals.get(i)) {
        case Result.Ok<Journal, Failure>(Journal journal) -> {
          write(journal, node.putArray("generations"));
          if (!json) {
            print(name, journal);
          }
        }
        case Result.Err<Journal, Failure>(Failure failure) -> {
          all = false;
          node.set("failure", Json.describe(failure, terminal.messages()));
          if (!json) {
            terminal.complain(failure);
          }
        }
      }
    }
    if (json) {
      terminal.print(Json.write(root));
    }
    return all ? ExitCode.AS_IT_SHOULD : ExitCode.COULD_NOT_FIND_OUT;
  }

  private void print(String name, Journal journal) {
    terminal.print(name);
    if (journal.generations().isEmpty()) {
      terminal.print("  " + terminal.text("cli.rollback.list.none"));
    }
    for (Journal.Generation each : journal.generations().reversed()) {
      String files =
          each.fixes() == null
              ? terminal.text(
                  "cli.rollback.list.files", Map.of("files", Integer.toString(each.files().size())))
              : terminal.text("cli.rollback.list.fix", Map.of("finding", each.fixes()));
      String line =
          "  %-3d %s  %-11s  %s"
              .formatted(
                  each.number(),
                  Terminal.time(Instant.parse(each.startedAt())),
                  each.state().code(),
                  files);
      terminal.print(
          next(each, journal)
              ? line + "  " + terminal.yellow(terminal.text("cli.rollback.list.latest"))
              : line);
    }
  }

  private static void write(Journal journal, ArrayNode to) {
    for (Journal.Generation each : journal.generations().reversed()) {
      ObjectNode generation = to.addObject();
      generation.put("number", each.number());
      generation.put("startedAt", each.startedAt());
      generation.put("state", each.state().code());
      generation.put("undoneNext", next(each, journal));
      if (each.failedStep() != null) {
        generation.put("failedStep", each.failedStep());
      }
      if (each.fixes() != null) {
        generation.put("fixes", each.fixes());
      }
      ArrayNode files = generation.putArray("files");
      each.files()
          .forEach(
              file ->
                  files
                      .addObject()
                      .put("path", file.path().text())
                      .put("created", file.kept() == null));
      ArrayNode units = generation.putArray("units");
      each.units().forEach(unit -> units.add(unit.unit()));
      ArrayNode kernel = generation.putArray("kernel");
      each.kernel().forEach(done -> kernel.add(done.change().command()));
    }
  }

  private static boolean next(Journal.Generation generation, Journal journal) {
    return journal.latest().filter(generation::equals).isPresent();
  }
}
