package org.flannelboard.app;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeControls.State;
import org.flannelboard.cluster.NodeId;

/**
 * What was done to practice clusters, in order, so that a new one can be brought to the same state:
 * a lease that expired while flanneld stood still expires again.
 *
 * <p>As text a line a step: {@code on CODE NODE...} or {@code advance DURATION} (ISO 8601, as in
 * {@code PT26H}). Empty lines and those that begin with # say nothing.
 */
public record PracticeScript(List<Step> steps) {

  private static final String HEAD = "# What is switched in Flannelboard's practice clusters.\n";
  private static final String ON = "on";
  private static final String ADVANCE = "advance";

  /** Longer than certificates are valid, and well within what an Instant can be. */
  public static final Duration LONGEST = Duration.ofDays(36_525);

  public PracticeScript {
    steps = List.copyOf(steps);
  }

  /** Something that was done. */
  public sealed interface Step {

    /** A fault was switched on, and is still. */
    record On(Fault fault) implements Step {}

    /** The clock was moved on. */
    record Advance(Duration by) implements Step {}
  }

  /** What reading a text came to: a script, or the line that cannot be read. */
  public sealed interface Reading {

    /** It can be read. */
    record Script(PracticeScript script) implements Reading {}

    /**
     * It cannot.
     *
     * @param line counted from 1
     */
    record Wrong(int line, String text) implements Reading {}
  }

  /** Nothing was done yet. */
  public static PracticeScript empty() {
    return new PracticeScript(List.of());
  }

  /** Reads a script's form; whether its faults exist is another question. */
  public static Reading parse(String text) {
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Optional<Step> step = step(line.split("\\s+", -1));
      if (step.isEmpty()) {
        return new Reading.Wrong(number, line);
      }
      steps.add(step.get());
    }
    return new Reading.Script(new PracticeScript(steps));
  }

  private static Optional<Step> step(String[] words) {
    if (words[0].equals(ON) && words.length > 1) {
      List<String> names = List.of(words).subList(2, words.length);
      return names.stream().allMatch(NodeId::isValid)
          ? Optional.of(new Step.On(new Fault(words[1], names.stream().map(NodeId::new).toList())))
          : Optional.empty();
    }
    return words[0].equals(ADVANCE) && words.length == 2
        ? length(words[1]).map(Step.Advance::new)
        : Optional.empty();
  }

  private static Optional<Duration> length(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(PracticeScript::isAhead);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** Whether a clock can be moved on by that much. */
  public static boolean isAhead(Duration length) {
    return length.isPositive() && length.compareTo(LONGEST) <= 0;
  }

  /** The text that reads as this script. */
  public String text() {
    return steps.stream().map(PracticeScript::line).collect(Collectors.joining("", HEAD, ""));
  }

  private static String line(Step step) {
    return switch (step) {
      case Step.Advance(Duration by) -> ADVANCE + " " + by + "\n";
      case Step.On(Fault(String code, List<NodeId> nodes)) ->
          Stream.concat(Stream.of(ON, code), nodes.stream().map(NodeId::name))
              .collect(Collectors.joining(" ", "", "\n"));
    };
  }

  /** What is on by now, and how far the clock is. */
  public State state() {
    return new State(on(), ahead());
  }

  private List<Fault> on() {
    return steps.stream()
        .flatMap(step -> step instanceof Step.On(Fault fault) ? Stream.of(fault) : Stream.empty())
        .distinct()
        .toList();
  }

  private Duration ahead() {
    return steps.stream()
        .flatMap(step -> step instanceof Step.Advance(Duration by) ? Stream.of(by) : Stream.empty())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** With one more fault. */
  public PracticeScript with(Fault fault) {
    return on().contains(fault) ? this : plus(new Step.On(fault));
  }

  /** Without a fault. */
  public PracticeScript without(Fault fault) {
    return new PracticeScript(
        steps.stream().filter(step -> !step.equals(new Step.On(fault))).toList());
  }

  /** Without any fault. */
  public PracticeScript mended() {
    return new PracticeScript(steps.stream().filter(step -> step instanceof Step.Advance).toList());
  }

  /** With the clock moved on. */
  public PracticeScript advanced(Duration by) {
    return plus(new Step.Advance(by));
  }

  /** With the clock at the present. */
  public PracticeScript atPresent() {
    return new PracticeScript(steps.stream().filter(step -> step instanceof Step.On).toList());
  }

  private PracticeScript plus(Step step) {
    return new PracticeScript(Stream.concat(steps.stream(), Stream.of(step)).toList());
  }
}
