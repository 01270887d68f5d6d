package org.flannelboard.app;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.NodeFailure;
import org.jspecify.annotations.Nullable;

/**
 * The way to etcd: directly where that works, else through a node. The connection is made once and
 * kept.
 */
public final class EtcdDoor implements AutoCloseable {

  private static final Duration DIRECT = Duration.ofSeconds(6);
  private static final Duration THROUGH_NODE = Duration.ofSeconds(20);

  private final Cluster cluster;
  private final KeyStore.Api api;
  private @Nullable Opened opened;

  /** An open connection and the access it was made with. */
  record Opened(KeyStore store, EtcdAccess access) {}

  public EtcdDoor(Cluster cluster) {
    this(
        cluster,
        cluster.profile().api() == EtcdSpec.ApiChoice.V3 ? KeyStore.Api.V3 : KeyStore.Api.V2);
  }

  /** A way through that API, whatever the profile says of it. */
  EtcdDoor(Cluster cluster, KeyStore.Api api) {
    this.cluster = cluster;
    this.api = api;
  }

  /** The API flannel's keys are in. */
  KeyStore.Api api() {
    return api;
  }

  /** Whether a profile's endpoints speak no TLS, so that nobody asks who calls. */
  static boolean plain(ClusterProfile profile) {
    return profile.etcd().endpoints().stream().noneMatch(url -> "https".equals(url.getScheme()));
  }

  /**
   * The connection, made with this identity if there is none yet.
   *
   * @param identity null only where the profile names a client certificate of its own
   */
  synchronized Result<KeyStore, Failure> open(@Nullable Identity identity) {
    if (opened != null) {
      return Result.ok(opened.store());
    }
    Result<Opened, Failure> made =
        plain(cluster.profile()) ? connect(null) : clientTls(identity).flatMap(this::connect);
    return made.ifOk(it -> opened = it).map(Opened::store);
  }

  /** The connection if it is made already. */
  synchronized Optional<KeyStore> opened() {
    return Optional.ofNullable(opened).map(Opened::store);
  }

  /**
   * Which APIs the cluster offers and how its members are; over the way that {@link #open} found.
   */
  synchronized Result<EtcdFacts, Failure> facts() {
    if (opened == null) {
      throw new IllegalStateException("open first");
    }
    return cluster
        .adapters()
        .stores()
        .inspect(opened.access(), Deadline.after(DIRECT))
        .mapFailure(failure -> failure);
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.store().close();
      opened = null;
    }
  }

  private Result<EtcdAccess.Tls, Failure> clientTls(@Nullable Identity identity) {
    EtcdSpec.ClientFiles files = cluster.profile().etcd().client();
    if (files == null) {
      return identity != null
          ? Result.ok(identity.tls())
          : Result.err(new AppFailure.NoClientCertificate("etcd.client"));
    }
    ProfileFiles reader = new ProfileFiles(cluster);
    return reader
        .read(files.ca())
        .flatMap(
            ca ->
                reader
                    .read(files.certificate())
                    .flatMap(
                        certificate ->
                            reader
                                .read(files.key())
                                .map(key -> new Identity(ca, certificate, key).tls())));
  }

  private Result<Opened, Failure> connect(EtcdAccess.@Nullable Tls tls) {
    ClusterProfile profile = cluster.profile();
    EtcdAccess direct = new EtcdAccess(profile.etcd().endpoints(), tls, null);
    return switch (profile.etcd().route()) {
      case DIRECT -> open(direct, DIRECT).mapFailure(failure -> failure);
      case TUNNEL -> throughNodes(direct, Optional.empty());
      case AUTO ->
          switch (open(direct, DIRECT)) {
            case Result.Ok<Opened, StoreFailure>(Opened made) -> Result.ok(made);
            case Result.Err<Opened, StoreFailure>(StoreFailure.Unreachable why) ->
                throughNodes(direct, Optional.of(why));
            case Result.Err<Opened, StoreFailure>(StoreFailure failure) -> Result.err(failure);
          };
    };
  }

  private Result<Opened, StoreFailure> open(EtcdAccess access, Duration patience) {
    return cluster
        .adapters()
        .stores()
        .open(access, api(), Deadline.after(patience))
        .map(store -> new Opened(store, access));
  }

  /**
   * Tries the nodes in turn; the last failure is what is told, or the direct one if none answers.
   */
  private Result<Opened, Failure> throughNodes(EtcdAccess direct, Optional<Failure> first) {
    Result<Opened, Failure> last =
        first
            .<Result<Opened, Failure>>map(Result::err)
            .orElseGet(() -> Result.err(new StoreFailure.Unreachable(Map.of())));
    for (NodeSpec node : cluster.profile().nodes()) {
      Result<StreamDialer, NodeFailure> dialer =
          cluster.adapters().nodes().dialer(node, Deadline.after(THROUGH_NODE));
      if (dialer instanceof Result.Ok<StreamDialer, NodeFailure>(StreamDialer way)) {
        List<URI> endpoints = direct.endpoints();
        last =
            open(new EtcdAccess(endpoints, direct.tls(), way), THROUGH_NODE)
                .mapFailure(failure -> failure);
        boolean another =
            last.toFailure().filter(StoreFailure.Unreachable.class::isInstance).isPresent();
        if (!another) {
          return last;
        }
      } else if (first.isEmpty()) {
        last = Result.err(dialer.toFailure().orElseThrow());
      }
    }
    return last;
  }
}
