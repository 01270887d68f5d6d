package org.flannelboard.deploy.plan;

import java.util.List;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.FlannelStore.StoredConfig;
import org.jspecify.annotations.Nullable;

/** Plans the network configuration in etcd. */
public final class NetworkStep {

  private NetworkStep() {}

  /**
   * Compares what is wanted with what is stored, by meaning and not by spelling.
   *
   * @param key where it is stored
   * @param leases those that would be lost if the network moved away from under them
   */
  public static Step plan(
      String key, NetworkConfig wanted, @Nullable StoredConfig stored, List<SubnetLease> leases) {
    if (stored == null) {
      return new Step.PutConfig(
          StepId.ETCD_CONFIG, key, wanted, null, new Expect.Absent(), new Risk.None());
    }
    return stored.config().equals(wanted)
        ? new Step.InSync(StepId.ETCD_CONFIG, stored.raw())
        : new Step.PutConfig(
            StepId.ETCD_CONFIG,
            key,
            wanted,
            stored.raw(),
            new Expect.At(stored.revision()),
            risk(wanted, leases));
  }

  /** What a new network does to the leases there are. */
  public static Risk risk(NetworkConfig wanted, List<SubnetLease> leases) {
    List<String> orphaned =
        leases.stream()
            .map(SubnetLease::subnet)
            .filter(
                subnet ->
                    !wanted.network().contains(subnet)
                        || subnet.prefixLength() != wanted.subnetLen())
            .map(Object::toString)
            .toList();
    return new Risk.NetworkChanges(orphaned);
  }
}
