package org.flannelboard.ui.topology;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.NodeMemory;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Puts together what is known of each node, now or still. */
final class NodeSights {

  private final ClusterProfile profile;
  private final NodeMemory memory;
  private final Words words;

  NodeSights(ClusterProfile profile, NodeMemory memory, Words words) {
    this.profile = profile;
    this.memory = memory;
    this.words = words;
  }

  /** What is known, in the profile's order. */
  List<NodeSight> of(@Nullable ClusterStatus status) {
    return status == null
        ? profile.nodes().stream().map(NodeSight::unread).toList()
        : status.nodes().stream().map(node -> sight(node, status)).toList();
  }

  private NodeSight sight(NodeStatus node, ClusterStatus status) {
    Optional<NodeMemory.Seen> seen = memory.seen(node.spec().id());
    Failure failure = node.view().toFailure().orElse(null);
    return new NodeSight(
        node.spec(),
        seen.map(NodeMemory.Seen::view).orElse(null),
        seen.map(NodeMemory.Seen::at).orElse(null),
        failure,
        failure == null ? null : memory.silentSince(node.spec().id()).orElse(status.at()),
        etcd(node.spec(), status));
  }

  /** How the member stands whose endpoint names the node, by address or by name. */
  private @Nullable Light etcd(NodeSpec node, ClusterStatus status) {
    Optional<URI> endpoint =
        profile.etcd().endpoints().stream()
            .filter(uri -> names(node).contains(String.valueOf(uri.getHost())))
            .findFirst();
    return endpoint
        .map(
            uri ->
                status
                    .etcd()
                    .toOptional()
                    .flatMap(etcd -> member(etcd, uri))
                    .map(this::light)
                    .orElse(new Light(Status.UNKNOWN, words.text("light.unknown"))))
        .orElse(null);
  }

  private static Set<String> names(NodeSpec node) {
    return new HashSet<>(List.of(node.ip().toString(), node.ssh().address(), node.id().name()));
  }

  private static Optional<EtcdFacts.Member> member(EtcdStatus etcd, URI endpoint) {
    return etcd.facts().members().stream()
        .filter(member -> Objects.equals(URI.create(member.endpoint()), endpoint))
        .findFirst();
  }

  private Light light(EtcdFacts.Member member) {
    return member.healthy()
        ? new Light(Status.OK, words.text("etcd.healthy", "version", member.detail()))
        : new Light(Status.FAILED, words.text("etcd.unhealthy"));
  }
}
