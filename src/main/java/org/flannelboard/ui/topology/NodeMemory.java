package org.flannelboard.ui.topology;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Remembers of each node what it said last, for the time when it no longer answers. */
final class NodeMemory {

  private final ClusterProfile profile;
  private final Words words;
  private final Map<NodeId, NodeSight> known = new HashMap<>();

  NodeMemory(ClusterProfile profile, Words words) {
    this.profile = profile;
    this.words = words;
  }

  /** Takes a status in and gives what is known now, in the profile's order. */
  List<NodeSight> take(@Nullable ClusterStatus status) {
    if (status != null) {
      status.nodes().forEach(node -> known.put(node.spec().id(), sight(node, status)));
    }
    return profile.nodes().stream()
        .map(node -> known.getOrDefault(node.id(), NodeSight.unread(node)))
        .toList();
  }

  private NodeSight sight(NodeStatus node, ClusterStatus status) {
    NodeSight before = known.getOrDefault(node.spec().id(), NodeSight.unread(node.spec()));
    Light etcd = etcd(node.spec(), status);
    return switch (node.view()) {
      case Result.Ok<NodeStatus.View, Failure>(NodeStatus.View view) ->
          new NodeSight(node.spec(), view, status.at(), null, null, etcd);
      case Result.Err<NodeStatus.View, Failure>(Failure failure) -> {
        Instant since = before.since() == null ? status.at() : before.since();
        yield new NodeSight(node.spec(), before.last(), before.seenAt(), failure, since, etcd);
      }
    };
  }

  /** How the member stands whose endpoint has the node's address. */
  private @Nullable Light etcd(NodeSpec node, ClusterStatus status) {
    Optional<URI> endpoint =
        profile.etcd().endpoints().stream()
            .filter(uri -> node.ip().toString().equals(uri.getHost()))
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
