package org.flannelboard.app;

import java.util.List;
import java.util.Optional;
import org.flannelboard.app.task.Change.Kind;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.plan.NetworkStep;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.WriteOutcome;
import org.flannelboard.node.ObservationQuery;
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
   * A change of the configuration, before it is made.
   *
   * @param wanted the new configuration
   * @param stored the one there is; null if there is none
   * @param problems what is wrong or doubtful with the new one
   * @param risk what it does to the leases there are
   */
  public record Change(
      NetworkConfig wanted,
      FlannelStore.@Nullable StoredConfig stored,
      List<Problem> problems,
      Risk risk) {

    public Change {
      problems = List.copyOf(problems);
    }

    /** Whether something forbids to make it. */
    public boolean refused() {
      return problems.stream().anyMatch(Problem::isError);
    }

    /** Whether it is what is stored already. */
    public boolean empty() {
      return stored != null && stored.config().equals(wanted);
    }
  }

  /** Judges a configuration against the nodes' own networks and the leases. Changes nothing. */
  public Result<Change, Failure> propose(NetworkConfig wanted) {
    ObservationQuery network = new ObservationQuery(List.of(), List.of(), true, false);
    Sightings sightings = Sightings.of(cluster, cluster.profile().nodes(), network);
    List<Problem> problems =
        NetworkSurvey.problems(
            cluster.profile(), wanted, sightings.inOrder(cluster.profile().nodes()));
    return show()
        .flatMap(
            stored ->
                leases()
                    .map(
                        leases ->
                            new Change(
                                wanted,
                                stored.orElse(null),
                                problems,
                                stored.isEmpty()
                                    ? new Risk.None()
                                    : NetworkStep.risk(
                                        wanted,
                                        leases.leases().stream()
                                            .map(FlannelStore.StoredLease::lease)
                                            .toList()))));
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
    return status
        .store()
        .flatMap(
            store ->
                store
                    .putConfig(draft.document(), expect, Deadline.after(Deployment.ASK))
                    .mapFailure(failure -> failure));
  }

  /** Writes the configuration, if what is stored has not changed since the proposal. */
  public Result<WriteOutcome, Failure> set(Change change) {
    Expect expect =
        change.stored() != null ? new Expect.At(change.stored().revision()) : new Expect.Absent();
    return cluster.changing(
        Kind.NETWORK,
        () ->
            status
                .store()
                .flatMap(
                    store ->
                        store
                            .putConfig(change.wanted(), expect, Deadline.after(Deployment.ASK))
                            .mapFailure(failure -> failure)));
  }
}
