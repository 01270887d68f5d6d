package org.flannelboard.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What another network configuration does to the cluster, as far as it follows from what was seen.
 *
 * @param effects in the order a person would ask for them; none if nothing changes
 */
public record NetworkImpact(List<Effect> effects) {

  private static final String FLANNELD = "flanneld.service";

  public NetworkImpact {
    effects = List.copyOf(effects);
  }

  /** How much an effect matters to those who use the network. */
  public enum Weight {
    /** Good to know. */
    NOTE,
    /** Something has to be done, or cannot be foreseen. */
    CARE,
    /** Packets or containers stop. */
    DISRUPTS
  }

  /**
   * One thing that follows from the change.
   *
   * @param said the words: a code, its arguments, and the path of the member it follows from
   * @param whom nodes, or where none is known the addresses, with what is affected on each
   */
  public record Effect(Weight weight, Problem said, List<String> whom) {
    public Effect {
      whom = List.copyOf(whom);
    }
  }

  /** Whether packets or containers stop somewhere. */
  public boolean disrupts() {
    return effects.stream().anyMatch(effect -> effect.weight() == Weight.DISRUPTS);
  }

  /**
   * The impact of a change. Asks nobody: fit for every keystroke.
   *
   * @param now what is stored; null if nothing is
   * @param leases as etcd has them
   * @param nodes as they were seen, or why they were not
   */
  public static NetworkImpact of(
      ClusterProfile profile,
      @Nullable NetworkConfig now,
      NetworkConfig wanted,
      FlannelStore.Leases leases,
      List<NodeStatus> nodes) {
    if (wanted.equals(now)) {
      return new NetworkImpact(List.of());
    }
    List<SubnetLease> held = leases.leases().stream().map(FlannelStore.StoredLease::lease).toList();
    return new NetworkImpact(new Survey(profile, now, wanted, held, nodes).effects());
  }

  /** Collects the effects of one change. */
  private static final class Survey {

    private final ClusterProfile profile;
    private final @Nullable NetworkConfig now;
    private final NetworkConfig wanted;
    private final List<SubnetLease> leases;
    private final List<NodeStatus> nodes;
    private final List<Effect> effects = new ArrayList<>();

    Survey(
        ClusterProfile profile,
        @Nullable NetworkConfig now,
        NetworkConfig wanted,
        List<SubnetLease> leases,
        List<NodeStatus> nodes) {
      this.profile = profile;
      this.now = now;
      this.wanted = wanted;
      this.leases = leases;
      this.nodes = nodes;
    }

    List<Effect> effects() {
      if (now == null) {
        add(Weight.NOTE, "", "impact-first", Map.of(), List.of());
      } else {
        addressing(now);
        backend(now.backend(), wanted.backend());
      }
      restarts();
      unseen();
      profileDiffers();
      return effects;
    }

    private void addressing(NetworkConfig before) {
      network(before.network(), wanted.network());
      if (before.subnetLen() != wanted.subnetLen()) {
        add(
            Weight.CARE,
            "SubnetLen",
            "impact-subnet-len",
            Map.of("from", "" + before.subnetLen(), "to", "" + wanted.subnetLen()),
            List.of());
      }
      boolean sameBounds =
          Objects.equals(before.subnetMin(), wanted.subnetMin())
              && Objects.equals(before.subnetMax(), wanted.subnetMax());
      if (!sameBounds) {
        add(Weight.NOTE, "SubnetMin", "impact-bounds", Map.of(), List.of());
      }
      boolean sameSubnets =
          before.network().equals(wanted.network())
              && before.subnetLen() == wanted.subnetLen()
              && sameBounds;
      if (!sameSubnets) {
        leases();
      }
    }

    private void network(Cidr from, Cidr to) {
      if (from.equals(to)) {
        return;
      }
      Map<String, String> arguments = Map.of("from", from.toString(), "to", to.toString());
      if (to.contains(from)) {
        add(Weight.CARE, "Network", "impact-network-grows", arguments, List.of());
      } else if (from.contains(to)) {
        add(Weight.CARE, "Network", "impact-network-shrinks", arguments, List.of());
      } else {
        add(Weight.DISRUPTS, "Network", "impact-network-moves", arguments, List.of());
      }
    }

    private void leases() {
      List<SubnetLease> orphans =
          leases.stream().filter(lease -> !wanted.handsOut(lease.subnet())).toList();
      List<SubnetLease> kept =
          leases.stream().filter(lease -> wanted.handsOut(lease.subnet())).toList();
      addIfAny(
          Weight.DISRUPTS,
          "Network",
          "impact-leases-orphaned",
          Map.of("count", "" + orphans.size()),
          orphans.stream().map(lease -> owner(lease) + " (" + lease.subnet() + ")").toList());
      docker0(orphans);
      addIfAny(
          Weight.NOTE,
          "Network",
          "impact-leases-kept",
          Map.of("count", "" + kept.size()),
          kept.stream().map(lease -> owner(lease) + " (" + lease.subnet() + ")").toList());
    }

    private void docker0(List<SubnetLease> orphans) {
      List<String> changing = new ArrayList<>();
      List<Observation> restarting = new ArrayList<>();
      for (Observation seen : views()) {
        NetworkState network = seen.network().toOptional().orElse(null);
        Optional<NetworkState.Address> docker0 =
            network == null ? Optional.empty() : network.address("docker0");
        boolean orphaned =
            docker0
                .filter(it -> orphans.stream().anyMatch(o -> o.subnet().contains(it.address())))
                .isPresent();
        if (orphaned) {
          changing.add(seen.node() + " (" + docker0.get().address() + ")");
          restarting.add(seen);
        }
      }
      addIfAny(
          Weight.DISRUPTS,
          "Network",
          "impact-docker0",
          Map.of("count", "" + changing.size()),
          changing);
      containers(restarting);
    }

    /** What docker stops when it restarts to take another address or MTU. */
    private void containers(List<Observation> restarting) {
      List<String> stopped = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      int count = 0;
      for (Observation seen : restarting) {
        switch (seen.containers()) {
          case Known.Value<List<Observation.Container>>(List<Observation.Container> running) -> {
            count += running.size();
            if (!running.isEmpty()) {
              stopped.add(
                  running.stream()
                      .map(Observation.Container::name)
                      .collect(Collectors.joining(", ", seen.node() + " (", ")")));
            }
          }
          case Known.Unknown<List<Observation.Container>> _,
              Known.NotChecked<List<Observation.Container>> _ ->
              unknown.add(seen.node().name());
        }
      }
      addIfAny(
          Weight.DISRUPTS, "Network", "impact-containers", Map.of("count", "" + count), stopped);
      addIfAny(Weight.CARE, "Network", "impact-containers-unknown", Map.of(), unknown);
    }

    private void backend(Backend from, Backend to) {
      if (!from.type().equals(to.type())) {
        split("Backend.Type", from.type(), to.type());
        return;
      }
      if (!to.type().equals("vxlan")) {
        options(from, to);
        return;
      }
      if (from.vni() != to.vni()) {
        split("Backend.VNI", "" + from.vni(), "" + to.vni());
        add(
            Weight.NOTE,
            "Backend.VNI",
            "impact-device",
            Map.of("from", from.device(), "to", to.device()),
            List.of());
      }
      if (from.port() != to.port()) {
        split("Backend.Port", "" + from.port(), "" + to.port());
        add(
            Weight.CARE,
            "Backend.Port",
            "impact-firewall",
            Map.of("to", "" + to.port()),
            List.of());
      }
      options(from, to);
    }

    /** For as long as some flanneld run with the old value and some with the new one. */
    private void split(String path, String from, String to) {
      add(
          Weight.DISRUPTS,
          path,
          "impact-split",
          Map.of("option", path, "from", from, "to", to),
          running());
    }

    private void options(Backend from, Backend to) {
      TreeSet<String> names = new TreeSet<>(from.options().keySet());
      names.addAll(to.options().keySet());
      if (to.type().equals("vxlan")) {
        names.remove("VNI");
        names.remove("Port");
      }
      for (String name : names) {
        String before = String.valueOf(from.options().getOrDefault(name, "–"));
        String after = String.valueOf(to.options().getOrDefault(name, "–"));
        if (before.equals(after)) {
          continue;
        }
        String path = "Backend." + name;
        if (name.equals("GBP")) {
          // The group policy bit changes the header; kernels drop frames with bits they do not
          // know (Linux, drivers/net/vxlan: vxlan_rcv).
          split(path, before, after);
        } else if (name.equals("MTU")) {
          add(Weight.CARE, path, "impact-mtu", Map.of("from", before, "to", after), running());
          containers(views().stream().filter(this::flanneldRuns).toList());
        } else {
          add(
              Weight.NOTE,
              path,
              "impact-option",
              Map.of("option", path, "from", before, "to", after),
              List.of());
        }
      }
    }

    private void restarts() {
      addIfAny(Weight.CARE, "", "impact-restart", Map.of(), running());
    }

    private void unseen() {
      addIfAny(
          Weight.CARE,
          "",
          "impact-unseen",
          Map.of(),
          nodes.stream()
              .filter(node -> node.view().toOptional().isEmpty())
              .map(node -> node.spec().id().name())
              .toList());
      addIfAny(
          Weight.CARE,
          "",
          "impact-network-unknown",
          Map.of(),
          views().stream()
              .filter(seen -> seen.network().toOptional().isEmpty())
              .map(seen -> seen.node().name())
              .toList());
    }

    /** A push writes what the profile says. */
    private void profileDiffers() {
      if (!wanted.equals(profile.network())) {
        add(
            Weight.CARE,
            "",
            "impact-profile",
            Map.of("config", NetworkConfigJson.write(profile.network())),
            List.of());
      }
    }

    private List<Observation> views() {
      return nodes.stream()
          .flatMap(node -> node.view().toOptional().stream())
          .map(NodeStatus.View::seen)
          .toList();
    }

    private List<String> running() {
      return views().stream().filter(this::flanneldRuns).map(seen -> seen.node().name()).toList();
    }

    private boolean flanneldRuns(Observation seen) {
      return seen.unit(FLANNELD).active();
    }

    private String owner(SubnetLease lease) {
      return profile.nodes().stream()
          .filter(node -> node.ip().equals(lease.publicIp()))
          .map(NodeSpec::id)
          .map(Object::toString)
          .findFirst()
          .orElse(lease.publicIp().toString());
    }

    private void addIfAny(
        Weight weight, String path, String code, Map<String, String> arguments, List<String> whom) {
      if (!whom.isEmpty()) {
        add(weight, path, code, arguments, whom);
      }
    }

    private void add(
        Weight weight, String path, String code, Map<String, String> arguments, List<String> whom) {
      effects.add(new Effect(weight, Problem.warning(path, code, arguments), whom));
    }
  }
}
