package org.flannelboard.app;

import java.util.List;
import java.util.Optional;
import org.flannelboard.app.task.Change.Kind;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.WriteOutcome;
import org.flannelboard.node.Observation;
import org.jspecify.annotations.Nullable;

/** Flannel's network configuration and leases in etcd. */
public final class Network {

  private final Cluster cluster;
  private final StatusReader status;

  public Network(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.status = new StatusReader(cluster, door);
  }

  /** The configuration; empty if nobody has written one. */
  public Result<Optional<FlannelStore.StoredConfig>, Failure> show() {
    return status
        .store()
        .flatMap(
            store -> store.config(Deadline.after(Deployment.ASK)).mapFailure(failure -> failure));
  }

  /** The leases. */
  public Result<FlannelStore.Leases, Failure> leases() {
    return status
        .store()
        .flatMap(
            store -> store.leases(Deadline.after(Deployment.ASK)).mapFailure(failure -> failure));
  }

  /**
   * A configuration that is wanted, beside what is stored.
   *
   * @param draft what is wanted, with all that is wrong or doubtful with it
   * @param stored what there is; null if there is none, or if it is unreadable
   * @param revision when what there is was written, readable or not; null if there is nothing
   * @param impact what changes; nothing while the draft cannot be read
   */
  public record Judged(
      NetworkDraft draft,
      FlannelStore.@Nullable StoredConfig stored,
      @Nullable Revision revision,
      NetworkImpact impact) {

    /** Judges a document against what was seen. Asks nobody. */
    public static Judged of(
        NetworkDocument document, ClusterProfile profile, EtcdStatus etcd, List<NodeStatus> nodes) {
      List<Observation> seen =
          nodes.stream()
              .flatMap(node -> node.view().toOptional().stream())
              .map(NodeStatus.View::seen)
              .toList();
      NetworkDraft draft = NetworkDraft.of(document, profile, seen);
      FlannelStore.StoredConfig stored = etcd.config();
      NetworkConfig now = stored == null ? null : stored.config();
      NetworkConfig wanted = draft.config();
      NetworkImpact impact =
          wanted == null
              ? new NetworkImpact(List.of())
              : NetworkImpact.of(profile, now, wanted, etcd.leases(), nodes);
      return new Judged(draft, stored, revision(etcd), impact);
    }

    private static @Nullable Revision revision(EtcdStatus etcd) {
      if (etcd.unreadable() != null) {
        return etcd.unreadable().revision();
      }
      return etcd.config() == null ? null : etcd.config().revision();
    }

    /** Whether it means what is stored already. */
    public boolean unchanged() {
      return stored != null
          && stored.config().equals(draft.config())
          && NetworkDocument.parse(stored.raw())
              .toOptional()
              .filter(raw -> raw.strangers().equals(draft.document().strangers()))
              .isPresent();
    }
  }

  /** Looks at nodes and etcd, and judges a configuration. Changes nothing. */
  public Result<Judged, Failure> judge(NetworkDocument wanted) {
    ClusterStatus seen = status.read();
    return seen.etcd().map(etcd -> Judged.of(wanted, cluster.profile(), etcd, seen.nodes()));
  }

  /**
   * Writes a configuration as it was edited, if what is stored is still what it was made from.
   *
   * @param base when what it was made from was written; null if nothing was stored
   */
  public Result<WriteOutcome, Failure> save(NetworkDraft draft, @Nullable Revision base) {
    Optional<Failure> refusal = draft.refusal();
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    Expect expect = base == null ? new Expect.Absent() : new Expect.At(base);
    return cluster.changing(
        Kind.NETWORK,
        () ->
            status
                .store()
                .flatMap(
                    store ->
                        store
                            .putConfig(draft.document(), expect, Deadline.after(Deployment.ASK))
                            .mapFailure(failure -> failure)));
  }
}
