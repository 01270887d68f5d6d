package org.flannelboard.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.ProbeRequest;

/**
 * The search for the largest packet that gets from one docker0 to another whole: the largest one
 * flannel promises first, and if that is lost, halves of what is left.
 *
 * @param pair whose way it is
 * @param source docker0 of the one
 * @param target docker0 of the other
 * @param promised the MTU of flannel's device, in bytes
 * @param passes the largest packet known to get through, in bytes
 * @param lost the smallest known not to; one more than promised before anything was tried
 */
public record MtuSearch(
    Subject.OnPair pair,
    Ipv4Address source,
    Ipv4Address target,
    int promised,
    int passes,
    int lost) {

  /** IPv4 and ICMP headers of a ping (RFC 791, RFC 792). */
  static final int HEADERS = 28;

  /** A lone packet may be lost by chance. */
  private static final int COUNT = 2;

  /**
   * The search on a green cell's way; empty where it cannot be made.
   *
   * @param facts a ping of usual size is known to pass
   */
  public static Optional<MtuSearch> of(ClusterFacts facts, Subject.OnPair pair) {
    Case it = new Case(facts);
    Optional<Ipv4Address> source = facts.lease(pair.from()).map(SubnetLease::docker0);
    Optional<Ipv4Address> target = facts.lease(pair.to()).map(SubnetLease::docker0);
    Optional<Integer> mtu =
        it.seen(pair.from())
            .flatMap(node -> node.vtep().toOptional().flatMap(link -> link))
            .map(Link::mtu);
    int small = ProbeRequest.Echoes.USUAL + HEADERS;
    return source.isPresent()
            && target.isPresent()
            && mtu.filter(promised -> promised > small).isPresent()
            && LadderPlan.pingable(facts, pair, source.get(), target.get())
        ? Optional.of(
            new MtuSearch(pair, source.get(), target.get(), mtu.get(), small, mtu.get() + 1))
        : Optional.empty();
  }

  /** The next pings to send; empty when the answer is found. */
  public Optional<ProbeRequest.Echoes> next() {
    return lost - passes <= 1
        ? Optional.empty()
        : Optional.of(new ProbeRequest.Echoes(source, target, COUNT, size() - HEADERS, true));
  }

  /** The search after that; passed if any of the pings was answered. */
  public MtuSearch after(boolean passed) {
    return passed
        ? new MtuSearch(pair, source, target, promised, size(), lost)
        : new MtuSearch(pair, source, target, promised, passes, size());
  }

  private int size() {
    return lost > promised ? promised : (passes + lost) / 2;
  }

  /** What was found, once it is; empty while it is not, and where all that is promised passes. */
  public Optional<Finding> finding(Instant at) {
    if (next().isPresent() || passes == promised) {
      return Optional.empty();
    }
    Map<String, String> arguments =
        Map.of(
            "from",
            pair.from().name(),
            "to",
            pair.to().name(),
            "mtu",
            "" + promised,
            "passes",
            "" + passes);
    return Optional.of(
        Finding.of(
            FindingCode.MTU_BLACKHOLE,
            Severity.ERROR,
            pair,
            Direction.OUTBOUND,
            arguments,
            List.of(ping(lost, "0 / " + COUNT, at), ping(passes, "> 0 / " + COUNT, at)),
            List.of(KernelRules.lowerMtu(pair.from(), passes))));
  }

  private Evidence ping(int size, String answered, Instant at) {
    return new Evidence(
        pair.from(),
        "ping -M do -s %d -I %s %s".formatted(size - HEADERS, source, target),
        answered,
        at);
  }
}
