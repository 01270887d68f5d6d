package org.flannelboard.cli;

import java.io.Console;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.Messages;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options every command has, before its name or behind it, and what they lead to. */
final class Invocation {

  /** What is said where nobody named a profile and none is the obvious one. */
  private static final Set<String> CHOICES = Set.of("profile-none", "profile-several");

  /** Nodes of a practice cluster for which nobody said how many. */
  private static final int NODES = 4;

  @Option(
      names = "--profile",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Cluster profile (cluster.yaml).")
  @Nullable Path profile;

  @Option(
      names = "--practice",
      scope = ScopeType.INHERIT,
      description = "Use the embedded practice cluster.")
  boolean practice;

  @Option(
      names = "--practice-deployed",
      scope = ScopeType.INHERIT,
      description = "Use a practice cluster on which flannel runs already.")
  boolean practiceDeployed;

  @Option(
      names = "--nodes",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      defaultValue = "" + NODES,
      description = "Nodes of the practice cluster, 2 to 255 (default ${DEFAULT-VALUE}).")
  int nodes = NODES;

  @Option(
      names = "--read-only",
      scope = ScopeType.INHERIT,
      description = "Change nothing on nodes and in etcd, whatever is asked for.")
  boolean readOnly;

  @Option(
      names = "--activity",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Append every operation on nodes and etcd to this file, as JSON lines.")
  @Nullable Path activity;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document instead of text.")
  boolean json;

  @Option(
      names = "--language",
      scope = ScopeType.INHERIT,
      paramLabel = "TAG",
      description = "Language of messages: en or zh-CN (default: the system's).")
  @Nullable String language;

  private static final int WIDTH = 100;

  private final CliContext context;

  Invocation(CliContext context) {
    this.context = context;
  }

  /**
   * Takes what the window is mostly opened with: nothing, practice, or the file of a profile.
   * Anything else is left to the parser.
   */
  boolean takes(List<String> words) {
    if (words.size() == 2 && words.getFirst().equals("--profile")) {
      File file = new File(words.getLast());
      profile = file.isFile() ? file.toPath() : null;
      return file.isFile();
    }
    practice = words.equals(List.of("--practice"));
    practiceDeployed = words.equals(List.of("--practice-deployed"));
    return practice || practiceDeployed || words.isEmpty();
  }

  /** The terminal in the language asked for. */
  Terminal terminal() {
    Console console = System.console();
    boolean person = console != null && console.isTerminal();
    return new Terminal(
        new PrintWriter(context.out(), true),
        new PrintWriter(context.err(), true),
        Messages.of(locale()),
        person,
        person && !json && context.environment().get("NO_COLOR") == null);
  }

  /** How many places a line takes best: what the shell says in COLUMNS, else 100. */
  int width() {
    String columns = context.environment().getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : WIDTH;
  }

  CliContext context() {
    return context;
  }

  /**
   * Does something with the open cluster, and closes it. Failures are told and turned into codes.
   */
  int withCluster(Function<Opened, Result<ExitCode, Failure>> work) {
    Terminal terminal = terminal();
    if (practice || practiceDeployed) {
      return withSwitches(
          () -> terminal,
          () -> {
            terminal.note(terminal.faint(terminal.text("cli.practice")));
            return run(
                context.opener().practice(nodes, practiceDeployed).cluster(), terminal, work);
          });
    }
    return switch (context.profiles().find(profile)) {
      case ProfileOutcome.Refused(var problems) -> {
        new ProblemPrinter(terminal).print(problems);
        yield ExitCode.WRONG_USAGE.status();
      }
      case ProfileOutcome.Loaded(var loaded, var warnings) -> {
        new ProblemPrinter(terminal).print(warnings);
        yield run(context.opener().real(loaded, questions(terminal)), terminal, work);
      }
    };
  }

  /** Does something with a cluster no file describes yet, and closes it. */
  int withCluster(ClusterProfile described, Function<Opened, Result<ExitCode, Failure>> work) {
    Terminal terminal = terminal();
    return run(context.opener().real(described, questions(terminal)), terminal, work);
  }

  /**
   * Opens the window on the cluster the options name. A terminal, with its texts and its console,
   * is made where something is to be said: the window waits for none.
   */
  int openWindow() {
    if (!context.window().canOpen()) {
      Terminal terminal = terminal();
      return refuse(terminal, terminal.text("cli.no-display"));
    }
    Optional<Failure> refusal = conduct().refusal();
    if (refusal.isPresent()) {
      return fail(terminal(), refusal.get());
    }
    Locale asked = language == null ? null : Locale.forLanguageTag(language);
    if (practice || practiceDeployed) {
      return withSwitches(
          this::terminal,
          () -> context.window().practice(nodes, practiceDeployed, asked, conduct()));
    }
    return switch (context.profiles().find(profile)) {
      case ProfileOutcome.Refused(var problems) when undecided(problems) ->
          context.window().welcome(asked, conduct());
      case ProfileOutcome.Refused(var problems) -> {
        new ProblemPrinter(terminal()).print(problems);
        yield ExitCode.WRONG_USAGE.status();
      }
      case ProfileOutcome.Loaded(var loaded, var _) ->
          context.window().real(loaded, asked, conduct());
    };
  }

  /** Whether no profile was named and none or several are there: the window lets people choose. */
  private static boolean undecided(List<LocatedProblem> problems) {
    return problems.stream().anyMatch(it -> CHOICES.contains(it.problem().code()));
  }

  /** Goes on with practice of a size that is to be had, if its switches can be read. */
  private int withSwitches(Supplier<Terminal> asked, IntSupplier work) {
    if (nodes < 2 || nodes > 255) {
      Terminal terminal = asked.get();
      return refuse(terminal, terminal.text("cli.nodes-range"));
    }
    Optional<Failure> unreadable = context.opener().practiceControls().state().toFailure();
    return unreadable.isPresent() ? fail(asked.get(), unreadable.get()) : work.getAsInt();
  }

  /** Does something with the switches of practice clusters. */
  int withPractice(
      BiFunction<PracticeControls, Terminal, Result<PracticeControls.State, Failure>> work) {
    Terminal terminal = terminal();
    return switch (work.apply(context.opener().practiceControls(), terminal)) {
      case Result.Ok<PracticeControls.State, Failure> _ -> ExitCode.AS_IT_SHOULD.status();
      case Result.Err<PracticeControls.State, Failure>(Failure failure) -> fail(terminal, failure);
    };
  }

  private static int refuse(Terminal terminal, String text) {
    terminal.note(text);
    return ExitCode.WRONG_USAGE.status();
  }

  private Conduct conduct() {
    return new Conduct(readOnly, activity);
  }

  /** The language asked for, else the system's. */
  Locale locale() {
    return language == null ? Locale.getDefault() : Locale.forLanguageTag(language);
  }

  private int run(
      Cluster cluster, Terminal terminal, Function<Opened, Result<ExitCode, Failure>> work) {
    try {
      return conducted(cluster, terminal, work);
    } finally {
      // Closed by now: what went on until then is in the file, or could not be written.
      cluster.activity().lacking().ifPresent(terminal::complain);
    }
  }

  private int conducted(
      Cluster cluster, Terminal terminal, Function<Opened, Result<ExitCode, Failure>> work) {
    try (cluster;
        EtcdDoor door = new EtcdDoor(cluster)) {
      Optional<Failure> refusal = conduct().on(cluster);
      if (refusal.isPresent()) {
        return fail(terminal, refusal.get());
      }
      return switch (work.apply(new Opened(cluster, door, terminal))) {
        case Result.Ok<ExitCode, Failure>(ExitCode code) -> code.status();
        case Result.Err<ExitCode, Failure>(Failure failure) -> fail(terminal, failure);
      };
    }
  }

  /** Tells why there is no answer, and gives the exit status. */
  int fail(Terminal terminal, Failure failure) {
    if (json) {
      terminal.print(Json.failure(failure, terminal.messages()));
    } else {
      terminal.complain(failure);
    }
    return ExitCode.of(failure).status();
  }

  private static NodeQuestions questions(Terminal terminal) {
    return console(terminal)
        .<NodeQuestions>map(questions -> questions)
        .orElseGet(NodeQuestions::nobody);
  }

  /** The person to ask, if there is one. */
  static Optional<ConsoleQuestions> console(Terminal terminal) {
    return terminal.interactive()
        ? Optional.ofNullable(System.console()).map(c -> new ConsoleQuestions(c, terminal))
        : Optional.empty();
  }

  /** Whether to go on: said beforehand, or asked now. */
  static boolean agreed(boolean yes, Terminal terminal, String question) {
    if (yes) {
      return true;
    }
    boolean agreed = console(terminal).map(questions -> questions.yes(question)).orElse(false);
    if (!agreed) {
      terminal.note(terminal.text("cli.not-agreed", Map.of()));
    }
    return agreed;
  }

  /** An open cluster, and where to print what comes of it. */
  record Opened(Cluster cluster, EtcdDoor door, Terminal terminal) {}
}
