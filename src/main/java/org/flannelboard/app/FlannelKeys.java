package org.flannelboard.app;

import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.diagnosis.Looks;
import org.flannelboard.etcd.FlannelStore;
import org.jspecify.annotations.Nullable;

/**
 * What flannel's keys in etcd say to a diagnosis, or why they say nothing.
 *
 * @param configFailure why there is no configuration; null also where nobody has written one
 * @param held the leases once more, with the failure itself
 */
record FlannelKeys(
    Known<NetworkConfig> config,
    @Nullable Failure configFailure,
    Known<List<SubnetLease>> leases,
    Result<List<SubnetLease>, Failure> held) {

  /** Reads both, each for itself: one may be damaged while the other is whole. */
  static FlannelKeys read(Result<FlannelStore, Failure> store) {
    Deadline deadline = Deadline.after(Deployment.ASK);
    Result<Optional<FlannelStore.StoredConfig>, Failure> config =
        store.flatMap(it -> it.config(deadline).<Failure>mapFailure(failure -> failure));
    Result<List<SubnetLease>, Failure> leases =
        store
            .flatMap(it -> it.leases(deadline).<Failure>mapFailure(failure -> failure))
            .map(all -> all.leases().stream().map(FlannelStore.StoredLease::lease).toList());
    Known<NetworkConfig> known =
        config
            .toOptional()
            .flatMap(it -> it)
            .map(it -> Known.of(it.config()))
            .orElseGet(
                () ->
                    Known.unknown(
                        config.toFailure().map(Failure::code).orElse("nobody has written one")));
    return new FlannelKeys(known, config.toFailure().orElse(null), known(leases), leases);
  }

  /** What looks at nodes ask for, by what is leased. */
  Looks looks(ClusterProfile profile, List<NodeSpec> nodes) {
    return new Looks(profile, nodes, held.toOptional().orElse(List.of()));
  }

  private static Known<List<SubnetLease>> known(Result<List<SubnetLease>, Failure> leases) {
    return switch (leases) {
      case Result.Ok<List<SubnetLease>, Failure>(List<SubnetLease> value) -> Known.of(value);
      case Result.Err<List<SubnetLease>, Failure>(Failure failure) -> Known.unknown(failure.code());
    };
  }
}
