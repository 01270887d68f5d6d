package org.flannelboard.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.flannelboard.app.Drift.Finding;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;

/** Finds out how far a cluster is from what its profile wants. Changes nothing. */
public final class DriftReader {

  /** What every node has, in the order of the work. */
  public static final List<StepId> STEPS = StepId.OF_A_NODE;

  private final Cluster cluster;
  private final EtcdDoor door;
  private final ClusterProfile profile;

  public DriftReader(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.door = door;
    this.profile = cluster.profile();
  }

  /** Looks at all nodes side by side and at etcd; a node that does not answer spoils no other. */
  public Drift read() {
    Result<Survey, Failure> survey = Survey.toCompare(cluster, door);
    SequencedMap<NodeId, SequencedMap<StepId, Finding>> nodes = new LinkedHashMap<>();
    Finding etcd =
        switch (survey) {
          case Result.Ok<Survey, Failure>(Survey seen) -> {
            Map<NodeId, Result<Survey.Planned, Failure>> plans = seen.plans(profile.nodes());
            profile.nodes().forEach(node -> nodes.put(node.id(), findings(node, seen, plans)));
            yield etcd(seen);
          }
          case Result.Err<Survey, Failure>(Failure why) -> {
            profile.nodes().forEach(node -> nodes.put(node.id(), unknown(why)));
            yield new Finding.Unknown(why);
          }
        };
    return new Drift(cluster.surroundings().clock().instant(), etcd, nodes);
  }

  private Finding etcd(Survey survey) {
    return switch (survey.etcd()) {
      case Result.Ok<Survey.Etcd, Failure>(Survey.Etcd seen) -> finding(seen.plan(profile));
      case Result.Err<Survey.Etcd, Failure>(Failure why) -> new Finding.Unknown(why);
    };
  }

  private SequencedMap<StepId, Finding> findings(
      NodeSpec node, Survey survey, Map<NodeId, Result<Survey.Planned, Failure>> plans) {
    return switch (Objects.requireNonNull(plans.get(node.id()))) {
      case Result.Err<Survey.Planned, Failure>(Failure why) -> unknown(why);
      case Result.Ok<Survey.Planned, Failure>(Survey.Planned(NodePlan plan, var _)) -> {
        SequencedMap<StepId, Finding> findings = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
          Problem refusal = plan.refused().get(step.id());
          findings.put(
              step.id(),
              refusal != null
                  ? new Finding.Unknown(refusal)
                  : step instanceof Step.Verify ? measured(node, survey) : finding(step));
        }
        yield findings;
      }
    };
  }

  private static SequencedMap<StepId, Finding> unknown(Failure why) {
    SequencedMap<StepId, Finding> findings = new LinkedHashMap<>();
    STEPS.forEach(step -> findings.put(step, new Finding.Unknown(why)));
    return findings;
  }

  private static Finding finding(Step step) {
    return switch (step) {
      case Step.InSync(StepId _, String evidence) -> new Finding.InSync(evidence);
      case Step.PutFile put when put.before() instanceof FileState.Absent ->
          new Finding.Missing(put);
      case Step.PutConfig put when put.before() == null -> new Finding.Missing(put);
      case Step.PutFile _,
          Step.PutConfig _,
          Step.ReloadUnits _,
          Step.ControlUnit _,
          Step.ChangeKernel _,
          Step.RemoveLease _,
          Step.Verify _ ->
          new Finding.Differs(step);
    };
  }

  /** The proof a push would end with, of what was seen now. */
  private Finding measured(NodeSpec node, Survey survey) {
    Observation seen = Objects.requireNonNull(survey.sightings().seen().get(node.id()));
    return switch (survey.etcd()) {
      case Result.Err<Survey.Etcd, Failure>(Failure why) -> new Finding.Unknown(why);
      case Result.Ok<Survey.Etcd, Failure>(Survey.Etcd etcd) -> {
        Verification proof = Verification.of(profile, node, seen, etcd.leases());
        yield proof.holds()
            ? new Finding.InSync(proof.evidence())
            : new Finding.NotVerified(proof.failing());
      }
    };
  }
}
