package org.flannelboard.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.plan.SubnetEnv;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.FileState;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The leases with their owners, held against the nodes' own word.
 *
 * @param rows one a lease, by subnet, then one for each node without any
 * @param malformed keys that are no lease
 * @param unseen nodes that could not be asked, whose leases were held against etcd alone
 */
public record LeaseBook(
    List<Row> rows, List<StoreFailure.Malformed> malformed, List<NodeId> unseen) {

  /** flanneld renews a lease an hour before it ends (flannel, -subnet-lease-renew-margin). */
  public static final Duration RENEWED_BEFORE = Duration.ofHours(1);

  public LeaseBook {
    rows = List.copyOf(rows);
    malformed = List.copyOf(malformed);
    unseen = List.copyOf(unseen);
  }

  /**
   * A lease, or a node that has none.
   *
   * @param node the owner; null if the profile has no such node
   * @param lease null for a node without one
   * @param anomalies what does not fit
   */
  public record Row(
      @Nullable NodeId node, @Nullable SubnetLease lease, List<LeaseAnomaly> anomalies) {
    public Row {
      anomalies = List.copyOf(anomalies);
    }
  }

  /** Whether nothing is amiss with any lease, as far as it could be found out. */
  public boolean inOrder() {
    return malformed.isEmpty() && rows.stream().allMatch(row -> row.anomalies().isEmpty());
  }

  /**
   * Opens the book.
   *
   * @param nodes as they were seen together with etcd, or why they were not
   */
  public static LeaseBook of(ClusterProfile profile, EtcdStatus etcd, List<NodeStatus> nodes) {
    NetworkConfig config = etcd.config() == null ? null : etcd.config().config();
    FlannelStore.Leases leases = etcd.leases();
    List<SubnetLease> held = leases.leases().stream().map(FlannelStore.StoredLease::lease).toList();
    Auditor auditor = new Auditor(profile, config, held, nodes);
    List<Row> rows = new ArrayList<>(held.stream().map(auditor::row).toList());
    for (NodeSpec node : profile.nodes()) {
      if (held.stream().noneMatch(lease -> lease.publicIp().equals(node.ip()))) {
        rows.add(new Row(node.id(), null, List.of(new LeaseAnomaly.Missing(node.id()))));
      }
    }
    List<NodeId> unseen =
        nodes.stream()
            .filter(node -> node.view().toOptional().isEmpty())
            .map(node -> node.spec().id())
            .toList();
    return new LeaseBook(rows, leases.malformed(), unseen);
  }

  /** Holds one lease after the other against the rest. */
  private record Auditor(
      ClusterProfile profile,
      @Nullable NetworkConfig config,
      List<SubnetLease> all,
      List<NodeStatus> nodes) {

    Row row(SubnetLease lease) {
      List<LeaseAnomaly> anomalies = new ArrayList<>();
      amongLeases(lease, anomalies);
      if (config != null && !config.handsOut(lease.subnet())) {
        anomalies.add(new LeaseAnomaly.OutsideNetwork(lease.subnet(), config.network()));
      }
      Optional<NodeId> owner = owner(lease.publicIp());
      if (owner.isEmpty()) {
        anomalies.add(new LeaseAnomaly.ForeignPublicIp(lease.publicIp()));
      } else if (inUse(lease)) {
        onNode(owner.get(), lease, anomalies);
      }
      return new Row(owner.orElse(null), lease, anomalies);
    }

    private void amongLeases(SubnetLease lease, List<LeaseAnomaly> anomalies) {
      for (SubnetLease other : all) {
        if (other.subnet().equals(lease.subnet())) {
          continue;
        }
        if (other.publicIp().equals(lease.publicIp())) {
          anomalies.add(
              new LeaseAnomaly.PublicIpTwice(lease.publicIp(), other.subnet(), inUse(lease)));
        } else if (lease.vtepMac() != null && lease.vtepMac().equals(other.vtepMac())) {
          anomalies.add(new LeaseAnomaly.VtepMacTwice(lease.vtepMac(), other.subnet()));
        }
        if (other.subnet().overlaps(lease.subnet())) {
          anomalies.add(new LeaseAnomaly.Overlaps(lease.subnet(), other.subnet()));
        }
      }
    }

    private void onNode(NodeId node, SubnetLease lease, List<LeaseAnomaly> anomalies) {
      if (lease.ttl() != null && lease.ttl().compareTo(RENEWED_BEFORE) < 0) {
        anomalies.add(new LeaseAnomaly.ExpiresSoon(node, lease.ttl().toMinutes()));
      }
      seen(node)
          .ifPresent(
              seen -> {
                seen.network()
                    .toOptional()
                    .ifPresent(network -> devices(node, network, lease, anomalies));
                subnetEnv(seen)
                    .filter(address -> !address.equals(lease.docker0()))
                    .map(file -> new LeaseAnomaly.SubnetEnvDiffers(node, file, lease.subnet()))
                    .ifPresent(anomalies::add);
              });
    }

    private void devices(
        NodeId node, NetworkState network, SubnetLease lease, List<LeaseAnomaly> anomalies) {
      MacAddress leased = lease.vtepMac();
      if (config != null && leased != null) {
        String device = config.backend().device();
        network
            .link(device)
            .map(NetworkState.Link::mac)
            .filter(actual -> !actual.equals(leased))
            .map(actual -> new LeaseAnomaly.MacDiffers(node, device, leased, actual))
            .ifPresent(anomalies::add);
      }
      network
          .address("docker0")
          .map(NetworkState.Address::address)
          .filter(docker0 -> !docker0.equals(lease.docker0()))
          .map(docker0 -> new LeaseAnomaly.Docker0Differs(node, docker0, lease.subnet()))
          .ifPresent(anomalies::add);
    }

    private Optional<Ipv4Address> subnetEnv(Observation seen) {
      return seen.file(profile.paths().subnetEnv()) instanceof FileState.Regular file
              && file.content() != null
          ? SubnetEnv.parse(file.content().text()).docker0()
          : Optional.empty();
    }

    private Optional<Observation> seen(NodeId node) {
      return nodes.stream()
          .filter(it -> it.spec().id().equals(node))
          .flatMap(it -> it.view().toOptional().stream())
          .map(NodeStatus.View::seen)
          .findFirst();
    }

    private boolean inUse(SubnetLease lease) {
      return SubnetLease.inUse(all, lease.publicIp()).filter(lease::equals).isPresent();
    }

    private Optional<NodeId> owner(Ipv4Address publicIp) {
      return profile.nodes().stream()
          .filter(node -> node.ip().equals(publicIp))
          .map(NodeSpec::id)
          .findFirst();
    }
  }
}
