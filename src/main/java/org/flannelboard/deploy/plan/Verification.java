package org.flannelboard.deploy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;

/**
 * The proof that a node is as it should be: each check with what was seen. Exit statuses play no
 * part in it.
 *
 * @param checks in the order a person would go through them
 */
public record Verification(List<Check> checks) {

  public Verification {
    checks = List.copyOf(checks);
  }

  /**
   * One thing that was looked at.
   *
   * @param code stable, kebab-case
   * @param holds whether it is as it should be
   * @param evidence what was seen
   */
  public record Check(String code, boolean holds, String evidence) {}

  /** Whether everything is as it should be. */
  public boolean holds() {
    return checks.stream().allMatch(Check::holds);
  }

  /** The checks that fail. */
  public List<Check> failing() {
    return checks.stream().filter(check -> !check.holds()).toList();
  }

  /** What was seen, in one line. */
  public String evidence() {
    return checks.stream().map(Check::evidence).collect(Collectors.joining(", "));
  }

  /**
   * Checks a node.
   *
   * @param seen the answer to {@link DeployPlanner#query}, made after the last change
   * @param leases as etcd has them, read after the last change
   */
  public static Verification of(
      ClusterProfile profile, NodeSpec node, Observation seen, List<SubnetLease> leases) {
    List<Check> checks = new ArrayList<>();
    checks.add(unit("flanneld-active", seen.unit(DockerUnit.FLANNELD), true));
    checks.add(unit("flanneld-enabled", seen.unit(DockerUnit.FLANNELD), false));
    checks.add(unit("docker-active", seen.unit(profile.docker().unit()), true));
    checks.add(unit("docker-enabled", seen.unit(profile.docker().unit()), false));
    Optional<SubnetLease> lease = SubnetLease.inUse(leases, node.ip());
    checks.add(
        new Check(
            "lease-held", lease.isPresent(), lease.map(l -> l.subnet().toString()).orElse("none")));
    checks.add(
        new Check(
            "lease-in-network",
            lease.filter(l -> profile.network().network().contains(l.subnet())).isPresent(),
            profile.network().network().toString()));
    NetworkState network =
        seen.network().toOptional().orElse(new NetworkState(List.of(), List.of(), List.of()));
    if (profile.network().backend().type().equals("vxlan")) {
      checks.add(device(profile.network().backend().device(), network, lease));
    }
    checks.add(docker0(network, lease));
    return new Verification(checks);
  }

  private static Check unit(String code, UnitState unit, boolean activity) {
    return activity
        ? new Check(code, unit.active(), unit.activeState() + " (" + unit.subState() + ")")
        : new Check(code, unit.enabled(), unit.enablement().isEmpty() ? "none" : unit.enablement());
  }

  private static Check device(String name, NetworkState network, Optional<SubnetLease> lease) {
    Optional<NetworkState.Link> link = network.link(name);
    boolean holds =
        link.isPresent()
            && link.get().up()
            && lease.isPresent()
            && link.get().mac() != null
            && link.get().mac().equals(lease.get().vtepMac());
    String evidence =
        link.map(l -> name + " " + (l.up() ? "up " : "down ") + l.mac()).orElse("no " + name);
    return new Check("vtep-matches-lease", holds, evidence);
  }

  private static Check docker0(NetworkState network, Optional<SubnetLease> lease) {
    Optional<Ipv4Address> address = network.address("docker0").map(NetworkState.Address::address);
    boolean holds =
        address.isPresent() && lease.isPresent() && address.get().equals(lease.get().docker0());
    return new Check(
        "docker0-in-lease", holds, address.map(a -> "docker0 " + a).orElse("no docker0 address"));
  }
}
