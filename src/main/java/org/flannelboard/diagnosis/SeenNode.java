package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.Source;
import org.jspecify.annotations.Nullable;

/** A node that answered, with what its facts mean for flannel. */
final class SeenNode {

  /** The bridge docker makes unless told otherwise. */
  static final String DOCKER0 = "docker0";

  private final Case within;
  private final NodeSpec spec;
  private final Sighting sighting;
  private final Known<Optional<Link>> vtep;
  private final @Nullable Ipv4Address vtepAddress;
  private final @Nullable SubnetLease lease;
  private final Set<Ipv4Address> addresses;
  private @Nullable Entries entries;
  private @Nullable List<Peer> peers;

  SeenNode(Case within, NodeSpec spec, Sighting sighting) {
    this.within = within;
    this.spec = spec;
    this.sighting = sighting;
    this.vtep = network().links().map(this::findVtep);
    this.addresses =
        network().addresses().toOptional().orElse(List.of()).stream()
            .map(InterfaceAddress::address)
            .collect(Collectors.toUnmodifiableSet());
    this.vtepAddress =
        device()
            .flatMap(it -> network().addressesOf(it.name()).stream().findFirst())
            .map(InterfaceAddress::address)
            .orElse(null);
    this.lease = within.leases().flatMap(this::findLease).orElse(null);
  }

  Case within() {
    return within;
  }

  NodeId id() {
    return spec.id();
  }

  NodeSpec spec() {
    return spec;
  }

  Sighting sighting() {
    return sighting;
  }

  NodeFacts facts() {
    return sighting.facts();
  }

  NetworkFacts network() {
    return sighting.facts().network();
  }

  DaemonFacts daemons() {
    return sighting.facts().daemons();
  }

  /**
   * What of its filters is there and could not be read: packets may be dropped where none looked.
   */
  List<Evidence> hiddenFilters() {
    List<Evidence> hidden = new ArrayList<>();
    facts().firewall().toOptional().stream()
        .flatMap(it -> it.unread().stream())
        .forEach(why -> hidden.add(evidence(Source.FIREWALL, "[" + why + "]")));
    if (Firewalld.hidden(this)) {
      hidden.add(
          evidence(Source.FIREWALL_NFT, "[firewalld runs, and nothing shows what it filters]"));
    }
    return hidden;
  }

  /** As the subject of a finding. */
  Subject.OnNode subject() {
    return new Subject.OnNode(id());
  }

  /** As the subject of a finding about another. */
  Subject.OnPair towards(NodeId peer) {
    return new Subject.OnPair(id(), peer);
  }

  /** What it said, as evidence. */
  Evidence evidence(Source source, String line) {
    return Evidence.of(sighting, source, line);
  }

  /** flannel's device: the one the configuration names, otherwise any it can have made. */
  Known<Optional<Link>> vtep() {
    return vtep;
  }

  /** flannel's device; empty too where devices are not known. */
  Optional<Link> device() {
    return vtep.toOptional().flatMap(it -> it);
  }

  /** The address of flannel's device: the first of the subnet flanneld works with. */
  Optional<Ipv4Address> vtepAddress() {
    return Optional.ofNullable(vtepAddress);
  }

  /** The hardware address of flannel's device; empty too where devices are not known. */
  Optional<MacAddress> vtepMac() {
    return device().map(Link::mac);
  }

  /**
   * The lease that flanneld uses there, even if it announces another node's address in it; empty
   * too where leases are not known.
   */
  Optional<SubnetLease> lease() {
    return Optional.ofNullable(lease);
  }

  /** Its own addresses; empty where they are not known. */
  Set<Ipv4Address> addresses() {
    return addresses;
  }

  /** The nodes whose leases it has entries for, or should have. */
  List<Peer> peers() {
    if (peers == null) {
      peers =
          within.peers().stream()
              .filter(it -> !it.node().equals(id()))
              .filter(it -> lease == null || !it.lease().subnet().equals(lease.subnet()))
              .filter(it -> !it.vtepAddress().equals(vtepAddress))
              .toList();
    }
    return peers;
  }

  /** Its entries for its peers; empty where it has no vxlan device, or none is known. */
  Optional<Entries> entries() {
    if (entries == null) {
      entries =
          device().map(it -> new Entries(this, it.name(), within.directRouting())).orElse(null);
    }
    return Optional.ofNullable(entries);
  }

  /** docker's bridge; empty too where devices are not known. */
  Optional<Link> docker0() {
    return network().link(DOCKER0);
  }

  /** The addresses of docker's bridge; empty too where addresses are not known. */
  List<InterfaceAddress> docker0Addresses() {
    return network().addressesOf(DOCKER0);
  }

  private Optional<SubnetLease> findLease(List<SubnetLease> all) {
    MacAddress own = vtepMac().orElse(null);
    return all.stream()
        .filter(it -> it.subnet().network().equals(vtepAddress))
        .filter(it -> it.publicIp().equals(spec.ip()) || own != null && own.equals(it.vtepMac()))
        .findFirst()
        .or(() -> SubnetLease.inUse(all, spec.ip()))
        .or(
            () ->
                all.stream()
                    .filter(it -> own != null && own.equals(it.vtepMac()))
                    .filter(it -> within.nodeAt(it.publicIp()).isEmpty())
                    .findFirst());
  }

  private Optional<Link> findVtep(List<Link> links) {
    List<Link> devices = links.stream().filter(link -> link.vxlan() != null).toList();
    Optional<String> configured = within.vxlan().map(Backend::device);
    return devices.stream()
        .filter(link -> configured.equals(Optional.of(link.name())))
        .findFirst()
        .or(
            () ->
                devices.stream()
                    .filter(link -> link.name().startsWith("flannel"))
                    .min(Comparator.comparing(Link::name)));
  }
}
