package org.flannelboard.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Known;
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

/** A node that answered, with what its facts mean for flannel. */
final class SeenNode {

  /** The bridge docker makes unless told otherwise. */
  static final String DOCKER0 = "docker0";

  private final Case within;
  private final NodeSpec spec;
  private final Sighting sighting;
  private final Known<Optional<Link>> vtep;

  SeenNode(Case within, NodeSpec spec, Sighting sighting) {
    this.within = within;
    this.spec = spec;
    this.sighting = sighting;
    this.vtep = network().links().map(this::findVtep);
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

  /** The lease that is in use by this node; empty too where leases are not known. */
  Optional<SubnetLease> lease() {
    return within.leases().flatMap(all -> SubnetLease.inUse(all, spec.ip()));
  }

  /** docker's bridge; empty too where devices are not known. */
  Optional<Link> docker0() {
    return network().link(DOCKER0);
  }

  /** The addresses of docker's bridge; empty too where addresses are not known. */
  List<InterfaceAddress> docker0Addresses() {
    return network().addressesOf(DOCKER0);
  }

  /** The subnet its flannel device carries: what flanneld works with, whatever etcd says. */
  Optional<Cidr> carriedSubnet() {
    return vtep.toOptional()
        .flatMap(it -> it)
        .flatMap(link -> network().addressesOf(link.name()).stream().findFirst())
        .flatMap(
            it -> within.config().map(config -> Cidr.containing(it.address(), config.subnetLen())));
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
