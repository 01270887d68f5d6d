package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeControls.Kind;
import org.flannelboard.app.PracticeControls.State;
import org.flannelboard.app.PracticeFailure;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is broken in practice clusters. */
final class PracticeFaultCommand {

  private PracticeFaultCommand() {}

  @Command(
      name = "list",
      description = "All faults there are, and which of them are on.",
      mixinStandardHelpOptions = true)
  static final class All implements Callable<Integer> {

    private final Invocation invocation;

    All(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withPractice(
          (controls, terminal) ->
              controls
                  .state()
                  .ifOk(
                      state -> {
                        if (invocation.json) {
                          terminal.print(Json.write(document(controls, state, terminal)));
                        } else {
                          print(controls, state, terminal);
                        }
                      }));
    }
  }

  @Command(name = "on", description = "Break something.", mixinStandardHelpOptions = true)
  static final class On implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "CODE", description = "The fault; list names them.")
    String code = "";

    @Parameters(
        index = "1..*",
        arity = "0..2",
        paramLabel = "NODE",
        description = "Where: the node, and of a pair then its peer.")
    List<String> nodes = List.of();

    On(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withPractice(
          (controls, terminal) ->
              named(code, nodes)
                  .flatMap(controls::switchOn)
                  .ifOk(state -> said(invocation, state, terminal)));
    }
  }

  @Command(name = "off", description = "Mend something.", mixinStandardHelpOptions = true)
  static final class Off implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "CODE", description = "The fault; list names them.")
    String code = "";

    @Parameters(
        index = "1..*",
        arity = "0..2",
        paramLabel = "NODE",
        description = "Where: the node, and of a pair then its peer.")
    List<String> nodes = List.of();

    Off(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withPractice(
          (controls, terminal) ->
              named(code, nodes)
                  .flatMap(controls::switchOff)
                  .ifOk(state -> said(invocation, state, terminal)));
    }
  }

  @Command(name = "clear", description = "Mend everything.", mixinStandardHelpOptions = true)
  static final class Clear implements Callable<Integer> {

    private final Invocation invocation;

    Clear(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withPractice(
          (controls, terminal) ->
              controls.clear().ifOk(state -> said(invocation, state, terminal)));
    }
  }

  private static Result<Fault, Failure> named(String code, List<String> nodes) {
    Optional<Failure> wrong =
        nodes.stream()
            .filter(name -> !NodeId.isValid(name))
            .<Failure>map(PracticeFailure.NodeUnknown::new)
            .findFirst();
    return wrong
        .<Result<Fault, Failure>>map(Result::err)
        .orElseGet(() -> Result.ok(new Fault(code, nodes.stream().map(NodeId::new).toList())));
  }

  private static void said(Invocation invocation, State state, Terminal terminal) {
    if (invocation.json) {
      ObjectNode root = Json.object();
      write(state, root.putArray("on"));
      terminal.print(Json.write(root));
      return;
    }
    if (state.on().isEmpty()) {
      terminal.print(terminal.text("cli.practice.nothing-on"));
    }
    state.on().forEach(fault -> terminal.print(line(fault)));
  }

  private static void print(PracticeControls controls, State state, Terminal terminal) {
    Table table =
        new Table(
            List.of(
                terminal.text("cli.column.fault"),
                terminal.text("cli.column.node"),
                terminal.text("cli.column.meaning")));
    for (Kind kind : controls.kinds()) {
      table.add(List.of(kind.code(), takes(kind), sentence(kind.code(), terminal)));
    }
    table.lines().forEach(terminal::print);
    terminal.print("");
    terminal.print(
        state.on().isEmpty()
            ? terminal.text("cli.practice.nothing-on")
            : terminal.text(
                "cli.practice.on",
                Map.of(
                    "faults",
                    state.on().stream()
                        .map(PracticeFaultCommand::line)
                        .collect(Collectors.joining(", ")))));
  }

  private static ObjectNode document(PracticeControls controls, State state, Terminal terminal) {
    ObjectNode root = Json.object();
    ArrayNode faults = root.putArray("faults");
    for (Kind kind : controls.kinds()) {
      ObjectNode node = faults.addObject();
      node.put("code", kind.code());
      node.put("group", kind.group());
      node.put("nodes", kind.nodes());
      node.put("message", sentence(kind.code(), terminal));
    }
    write(state, root.putArray("on"));
    return root;
  }

  private static void write(State state, ArrayNode to) {
    for (Fault fault : state.on()) {
      ObjectNode node = to.addObject();
      node.put("code", fault.code());
      ArrayNode nodes = node.putArray("nodes");
      fault.nodes().forEach(each -> nodes.add(each.name()));
    }
  }

  private static String sentence(String code, Terminal terminal) {
    return terminal.text("practice.fault." + code);
  }

  private static String takes(Kind kind) {
    return switch (kind.nodes()) {
      case 0 -> "–";
      case 1 -> "NODE";
      default -> "NODE PEER";
    };
  }

  private static String line(Fault fault) {
    return (fault.code()
            + " "
            + fault.nodes().stream().map(NodeId::name).collect(Collectors.joining(" ")))
        .strip();
  }
}
