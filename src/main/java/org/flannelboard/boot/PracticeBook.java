package org.flannelboard.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.PracticeFailure;
import org.flannelboard.app.PracticeScript;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.FileFailure;

/**
 * The switches of practice clusters, kept in a small file: each change is written there, and read
 * from there by every run.
 */
public final class PracticeBook implements PracticeControls {

  /** The file's name in the folder of state. */
  public static final String FILE = "practice";

  private final Path file;
  private final InstantSource clock;
  private final Consumer<PracticeScript> follower;
  private final List<Consumer<Result<State, Failure>>> listeners = new CopyOnWriteArrayList<>();
  private Result<PracticeScript, Failure> script;

  /**
   * Reads the switches.
   *
   * @param clock the time in the cluster that follows
   * @param follower does what a script says; gets each that can be read, the present one at once
   */
  public PracticeBook(Path file, InstantSource clock, Consumer<PracticeScript> follower) {
    this.file = file;
    this.clock = clock;
    this.follower = follower;
    this.script = read();
    script.ifOk(follower);
  }

  /** The switches without a cluster; its clock shows what that of a new one would show. */
  public static PracticeBook alone(Path file, InstantSource present) {
    Result<State, Failure> state = new PracticeBook(file, present, _ -> {}).state();
    Duration ahead = state.toOptional().map(State::ahead).orElse(Duration.ZERO);
    return new PracticeBook(file, () -> present.instant().plus(ahead), _ -> {});
  }

  @Override
  public List<Kind> kinds() {
    return Stream.of(FaultKind.values())
        .map(kind -> new Kind(kind.code(), kind.group().code(), kind.nodes()))
        .toList();
  }

  @Override
  public synchronized Result<State, Failure> state() {
    return script.map(PracticeScript::state);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Result<State, Failure> switchOn(Fault fault) {
    Optional<Failure> wrong = check(fault);
    return wrong.isPresent() ? Result.err(wrong.get()) : change(old -> old.with(fault));
  }

  @Override
  public Result<State, Failure> switchOff(Fault fault) {
    Optional<Failure> wrong = check(fault);
    return wrong.isPresent() ? Result.err(wrong.get()) : change(old -> old.without(fault));
  }

  @Override
  public Result<State, Failure> clear() {
    return change(PracticeScript::mended);
  }

  @Override
  public Result<State, Failure> advance(Duration by) {
    return PracticeScript.isAhead(by)
        ? change(old -> old.advanced(by))
        : Result.err(new PracticeFailure.LengthInvalid(by.toString()));
  }

  @Override
  public Result<State, Failure> resetClock() {
    return change(PracticeScript::atPresent);
  }

  @Override
  public Following onChange(Consumer<Result<State, Failure>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Following follow() {
    return PracticeWatch.begin(file, this::refresh);
  }

  /** Takes over what is in the file by now. */
  void refresh() {
    synchronized (this) {
      Result<PracticeScript, Failure> fresh = read();
      if (fresh.equals(script)) {
        return;
      }
      script = fresh;
      script.ifOk(follower);
    }
    tell();
  }

  private Result<State, Failure> change(UnaryOperator<PracticeScript> edit) {
    Result<State, Failure> outcome;
    synchronized (this) {
      Result<PracticeScript, Failure> changed =
          read().flatMap(old -> write(edit.apply(old))).ifOk(follower);
      if (changed.toFailure().isEmpty()) {
        script = changed;
      }
      outcome = changed.map(PracticeScript::state);
    }
    tell();
    return outcome;
  }

  private void tell() {
    Result<State, Failure> state = state();
    listeners.forEach(listener -> listener.accept(state));
  }

  private Result<PracticeScript, Failure> write(PracticeScript changed) {
    Result<Path, FileFailure> written =
        AtomicFiles.replace(file, changed.text().getBytes(StandardCharsets.UTF_8));
    return written.<Failure>mapFailure(failure -> failure).map(_ -> changed);
  }

  private Result<PracticeScript, Failure> read() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Result.ok(PracticeScript.empty());
    } catch (IOException e) {
      String why = FileFailure.reason(e);
      return Result.err(new AppFailure.LocalFileUnreadable(file.toString(), why));
    }
    return switch (PracticeScript.parse(text)) {
      case PracticeScript.Reading.Wrong(int line, String words) ->
          Result.err(new PracticeFailure.StateInvalid(file.toString(), line, words));
      case PracticeScript.Reading.Script(PracticeScript read) ->
          read.state().on().stream()
              .flatMap(fault -> check(fault).stream())
              .findFirst()
              .<Result<PracticeScript, Failure>>map(Result::err)
              .orElseGet(() -> Result.ok(read));
    };
  }

  private static Optional<Failure> check(Fault fault) {
    Optional<FaultKind> kind = FaultKind.find(fault.code());
    if (kind.isEmpty()) {
      return Optional.of(new PracticeFailure.FaultUnknown(fault.code()));
    }
    long different = fault.nodes().stream().distinct().count();
    if (fault.nodes().size() != kind.get().nodes() || different != kind.get().nodes()) {
      return Optional.of(new PracticeFailure.FaultNodesWrong(fault.code(), kind.get().nodes()));
    }
    return fault.nodes().stream()
        .filter(node -> !PracticeLab.knows(node))
        .map(NodeId::name)
        .<Failure>map(PracticeFailure.NodeUnknown::new)
        .findFirst();
  }
}
