package org.flannelboard.app;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.plan.Desired;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.node.Observation;

/**
 * A plan with all that applying it needs: what it was made from and the connections it was made
 * over. Nothing has been changed yet.
 *
 * @param plan what would be done
 * @param networkProblems what is wrong or doubtful with the network configuration; empty when it
 *     does not change
 * @param desired how the nodes shall be
 * @param certificateIssued whether the certificate in {@code desired} is a new one
 * @param seen the observations the plan was made from, of the nodes that answered
 * @param journals the journals of those nodes
 * @param unreachable the nodes that did not answer, and why
 * @param leases as etcd had them
 * @param store flannel's keys in etcd
 */
public record Proposal(
    Plan plan,
    List<Problem> networkProblems,
    Desired desired,
    boolean certificateIssued,
    Map<NodeId, Observation> seen,
    Map<NodeId, Journal> journals,
    Map<NodeId, Failure> unreachable,
    List<SubnetLease> leases,
    FlannelStore store) {

  public Proposal {
    networkProblems = List.copyOf(networkProblems);
    seen = Map.copyOf(seen);
    journals = Map.copyOf(journals);
    unreachable = Map.copyOf(unreachable);
    leases = List.copyOf(leases);
  }

  /** When a new certificate ends, where that is sooner than asked since its CA ends then. */
  public Optional<Instant> endWithAuthority() {
    return certificateIssued
        ? FlannelCertificate.endWithAuthority(desired.certificate(), desired.ca())
        : Optional.empty();
  }

  /** Whether the network configuration must not be written, and so nothing is done at all. */
  public boolean refused() {
    return networkProblems.stream().anyMatch(Problem::isError);
  }
}
