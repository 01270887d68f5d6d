package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.practice.FlannelJson.Config;
import org.flannelboard.practice.FlannelJson.Lease;

/**
 * Which subnet a node gets (flannel v0.10.0, subnet/etcdv2/local_manager.go): the one leased to its
 * address, else the one it had before, else a random one of the first free ones.
 */
final class SubnetChoice {

  /** From how many free subnets flannel draws. */
  private static final int DRAW = 100;

  private final World world;
  private final Config config;
  private final String directory;
  private final Ipv4Address publicIp;

  SubnetChoice(World world, Config config, String directory, Ipv4Address publicIp) {
    this.world = world;
    this.config = config;
    this.directory = directory;
    this.publicIp = publicIp;
  }

  /**
   * A subnet to use.
   *
   * @param reservation whether its lease never expires
   * @param remark what flannel prints about it
   */
  record Chosen(Cidr subnet, boolean reservation, String remark) {}

  /** Empty if all subnets are taken. */
  Optional<Chosen> choose(Optional<String> subnetFile) {
    Map<Cidr, Entry> taken = new HashMap<>();
    for (Entry entry : world.etcd().space(Api.V2).list(directory, world.now())) {
      Cidr.parseKey(entry.key().substring(directory.length() + 1))
          .ifPresent(subnet -> taken.put(subnet, entry));
    }
    return own(taken).or(() -> previous(subnetFile)).or(() -> drawn(taken));
  }

  private Optional<Chosen> own(Map<Cidr, Entry> taken) {
    for (Map.Entry<Cidr, Entry> lease : taken.entrySet()) {
      Entry entry = lease.getValue();
      if (!world.json().lease(entry.value()).map(Lease::publicIp).equals(Optional.of(publicIp))) {
        continue;
      }
      if (config.covers(lease.getKey())) {
        String remark =
            "Found lease (%s) for current IP (%s), reusing".formatted(lease.getKey(), publicIp);
        return Optional.of(new Chosen(lease.getKey(), entry.ttl() == null, remark));
      }
      world.etcd().space(Api.V2).delete(entry.key(), new Expect.Anything(), world.now());
    }
    return Optional.empty();
  }

  private Optional<Chosen> previous(Optional<String> subnetFile) {
    Map<String, String> values = new HashMap<>();
    subnetFile.ifPresent(text -> UnitEnvironment.read(text, values));
    String[] parts = values.getOrDefault("FLANNEL_SUBNET", "").split("/", -1);
    return Ipv4Address.parse(parts[0])
        .map(address -> Cidr.containing(address, config.subnetLen()))
        .filter(config::covers)
        .map(
            subnet ->
                new Chosen(
                    subnet, false, "Found previously leased subnet (" + subnet + "), reusing"));
  }

  private Optional<Chosen> drawn(Map<Cidr, Entry> taken) {
    List<Cidr> free = new ArrayList<>();
    Ipv4Address at = config.first();
    while (at.compareTo(config.last()) <= 0 && free.size() < DRAW) {
      Cidr subnet = Cidr.containing(at, config.subnetLen());
      if (!taken.containsKey(subnet)) {
        free.add(subnet);
      }
      at = config.next(at);
    }
    if (free.isEmpty()) {
      return Optional.empty();
    }
    Cidr subnet = free.get(world.random().nextInt(free.size()));
    return Optional.of(new Chosen(subnet, false, "Allocated lease (" + subnet + ")"));
  }
}
