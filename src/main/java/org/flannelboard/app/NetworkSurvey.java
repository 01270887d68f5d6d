package org.flannelboard.app;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NetworkRules;
import org.flannelboard.cluster.Problem;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;

/** Judges a network configuration against the networks the nodes really have. */
final class NetworkSurvey {

  private NetworkSurvey() {}

  /** All that is wrong or doubtful with the configuration, given what was seen on the nodes. */
  static List<Problem> problems(
      ClusterProfile profile, NetworkConfig wanted, List<Observation> seen) {
    List<NetworkRules.NodeNetwork> networks = new ArrayList<>();
    for (Observation observation : seen) {
      observation
          .network()
          .toOptional()
          .ifPresent(network -> collect(observation, network, networks));
    }
    return NetworkRules.validate(
        wanted,
        profile.sizeReason(),
        new NetworkRules.Underlay(profile.nodeAddresses(), networks, profile.etcd().addresses()));
  }

  private static void collect(
      Observation seen, NetworkState network, List<NetworkRules.NodeNetwork> to) {
    network
        .addresses()
        .forEach(a -> to.add(new NetworkRules.NodeNetwork(seen.node(), a.device(), a.network())));
    network.routes().stream()
        .filter(route -> route.destination().prefixLength() > 0)
        .forEach(
            route ->
                to.add(
                    new NetworkRules.NodeNetwork(
                        seen.node(), route.device(), route.destination())));
  }
}
