package org.flannelboard.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.flannelboard.app.HistoryWords;
import org.flannelboard.app.history.Clue;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.history.EventJson;
import org.flannelboard.app.history.History;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "history",
    description = {
      "What happened to the cluster, as far as this machine saw it.",
      "Asks neither nodes nor etcd."
    },
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--since",
      paramLabel = "LENGTH",
      defaultValue = "1d",
      converter = Length.class,
      description = "How far back: 90m, 26h, 3d (default ${DEFAULT-VALUE}).")
  Duration since = Duration.ofDays(1);

  @Option(
      names = "--pair",
      paramLabel = "NODE",
      arity = "2",
      description = "Only what concerns one of two nodes.")
  List<String> pair = List.of();

  @Option(
      names = "--before",
      paramLabel = "NODE",
      arity = "2",
      description =
          "What happened in the ten minutes before this pair went red the last time, the likeliest"
              + " reason first.")
  List<String> before = List.of();

  HistoryCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Terminal terminal = invocation.terminal();
    if (!pair.isEmpty() && !before.isEmpty()) {
      terminal.note(terminal.text("cli.history.usage"));
      return ExitCode.WRONG_USAGE.status();
    }
    return invocation.withCluster(this::answer);
  }

  private Result<ExitCode, Failure> answer(Invocation.Opened opened) {
    Result<Optional<Subject.OnPair>, Failure> named = named(opened);
    Result<ExitCode, Failure> done =
        named.map(
            found -> before.isEmpty() ? range(opened, found) : before(opened, found.orElseThrow()));
    opened.cluster().history().trouble().ifPresent(opened.terminal()::complain);
    return done;
  }

  /** The pair asked for, if one was. */
  private Result<Optional<Subject.OnPair>, Failure> named(Invocation.Opened opened) {
    List<String> names = before.isEmpty() ? pair : before;
    if (names.isEmpty()) {
      return Result.ok(Optional.empty());
    }
    // Selected one by one: the profile's order is not the question's.
    return node(opened, names.getFirst())
        .flatMap(
            from ->
                node(opened, names.getLast())
                    .map(to -> Optional.of(new Subject.OnPair(from.id(), to.id()))));
  }

  private static Result<NodeSpec, Failure> node(Invocation.Opened opened, String name) {
    return opened.cluster().select(List.of(name)).map(List::getFirst);
  }

  private ExitCode range(Invocation.Opened opened, Optional<Subject.OnPair> about) {
    Instant now = opened.cluster().now();
    Stream<Event> events =
        opened.cluster().history().between(now.minus(since), now.plusMillis(1)).stream();
    print(
        opened.terminal(),
        events
            .filter(event -> about.isEmpty() || concerns(event, about.get()))
            .map(event -> new Clue(event, about.isPresent()))
            .toList(),
        Optional.empty());
    return ExitCode.AS_IT_SHOULD;
  }

  private static boolean concerns(Event event, Subject.OnPair pair) {
    return event.concerns(pair.from()) || event.concerns(pair.to());
  }

  private ExitCode before(Invocation.Opened opened, Subject.OnPair about) {
    History history = opened.cluster().history();
    Optional<Instant> red = history.wentRed(about);
    if (red.isEmpty()) {
      opened
          .terminal()
          .note(
              opened
                  .terminal()
                  .text(
                      "cli.history.never-red",
                      Map.of("from", about.from().name(), "to", about.to().name())));
      return ExitCode.COULD_NOT_FIND_OUT;
    }
    print(opened.terminal(), history.before(about, red.get(), History.JUST_BEFORE), red);
    return ExitCode.AS_IT_SHOULD;
  }

  private void print(Terminal terminal, List<Clue> clues, Optional<Instant> red) {
    HistoryWords words = new HistoryWords(terminal.messages());
    if (invocation.json) {
      terminal.print(Json.write(json(clues, red, words)));
      return;
    }
    red.ifPresent(
        at -> terminal.print(terminal.text("cli.history.red", Map.of("at", Terminal.time(at)))));
    if (clues.isEmpty()) {
      terminal.print(terminal.text("cli.history.nothing"));
    }
    for (Clue clue : clues) {
      String mark = red.isPresent() && clue.near() ? terminal.yellow("! ") : "  ";
      terminal.print(mark + Terminal.time(clue.event().at()) + "  " + words.sentence(clue.event()));
    }
  }

  private static ObjectNode json(List<Clue> clues, Optional<Instant> red, HistoryWords words) {
    ObjectNode root = Json.object();
    Json.putText(root, "red", red.orElse(null));
    ArrayNode events = root.putArray("events");
    for (Clue clue : clues) {
      ObjectNode event = EventJson.of(clue.event());
      event.put("message", words.sentence(clue.event()));
      if (red.isPresent()) {
        event.put("near", clue.near());
      }
      events.add(event);
    }
    return root;
  }
}
