package org.flannelboard.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.diagnosis.ClusterFacts.CertificateTerm;
import org.flannelboard.node.facts.Source;

/** What time does: leases and certificates end, and clocks drift apart. */
final class TermRules {

  /**
   * flanneld renews when 60 minutes are left (flannel, subnet/etcdv2/local_manager.go {@code
   * renewMargin}); the minute less is what a renewal may take.
   */
  static final Duration RENEWED_BEFORE = Duration.ofMinutes(59);

  /** A clock that is further off than any time service leaves it. */
  static final Duration SKEWED = Duration.ofMinutes(5);

  /** When a certificate is to be renewed. */
  static final Duration CERTIFICATE_NOTICE = Duration.ofDays(30);

  private TermRules() {}

  static List<Finding> look(Case it) {
    List<Finding> findings = new ArrayList<>(clocks(it));
    for (SeenNode node : it.seen()) {
      leaseExpiring(it, node).ifPresent(findings::add);
    }
    it.facts().certificates().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(entry -> certificate(it, entry.getKey(), entry.getValue()).stream())
        .forEach(findings::add);
    return findings;
  }

  private static Optional<Finding> leaseExpiring(Case it, SeenNode node) {
    Optional<SubnetLease> lease = it.facts().lease(node.id());
    Duration left = lease.map(SubnetLease::ttl).orElse(null);
    if (lease.isEmpty() || left == null || left.compareTo(RENEWED_BEFORE) >= 0) {
      return Optional.empty();
    }
    Finding found =
        Finding.of(
            FindingCode.LEASE_EXPIRING,
            Severity.WARNING,
            node.subject(),
            Direction.NONE,
            Map.of(
                "node", node.id().name(),
                "subnet", lease.get().subnet().toString(),
                "minutes", "" + left.toMinutes()),
            List.of(
                it.inEtcd(
                    Case.SUBNETS + "/" + lease.get().subnet().asKey(), "TTL: " + left.toSeconds())),
            List.of(Repairs.restartFlanneld(node)));
    return Optional.of(
        FlanneldRules.notRunning(it, node)
            .map(cause -> found.after(Set.of(cause.id())))
            .orElse(found));
  }

  /** Against the middle of all clocks, because the workstation's may be the one that is wrong. */
  private static List<Finding> clocks(Case it) {
    List<Duration> offsets =
        it.seen().stream().map(node -> node.sighting().clockOffset()).sorted().toList();
    if (offsets.isEmpty()) {
      return List.of();
    }
    Duration middle = middle(offsets);
    return it.seen().stream()
        .flatMap(node -> clock(node, node.sighting().clockOffset().minus(middle)).stream())
        .toList();
  }

  /** The median; of two in the middle, the one nearer to the workstation's clock. */
  private static Duration middle(List<Duration> sorted) {
    return Stream.of(sorted.get((sorted.size() - 1) / 2), sorted.get(sorted.size() / 2))
        .min(Comparator.comparing(Duration::abs))
        .orElseThrow();
  }

  private static Optional<Finding> clock(SeenNode node, Duration ahead) {
    if (ahead.abs().compareTo(SKEWED) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            FindingCode.CLOCK_SKEW,
            Severity.WARNING, // a lease that was lost by it makes it graver
            node.subject(),
            Direction.NONE,
            Map.of("node", node.id().name(), "minutes", "" + ahead.toMinutes()),
            List.of(node.evidence(Source.CLOCK, node.facts().clock().toString())),
            List.of(new Remedy.Instruct("set-clock", Map.of("node", node.id().name())))));
  }

  private static Optional<Finding> certificate(Case it, NodeId node, CertificateTerm term) {
    Instant now = it.facts().at();
    boolean expired = term.notAfter().isBefore(now) || term.notBefore().isAfter(now);
    if (!expired && term.notAfter().isAfter(now.plus(CERTIFICATE_NOTICE))) {
      return Optional.empty();
    }
    String line = "notBefore=" + term.notBefore() + " notAfter=" + term.notAfter();
    return Optional.of(
        Finding.of(
            expired ? FindingCode.CERTIFICATE_EXPIRED : FindingCode.CERTIFICATE_EXPIRING,
            Severity.WARNING, // packets flow on as long as the lease holds
            new Subject.OnNode(node),
            Direction.NONE,
            Map.of(
                "node", node.name(),
                "days", "" + Duration.between(now, term.notAfter()).toDays(),
                "until", term.notAfter().toString()),
            List.of(new Evidence(node, "openssl x509 -noout -dates -in " + term.path(), line, now)),
            List.of(new Remedy.Instruct("renew-certificate", Map.of("node", node.name())))));
  }
}
