package org.flannelboard.practice;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flannelboard.base.Known;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitState.MainProcess;
import org.flannelboard.node.UnitState.UnitFile;
import org.flannelboard.node.UnitVerb;
import org.jspecify.annotations.Nullable;

/**
 * A practice node's systemd: it reads units when it is told to, starts what they require first,
 * takes along what requires them when they are stopped, and keeps a journal.
 */
final class Systemd {

  /**
   * A job that did not get done.
   *
   * @param why as systemctl puts it
   * @param hanging whether the unit goes on trying, and systemctl would go on waiting
   */
  record Refusal(String why, boolean hanging) {}

  /** How long systemd waits for a unit to be up ({@code DefaultTimeoutStartSec}). */
  static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  /** The version that calls the start limit by another name. */
  private static final int LIMIT_HIT = 230;

  private static final int FIRST_PID = 612;

  /** What systemd has a process exit with that it could not execute (systemd.exec(5)). */
  private static final int EXEC_FAILED = 203;

  private final Machine machine;
  private final World world;
  private final Map<String, Program> programs;
  private final Journal journal;
  private final Map<String, Unit> units = new TreeMap<>();
  private final Set<String> doomed = new HashSet<>();
  private int lastPid = FIRST_PID;

  Systemd(Machine machine, World world, Map<String, Program> programs) {
    this.machine = machine;
    this.world = world;
    this.programs = programs;
    this.journal = new Journal(machine.id().name());
  }

  /** Has every later start of a unit fail, or no longer. */
  void setDoomed(String unit, boolean doom) {
    if (doom) {
      doomed.add(unit);
    } else {
      doomed.remove(unit);
    }
  }

  /** Has tried a unit too often (systemd.unit(5), {@code StartLimitBurst=}). */
  void giveUp(String name) {
    Unit unit = unit(name);
    boolean old = machine.host().systemd() < LIMIT_HIT;
    say(
        unit,
        old
            ? "start request repeated too quickly for " + name
            : "Start request repeated too quickly.");
    unit.failed(old ? "start-limit" : "start-limit-hit");
  }

  boolean isActive(String name) {
    return unit(name).isActive();
  }

  Optional<Refusal> control(UnitVerb verb, String name) {
    return switch (verb) {
      case ENABLE -> enable(name);
      case DISABLE -> disable(name);
      case START -> start(name);
      case STOP -> stop(name);
      case RESTART -> restart(name);
      case RESET_FAILED -> resetFailed(name);
    };
  }

  /** Reads all units again ({@code daemon-reload}). */
  void reload() {
    units.values().forEach(unit -> unit.reread(UnitDefinition.load(machine.files(), unit.name())));
  }

  /** Ends everything at once, and forgets what was read. */
  void shutDown() {
    units.values().forEach(Systemd::end);
    units.clear();
  }

  /** What was written about its units. */
  Journal journal() {
    return journal;
  }

  /** All units in memory. */
  Collection<Unit> units() {
    return List.copyOf(units.values());
  }

  /** What {@code systemctl show} and {@code systemctl cat} say. */
  UnitState state(String name) {
    Unit unit = unit(name);
    UnitDefinition definition = unit.definition();
    List<UnitFile> files =
        definition.sources().stream()
            .flatMap(
                source ->
                    machine.files().text(source.path().text()).stream()
                        .map(text -> new UnitFile(source.path(), text)))
            .toList();
    return new UnitState(
        name,
        definition.loadState(),
        unit.activeState(),
        unit.subState(),
        Enablement.of(machine.files(), name),
        unit.result(),
        needsReload(definition),
        definition.fragment(),
        files,
        process(unit.process()));
  }

  private Known<MainProcess> process(Unit.@Nullable Process process) {
    if (process == null) {
      return Known.notChecked();
    }
    String executable = process.arguments().getFirst();
    boolean same =
        machine.files().file(executable).filter(file -> file == process.file()).isPresent();
    return Known.of(new MainProcess(process.pid(), executable, !same, process.arguments()));
  }

  private boolean needsReload(UnitDefinition loaded) {
    return !UnitDefinition.load(machine.files(), loaded.name()).sources().equals(loaded.sources());
  }

  /** A unit as it is in memory; one that was not, or not found, is looked up. */
  Unit unit(String name) {
    Unit known = units.get(name);
    if (known == null) {
      known = new Unit(UnitDefinition.load(machine.files(), name), world::now);
      units.put(name, known);
    } else if (known.definition().loadState().equals("not-found")) {
      known.reread(UnitDefinition.load(machine.files(), name));
    }
    return known;
  }

  private Optional<Refusal> enable(String name) {
    if (!Enablement.enable(machine.files(), name)) {
      return refused("Failed to enable unit: Unit file " + name + " does not exist.");
    }
    reload();
    return Optional.empty();
  }

  private Optional<Refusal> disable(String name) {
    if (!Enablement.disable(machine.files(), name)) {
      return refused("Failed to disable unit: Unit file " + name + " does not exist.");
    }
    reload();
    return Optional.empty();
  }

  private Optional<Refusal> start(String name) {
    return start(name, new HashSet<>());
  }

  private Optional<Refusal> start(String name, Set<String> underWay) {
    Unit unit = unit(name);
    if (unit.isActive() || !underWay.add(name)) {
      return Optional.empty();
    }
    if (unit.isActivating()) {
      return Optional.of(stillTrying(name));
    }
    Optional<Refusal> unusable = unusable(unit.definition(), "start");
    if (unusable.isPresent()) {
      return unusable;
    }
    for (String required : unit.definition().required()) {
      Optional<Refusal> refusal = start(required, underWay);
      UnitDefinition other = unit(required).definition();
      if (refusal.isPresent() && !other.isLoaded()) {
        return refused("Failed to start " + name + ": Unit " + required + " not found.");
      }
      if (refusal.isPresent() && unit.definition().startsAfter(other)) {
        say(unit, "Dependency failed for " + unit.definition().description() + ".");
        return refused(
            "A dependency job for " + name + " failed. See 'journalctl -xe' for details.");
      }
    }
    return run(unit);
  }

  private static Optional<Refusal> unusable(UnitDefinition definition, String verb) {
    String name = definition.name();
    return switch (definition.loadState()) {
      case "loaded" -> Optional.empty();
      case "masked" -> refused("Failed to " + verb + " " + name + ": Unit " + name + " is masked.");
      case "bad-setting" ->
          refused(
              "Failed to "
                  + verb
                  + " "
                  + name
                  + ": Unit "
                  + name
                  + " has a bad unit file setting.");
      default -> refused("Failed to " + verb + " " + name + ": Unit " + name + " not found.");
    };
  }

  private Optional<Refusal> run(Unit unit) {
    if (!unit.name().endsWith(".service")) {
      unit.reached();
      return Optional.empty();
    }
    say(unit, "Starting " + unit.definition().description() + "...");
    UnitEnvironment.Outcome environment = UnitEnvironment.of(unit.definition(), machine.files());
    if (environment.missing() != null) {
      say(unit, "Failed to load environment files: No such file or directory");
      String why = "because of unavailable resources or another system error";
      return failed(unit, "resources", why, 0);
    }
    if (doomed.contains(unit.name())) {
      say(unit, "Main process exited, code=exited, status=1/FAILURE");
      return failed(unit, "exit-code", BAD_EXIT, 1);
    }
    String line = unit.definition().values("Service", "ExecStart").getLast();
    return execute(unit, CommandLine.expand(line, environment.variables()), environment);
  }

  private static final String BAD_EXIT = "because the control process exited with error code";

  private Optional<Refusal> execute(
      Unit unit, List<String> arguments, UnitEnvironment.Outcome environment) {
    int pid = ++lastPid;
    Optional<String> obstacle = machine.files().unrunnable(arguments.getFirst());
    if (obstacle.isPresent()) {
      say(unit, "Failed at step EXEC spawning " + arguments.getFirst() + ": " + obstacle.get());
      say(unit, "Main process exited, code=exited, status=203/EXEC");
      return failed(unit, "exit-code", BAD_EXIT, EXEC_FAILED);
    }
    FileTree.File file = machine.files().file(arguments.getFirst()).orElseThrow();
    Program.Command command = new Program.Command(arguments, environment.variables());
    return switch (program(arguments.getFirst())
        .start(machine, command, watch(unit, pid, command))) {
      case Program.Start.Ready(Program.Daemon daemon) -> {
        unit.running(new Unit.Process(pid, arguments, environment.variables(), file, daemon));
        yield started(unit, environment.variables());
      }
      case Program.Start.Trying(Program.Daemon daemon) -> {
        unit.activating(new Unit.Process(pid, arguments, environment.variables(), file, daemon));
        yield Optional.of(stillTrying(unit.name()));
      }
      case Program.Start.Ended(int status) -> {
        if (status == 0) {
          unit.dead();
          yield Optional.empty();
        }
        say(unit, "Main process exited, code=exited, status=" + status);
        yield failed(unit, "exit-code", BAD_EXIT, status);
      }
    };
  }

  /** Runs the commands that follow a successful start. */
  private Optional<Refusal> started(Unit unit, Map<String, String> environment) {
    for (String line : unit.definition().values("Service", "ExecStartPost")) {
      List<String> arguments = CommandLine.expand(line, environment);
      Program.Command command = new Program.Command(arguments, environment);
      boolean done =
          machine.files().unrunnable(arguments.getFirst()).isEmpty()
              && program(arguments.getFirst())
                      .start(machine, command, watch(unit, ++lastPid, command))
                  instanceof Program.Start.Ended(int status)
              && status == 0;
      if (!done && !line.startsWith("-")) {
        say(unit, "Control process exited, code=exited, status=203/EXEC");
        end(unit);
        return failed(unit, "exit-code", BAD_EXIT, 0);
      }
    }
    say(unit, "Started " + unit.definition().description() + ".");
    return Optional.empty();
  }

  private Program program(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return programs.getOrDefault(
        name, (_, _, _) -> new Program.Start.Ready(() -> {})); // one that does nothing we know of
  }

  private Program.Supervisor watch(Unit unit, int pid, Program.Command command) {
    String path = command.arguments().getFirst();
    String identifier = path.substring(path.lastIndexOf('/') + 1);
    return new Program.Supervisor() {
      @Override
      public void log(String line) {
        journal.enter(world.now(), unit.name(), identifier, pid, line);
      }

      @Override
      public void ready() {
        Unit.Process process = unit.process();
        if (process != null) {
          unit.running(process);
          started(unit, command.environment());
        }
      }

      @Override
      public void exited(int status) {
        ended(unit, status);
      }
    };
  }

  private void ended(Unit unit, int status) {
    if (status == 0) {
      unit.dead();
    } else {
      say(unit, "Main process exited, code=exited, status=" + status);
      unit.failed("exit-code");
    }
    unit.exited(status);
    if (unit.definition().values("Service", "Restart").contains("always")) {
      start(unit.name());
    }
  }

  private Optional<Refusal> stop(String name) {
    Unit unit = unit(name);
    if (unit.definition().loadState().equals("not-found")) {
      return refused("Failed to stop " + name + ": Unit " + name + " not loaded.");
    }
    dependents(name).forEach(this::stop);
    if (unit.isActive() || unit.isActivating()) {
      say(unit, "Stopping " + unit.definition().description() + "...");
      end(unit);
      unit.dead();
      say(unit, "Stopped " + unit.definition().description() + ".");
    }
    return Optional.empty();
  }

  /** Stops and starts; what requires the unit goes down with it and is started again. */
  private Optional<Refusal> restart(String name) {
    Optional<Refusal> unusable = unusable(unit(name).definition(), "restart");
    if (unusable.isPresent()) {
      return unusable;
    }
    List<String> dependents = dependents(name);
    stop(name);
    Optional<Refusal> refusal = start(name);
    if (refusal.isEmpty()) {
      dependents.forEach(this::start);
    }
    return refusal;
  }

  private Optional<Refusal> resetFailed(String name) {
    Unit unit = unit(name);
    if (unit.isFailed()) {
      unit.dead();
    }
    return Optional.empty();
  }

  /** Active units that cannot be without that one. */
  private List<String> dependents(String name) {
    return units.values().stream()
        .filter(Unit::isActive)
        .filter(unit -> unit.definition().required().contains(name))
        .map(Unit::name)
        .toList();
  }

  private static void end(Unit unit) {
    Stream.ofNullable(unit.process()).forEach(process -> process.daemon().stop());
  }

  private Optional<Refusal> failed(Unit unit, String result, String because, int status) {
    unit.failed(result);
    unit.exited(status);
    say(unit, "Failed with result '" + result + "'.");
    say(unit, "Failed to start " + unit.definition().description() + ".");
    return refused("Job for " + unit.name() + " failed " + because + ".");
  }

  private static Optional<Refusal> refused(String why) {
    return Optional.of(new Refusal(why, false));
  }

  private static Refusal stillTrying(String name) {
    return new Refusal("Job for " + name + " failed because a timeout was exceeded.", true);
  }

  private void say(Unit unit, String line) {
    journal.enter(world.now(), unit.name(), "systemd", 1, line);
  }
}
