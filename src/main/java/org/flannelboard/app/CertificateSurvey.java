package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.Content;
import org.flannelboard.node.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Flannel's certificate on every node at one moment.
 *
 * @param at when the nodes were asked
 * @param nodes in the profile's order
 */
public record CertificateSurvey(Instant at, List<InstalledCertificate> nodes) {

  public CertificateSurvey {
    nodes = List.copyOf(nodes);
  }

  /**
   * Judges what nodes answered to {@link org.flannelboard.deploy.plan.DeployPlanner#statusQuery}.
   *
   * @param ca the profile's CA; null if it could not be read, and then each node's own is the judge
   */
  static CertificateSurvey of(
      ClusterProfile profile,
      Map<NodeId, Observation> seen,
      Map<NodeId, Failure> failures,
      @Nullable Content ca,
      Instant at) {
    CertificateJudge judge = new CertificateJudge(profile, ca, at);
    return new CertificateSurvey(
        at,
        profile.nodes().stream()
            .map(
                node -> {
                  Observation answer = seen.get(node.id());
                  return answer == null
                      ? judge.unreachable(node, Objects.requireNonNull(failures.get(node.id())))
                      : judge.judge(node, answer);
                })
            .toList());
  }

  /** The node's certificate. */
  public Optional<InstalledCertificate> node(NodeId id) {
    return nodes.stream().filter(node -> node.node().id().equals(id)).findFirst();
  }

  /** How many nodes etcd lets in now. */
  public long letIn() {
    return nodes.stream().filter(node -> node.state().letsIn()).count();
  }

  /** How long the certificate that runs out first still holds; empty if no node has one. */
  public Optional<Duration> shortest() {
    return nodes.stream()
        .flatMap(node -> Optional.ofNullable(node.report()).stream())
        .map(report -> Duration.between(at, report.notAfter()))
        .min(Comparator.naturalOrder());
  }

  /** Whether all certificates are good. */
  public boolean good() {
    return nodes.stream().allMatch(node -> node.state() == CertificateState.GOOD);
  }
}
