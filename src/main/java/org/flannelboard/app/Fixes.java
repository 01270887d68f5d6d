package org.flannelboard.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Findings fixed: a remedy becomes steps that can be read before, are done one after the other,
 * written down on the nodes, and proved by another diagnosis.
 */
public final class Fixes {

  private final FixPlanner planner;
  private final FixRun run;
  private final Cluster cluster;

  public Fixes(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.planner = new FixPlanner(cluster, door);
    this.run = new FixRun(cluster, door);
  }

  /**
   * A remedy as it is offered.
   *
   * @param number from 1, as {@code fix --remedy} counts
   * @param disturbance how much it disturbs at most; its proposal tells exactly
   */
  public record Choice(int number, Remedy remedy, Kind kind, Remedy.Disturbance disturbance) {

    /** Who does it. */
    public enum Kind {
      /** This program, once somebody agrees; a part of it may be for a person to do first. */
      CLICKABLE,
      /** A person, with nothing for this program to do. */
      INSTRUCTION
    }

    /** What is done, a line each, in one language. */
    public List<String> words(Messages messages) {
      return new DiagnosisWords(messages).lines(remedy);
    }
  }

  /** How much of a fix a rollback takes back. */
  public enum Undo {
    /** All of it. */
    WHOLLY,
    /** Entries and settings; not restarts, nor what is removed. */
    PARTLY,
    /** Nothing of it. */
    NOT
  }

  /** What is done in one place without anything elsewhere in between. */
  sealed interface Part {

    /** Steps of a fix on a node. */
    record AtNode(NodeId node, List<Step> steps) implements Part {
      public AtNode {
        steps = List.copyOf(steps);
      }
    }

    /** The removal of a lease from etcd. */
    record InEtcd(Step.RemoveLease step) implements Part {}

    /** A push to nodes. */
    record Push(org.flannelboard.app.Proposal proposal) implements Part {}
  }

  /**
   * One thing that would be done.
   *
   * @param node where; null for etcd
   * @param command what an administrator would type there, as root
   */
  public record Line(@Nullable NodeId node, Step step, String command) {}

  /**
   * What a remedy would do. Nothing has been changed yet.
   *
   * @param seen what the finding was made from
   * @param byHand what a person has to do first
   * @param lines in the order of the work; empty if all is for a person to do
   */
  public record Proposal(
      Diagnostics.Report seen,
      Finding finding,
      Remedy remedy,
      List<Remedy.Instruct> byHand,
      List<Part> parts,
      List<Line> lines) {

    public Proposal {
      byHand = List.copyOf(byHand);
      parts = List.copyOf(parts);
      lines = List.copyOf(lines);
    }

    /** The steps that change something, in the order of the work. */
    public List<Step> steps() {
      return lines.stream().map(Line::step).toList();
    }

    /** How much it disturbs. */
    public Remedy.Disturbance disturbance() {
      List<Risk> risks = steps().stream().map(Step::risk).toList();
      if (risks.stream().anyMatch(Proposal::disturbsContainers)) {
        return Remedy.Disturbance.CONTAINERS;
      }
      return risks.stream().allMatch(Risk.None.class::isInstance)
          ? Remedy.Disturbance.NONE
          : Remedy.Disturbance.DAEMON;
    }

    private static boolean disturbsContainers(Risk risk) {
      return switch (risk) {
        case Risk.None _, Risk.FlanneldRestarts _ -> false;
        case Risk.DockerRestarts _, Risk.NetworkChanges _ -> true;
      };
    }

    /** The containers that stop, as {@code vm04 web}. */
    public List<String> containers() {
      Set<String> containers = new LinkedHashSet<>();
      for (Line line : lines) {
        if (line.step().risk() instanceof Risk.DockerRestarts(List<String> names, boolean live)
            && !live) {
          names.forEach(name -> containers.add(line.node() + " " + name));
        }
      }
      return List.copyOf(containers);
    }

    /** How much of it a rollback takes back. */
    public Undo undo() {
      long undoable = steps().stream().filter(this::undoable).count();
      if (undoable == 0) {
        return Undo.NOT;
      }
      return undoable == lines.size() ? Undo.WHOLLY : Undo.PARTLY;
    }

    private boolean undoable(Step step) {
      return switch (step) {
        case Step.ChangeKernel kernel -> kernel.before().undoable();
        case Step.PutFile _, Step.ReloadUnits _ -> true;
        case Step.ControlUnit _ -> pushed(step);
        case Step.RemoveLease _, Step.PutConfig _ -> false;
        case Step.InSync _, Step.Verify _ -> true;
      };
    }

    /** A push's rollback brings units back to what they were. */
    private boolean pushed(Step step) {
      return parts.stream()
          .anyMatch(
              part ->
                  part instanceof Part.Push(org.flannelboard.app.Proposal push)
                      && push.plan().changes().contains(step));
    }
  }

  /** What became of a step. */
  public record Outcome(@Nullable NodeId node, Step step, StepOutcome outcome) {}

  /**
   * What a fix came to.
   *
   * @param outcomes of the proposal's lines, in their order
   * @param refusal why nothing was begun; null if it was
   * @param after what was measured and found afterwards; where nothing was begun, what was before
   */
  public record Report(
      Proposal proposal,
      List<Outcome> outcomes,
      @Nullable Failure refusal,
      Diagnostics.Report after) {

    public Report {
      outcomes = List.copyOf(outcomes);
    }

    /** What stopped it; empty if every step was done. */
    public Optional<Failure> failure() {
      return refusal != null
          ? Optional.of(refusal)
          : outcomes.stream()
              .map(Outcome::outcome)
              .filter(StepOutcome.Failed.class::isInstance)
              .map(it -> ((StepOutcome.Failed) it).failure())
              .findFirst();
    }

    /** Whether the finding is gone and every pair it claimed is reached. */
    public boolean healed() {
      return refusal == null && Fixes.healed(proposal.finding(), after);
    }

    /** The pairs it claimed that are not reached. */
    public List<Subject.OnPair> red() {
      return Fixes.red(proposal.finding(), after.facts().matrix());
    }

    /** What is still wrong, whatever its reason. */
    public List<Finding> left() {
      return after.diagnosis().roots().stream()
          .filter(it -> it.severity() != Severity.INFO)
          .toList();
    }
  }

  /** The ways to fix a finding, the least invasive first. */
  public List<Choice> choices(Finding finding) {
    List<Remedy> remedies = finding.remedies();
    return IntStream.range(0, remedies.size())
        .mapToObj(
            i -> {
              Remedy remedy = remedies.get(i);
              Choice.Kind kind =
                  remedy.byHandAlone() ? Choice.Kind.INSTRUCTION : Choice.Kind.CLICKABLE;
              return new Choice(i + 1, remedy, kind, remedy.disturbance());
            })
        .toList();
  }

  /**
   * Looks again at the nodes that the remedy touches and says what would be done. Changes nothing.
   * Refuses if what the remedy rests on is not as it was.
   *
   * @param seen what the finding was made from
   * @param remedy one of the finding's
   */
  public Result<Proposal, Failure> propose(
      Diagnostics.Report seen, Finding finding, Remedy remedy) {
    return planner.propose(seen, finding, remedy);
  }

  /**
   * Does what was proposed, stops at the first failure, then measures and diagnoses again. Ask
   * first: from here on things change.
   *
   * @param listener told of each of the proposal's steps, and of those of a push that change
   *     nothing
   * @param watcher hears what is sent to find out afterwards, and can have the work stopped between
   *     two steps
   */
  public Report run(Proposal proposal, ApplyListener listener, Diagnostics.Watcher watcher) {
    Optional<Failure> refusal = cluster.refusal("fix");
    return refusal.isPresent()
        ? FixRun.refused(proposal, refusal.get())
        : cluster.changing(Change.Kind.FIX, () -> run.run(proposal, listener, watcher));
  }

  /** Whether a finding is gone and every pair it claimed is reached. */
  static boolean healed(Finding finding, Diagnostics.Report after) {
    return after.diagnosis().finding(finding.id()).isEmpty()
        && red(finding, after.facts().matrix()).isEmpty();
  }

  private static List<Subject.OnPair> red(Finding finding, MatrixSnapshot matrix) {
    List<Subject.OnPair> red = new ArrayList<>();
    for (Subject.OnPair pair : finding.pairs()) {
      int from = matrix.nodes().indexOf(pair.from());
      int to = matrix.nodes().indexOf(pair.to());
      if (from < 0 || to < 0 || !(matrix.cell(from, to) instanceof Cell.Reached)) {
        red.add(pair);
      }
    }
    red.sort(Comparator.comparing(Subject.OnPair::text));
    return red;
  }
}
