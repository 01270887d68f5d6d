package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.flannelboard.diagnosis.FindingCode.FORWARD_MISSING;
import static org.flannelboard.diagnosis.FindingCode.FORWARD_WRONG;
import static org.flannelboard.diagnosis.FindingCode.LEASE_MISSING;
import static org.flannelboard.diagnosis.FindingCode.LEASE_STALE_OWN;
import static org.flannelboard.diagnosis.FindingCode.NEIGHBOUR_MISSING;
import static org.flannelboard.diagnosis.FindingCode.NEIGHBOUR_STALE;
import static org.flannelboard.diagnosis.FindingCode.PUBLIC_IP_WRONG;
import static org.flannelboard.diagnosis.FindingCode.ROUTE_MISSING;
import static org.flannelboard.diagnosis.FindingCode.ROUTE_SHADOWED;
import static org.flannelboard.diagnosis.FindingCode.SUBNET_DUPLICATE;
import static org.flannelboard.diagnosis.FindingCode.UDP_PORT_TAKEN;
import static org.flannelboard.diagnosis.FindingCode.VNI_MISMATCH;
import static org.flannelboard.diagnosis.FindingCode.VTEP_MAC_CHANGED;
import static org.flannelboard.diagnosis.FindingCode.VTEP_MAC_DUPLICATE;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_DEVICE_BOUNCED;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_DEVICE_DOWN;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_DEVICE_MISSING;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_LOCAL_FOREIGN;
import static org.flannelboard.diagnosis.FindingCode.VXLAN_PORT_MISMATCH;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of the fourth node, or of its pair with the second: one name, and nothing beside. */
class FaultsTest {

  @ParameterizedTest
  @MethodSource("faults")
  void isNamedOnceAndAlone(
      HealthyCluster cluster, FindingCode code, String subject, Direction direction) {
    Diagnosis diagnosis = Diagnostician.examine(cluster.facts());
    assertThat(diagnosis.roots().stream().filter(it -> it.severity() == Severity.ERROR))
        .extracting(Finding::id, Finding::direction)
        .containsExactly(tuple(code.code() + "@" + subject, direction));
    assertThat(diagnosis.unexplained()).isEmpty();
    Finding root = diagnosis.roots().getFirst();
    assertThat(root.pairs()).isEqualTo(Case.lostIn(cluster.facts().matrix()));
    assertThat(root.remedies()).isNotEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(Faults.portTaken(4), UDP_PORT_TAKEN, "vm04", Direction.BOTH),
        fault(Faults.portMismatch(4), VXLAN_PORT_MISMATCH, "vm04", Direction.BOTH),
        fault(Faults.portMismatchOfOldNode(4), VXLAN_PORT_MISMATCH, "vm04", Direction.BOTH),
        fault(Faults.vniMismatch(4), VNI_MISMATCH, "vm04", Direction.BOTH),
        fault(Faults.deviceMissing(4), VXLAN_DEVICE_MISSING, "vm04", Direction.BOTH),
        fault(Faults.deviceDown(4), VXLAN_DEVICE_DOWN, "vm04", Direction.BOTH),
        fault(Faults.deviceBounced(4), VXLAN_DEVICE_BOUNCED, "vm04", Direction.OUTBOUND),
        fault(Faults.macChanged(4), VTEP_MAC_CHANGED, "vm04", Direction.BOTH),
        fault(Faults.leaseMacWrong(4), VTEP_MAC_CHANGED, "vm04", Direction.INBOUND),
        fault(Faults.localForeign(4), VXLAN_LOCAL_FOREIGN, "vm04", Direction.OUTBOUND),
        fault(Faults.macDuplicate(4, 2), VTEP_MAC_DUPLICATE, "vm02", Direction.INBOUND),
        fault(Faults.subnetDuplicate(4, 2), SUBNET_DUPLICATE, "vm04", Direction.BOTH),
        fault(Faults.leaseMissing(4), LEASE_MISSING, "vm04", Direction.INBOUND),
        fault(Faults.publicIpWrong(4), PUBLIC_IP_WRONG, "vm04", Direction.INBOUND),
        fault(Faults.leaseStaleOwn(4), LEASE_STALE_OWN, "vm04", Direction.NONE),
        fault(Faults.routeMissing(4, 2), ROUTE_MISSING, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.routesFlushed(4), ROUTE_MISSING, "vm04", Direction.OUTBOUND),
        fault(Faults.shadowedByRule(4, 2), ROUTE_SHADOWED, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.shadowedByLongerPrefix(4, 2), ROUTE_SHADOWED, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.shadowedAsLookedUp(4, 2), ROUTE_SHADOWED, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.neighbourMissing(4, 2), NEIGHBOUR_MISSING, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.neighbourStale(4, 2), NEIGHBOUR_STALE, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.forwardMissing(4, 2), FORWARD_MISSING, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.forwardWrong(4, 2), FORWARD_WRONG, "vm04>vm02", Direction.OUTBOUND),
        fault(Faults.eventMissed(4, 2), ROUTE_MISSING, "vm04>vm02", Direction.OUTBOUND));
  }

  /** The cluster of a fault. */
  static HealthyCluster cluster(Arguments fault) {
    return (HealthyCluster) ((Named<?>) Objects.requireNonNull(fault.get()[0])).getPayload();
  }

  private static Arguments fault(
      HealthyCluster cluster, FindingCode code, String subject, Direction direction) {
    return Arguments.of(Named.of(code.code() + " " + subject, cluster), code, subject, direction);
  }
}
