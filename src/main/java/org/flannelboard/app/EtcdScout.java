package org.flannelboard.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.Observation;
import org.flannelboard.profile.FileProblem;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileDraft;
import org.jspecify.annotations.Nullable;

/**
 * A look into an etcd of which little is known yet: which APIs it offers, and in which of them
 * flannel's keys are. Changes nothing.
 */
public final class EtcdScout {

  private final Cluster cluster;
  private final ClusterProfile profile;

  /**
   * @param cluster its profile says where etcd is, under which prefix to look, and with which
   *     certificate to ask; its API is not asked for
   */
  public EtcdScout(Cluster cluster) {
    this.cluster = cluster;
    this.profile = cluster.profile();
  }

  /**
   * What was found.
   *
   * @param facts what etcd says of itself
   * @param kept what is under the prefix, for each API that could be read
   */
  public record Sighting(EtcdFacts facts, Map<KeyStore.Api, Kept> kept) {
    public Sighting {
      kept = Map.copyOf(kept);
    }

    /** The APIs that hold keys of flannel, in the order of their numbers. */
    public List<KeyStore.Api> inUse() {
      return kept.entrySet().stream()
          .filter(found -> !found.getValue().isEmpty())
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }
  }

  /**
   * What is under the prefix in one API.
   *
   * @param config the network configuration; null if nobody has written one
   */
  public record Kept(FlannelStore.@Nullable StoredConfig config, FlannelStore.Leases leases) {

    boolean isEmpty() {
      return config == null && leases.leases().isEmpty();
    }
  }

  /** Looks, in both APIs where both are offered. */
  public Result<Sighting, Failure> look() {
    Identity identity = identity();
    try (EtcdDoor v3 = new EtcdDoor(cluster, KeyStore.Api.V3);
        EtcdDoor v2 = new EtcdDoor(cluster, KeyStore.Api.V2)) {
      Result<KeyStore, Failure> first = v3.open(identity);
      EtcdDoor open = v3;
      if (first.toFailure().filter(StoreFailure.ApiOff.class::isInstance).isPresent()) {
        first = v2.open(identity);
        open = v2;
      }
      EtcdDoor answering = open;
      return first.flatMap(_ -> answering.facts()).flatMap(facts -> read(facts, identity, v2, v3));
    }
  }

  private @Nullable Identity identity() {
    List<Observation> seen =
        profile.etcd().client() == null && !EtcdDoor.plain(profile)
            ? Sightings.of(cluster, profile.nodes(), Sightings.certificates(profile))
                .inOrder(profile.nodes())
            : List.of();
    return new FlannelCertificate(cluster).onNodes(seen).orElse(null);
  }

  private Result<Sighting, Failure> read(
      EtcdFacts facts, @Nullable Identity identity, EtcdDoor v2, EtcdDoor v3) {
    Map<KeyStore.Api, Kept> kept = new EnumMap<>(KeyStore.Api.class);
    for (EtcdDoor door : List.of(v2, v3)) {
      if (facts.apis().contains(door.api())) {
        Result<Kept, Failure> found = door.open(identity).flatMap(this::read);
        if (found.toFailure().isPresent()) {
          return Result.err(found.toFailure().get());
        }
        kept.put(door.api(), found.orElseThrow());
      }
    }
    return Result.ok(new Sighting(facts, kept));
  }

  private Result<Kept, Failure> read(KeyStore store) {
    FlannelStore keys = new FlannelStore(store, profile.etcd().prefix());
    Deadline deadline = Deadline.after(Deployment.ASK);
    return keys.config(deadline)
        .flatMap(
            config -> keys.leases(deadline).map(leases -> new Kept(config.orElse(null), leases)))
        .mapFailure(failure -> failure);
  }

  /** What was found as a draft: a node for every lease's address, the network, the API. */
  public ProfileDraft draft(Sighting sighting) {
    List<FileProblem> problems = new ArrayList<>();
    List<KeyStore.Api> used = sighting.inUse();
    List<Kept> kept = sighting.kept().values().stream().filter(it -> !it.isEmpty()).toList();
    Set<NetworkConfig> networks =
        kept.stream()
            .flatMap(it -> Stream.ofNullable(it.config()))
            .map(FlannelStore.StoredConfig::config)
            .collect(Collectors.toSet());
    String prefix = profile.etcd().prefix();
    if (used.isEmpty()) {
      problems.add(doubt("etcd.prefix", "etcd-no-keys", Map.of("prefix", prefix)));
    }
    if (used.size() > 1) {
      problems.add(doubt("etcd.api", "etcd-both-apis", Map.of("prefix", prefix)));
    }
    if (networks.size() > 1) {
      problems.add(doubt("network.cidr", "etcd-networks-differ", Map.of("prefix", prefix)));
    }
    kept.stream()
        .flatMap(it -> it.leases().malformed().stream())
        .forEach(
            it -> problems.add(doubt("nodes", "etcd-lease-unreadable", Map.of("key", it.key()))));
    return new ProfileDraft(
        nodes(kept),
        profile.etcd().endpoints(),
        used.isEmpty() ? null : prefix,
        networks.size() == 1 ? networks.iterator().next() : null,
        used.size() == 1 ? choice(used.getFirst()) : EtcdSpec.ApiChoice.AUTO,
        profile.etcd().client(),
        problems);
  }

  private static List<ProfileDraft.Node> nodes(List<Kept> kept) {
    Stream<Ipv4Address> addresses =
        kept.stream()
            .flatMap(it -> it.leases().leases().stream())
            .map(it -> it.lease().publicIp())
            .distinct()
            .sorted(Comparator.naturalOrder());
    return addresses.map(ip -> ProfileDraft.node(new NodeId(ip.toString()), ip)).toList();
  }

  /** The API as a profile names it. */
  public static EtcdSpec.ApiChoice choice(KeyStore.Api api) {
    return switch (api) {
      case V2 -> EtcdSpec.ApiChoice.V2;
      case V3 -> EtcdSpec.ApiChoice.V3;
    };
  }

  private static FileProblem doubt(String path, String code, Map<String, String> arguments) {
    return new FileProblem(null, new LocatedProblem(Problem.warning(path, code, arguments), null));
  }
}
