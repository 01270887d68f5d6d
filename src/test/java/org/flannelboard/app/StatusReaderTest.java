package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flannelboard.app.Bench.Session;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a cluster stands, and the way to etcd it is asked by. */
class StatusReaderTest {

  @Test
  void aDeployedClusterIsHealthy() {
    try (Bench bench = Bench.bare(4)) {
      bench.session().push();
      ClusterStatus status = read(bench);
      assertThat(status.healthy()).isTrue();
      assertThat(status.at()).isEqualTo(bench.clock.instant());
      assertThat(status.nodes())
          .allSatisfy(
              node -> {
                NodeStatus.View view = node.view().orElseThrow();
                assertThat(view.lease()).isNotNull();
                assertThat(view.certificate()).isInstanceOf(Known.Value.class);
              });
      assertThat(status.etcd().orElseThrow().leases().leases()).hasSize(4);
      assertThat(status.etcd().orElseThrow().api()).isEqualTo(KeyStore.Api.V2);
    }
  }

  @Test
  void onABareClusterNobodyCanAskEtcd() {
    try (Bench bench = Bench.bare(2)) {
      ClusterStatus status = read(bench);
      assertThat(status.known()).isFalse();
      assertThat(status.healthy()).isFalse();
      assertThat(status.etcd().toFailure())
          .contains(
              new AppFailure.NoClientCertificate(bench.profile().paths().certificate().text()));
      NodeStatus.View view = status.nodes().getFirst().view().orElseThrow();
      assertThat(view.verification()).isEqualTo(Known.notChecked());
      assertThat(view.certificate()).isEqualTo(Known.unknown("no certificate"));
    }
  }

  @Test
  void aNodeThatIsDownIsNotKnownAndTheOthersAre() {
    try (Bench bench = Bench.bare(4)) {
      bench.session().push();
      bench.practice.switchOn(new PracticeFault.NodeDown(bench.id(4)));
      ClusterStatus status = read(bench);
      assertThat(status.known()).isFalse();
      assertThat(status.nodes().getLast().view().toFailure().orElseThrow())
          .isInstanceOf(NodeFailure.Unreachable.class);
      assertThat(status.nodes().subList(0, 3))
          .allMatch(node -> node.view().toOptional().isPresent());
      assertThat(status.etcd().toOptional()).isPresent();
    }
  }

  @Test
  void withoutEtcdNoNodeIsVerified() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      bench.practice.switchOn(new PracticeFault.EtcdUnreachable());
      ClusterStatus status = read(bench);
      assertThat(status.etcd().toFailure().orElseThrow())
          .isInstanceOf(StoreFailure.Unreachable.class);
      assertThat(status.nodes())
          .allMatch(n -> n.view().orElseThrow().verification().equals(Known.notChecked()));
    }
  }

  @Test
  void whereTheDirectWayIsShutOneThroughANodeIsTaken() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      NearsightedConnector stores =
          new NearsightedConnector(
              bench.practice.etcd(), new StoreFailure.Unreachable(Map.of("vm01", "timed out")));
      Session session = bench.session(stores);
      assertThat(new StatusReader(session.cluster(), session.door()).read().healthy()).isTrue();
      assertThat(stores.ways).containsExactly("direct", "through a node", "inspect through a node");
    }
  }

  @Test
  void aRefusalByEtcdItselfIsNoReasonForADetour() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      StoreFailure off = new StoreFailure.ClientRejected("vm01", "bad certificate");
      NearsightedConnector stores = new NearsightedConnector(bench.practice.etcd(), off);
      Session session = bench.session(stores);
      Failure failure =
          new StatusReader(session.cluster(), session.door()).store().toFailure().orElseThrow();
      assertThat(failure).isEqualTo(off);
      assertThat(stores.ways).containsExactly("direct");
    }
  }

  @Test
  void eachNodesOwnFilesAreJudgedAndTheSameFilesOnce() {
    try (Bench bench = Bench.bare(5)) {
      bench.session().push();
      writeKey(bench, 3, Bench.pem("flannel-key.pem"));
      writeKey(bench, 4, "no key");
      writeKey(bench, 5, "no key");
      List<CertificateReport> reports =
          read(bench).nodes().stream()
              .map(node -> node.view().orElseThrow().certificate().toOptional().orElseThrow())
              .toList();
      assertThat(reports.get(0).keyMatches()).isEqualTo(Known.of(true));
      assertThat(reports.get(1)).isSameAs(reports.get(0));
      assertThat(reports.get(2).keyMatches()).isEqualTo(Known.of(false));
      assertThat(reports.get(3).keyMatches().toString()).contains("vm04:/etc/");
      assertThat(reports.get(4).keyMatches().toString()).contains("vm05:/etc/");
    }
  }

  @ParameterizedTest
  @EnumSource(KeyStore.Api.class)
  void anEtcdWithoutTlsIsAskedWithoutACertificate(KeyStore.Api api) {
    try (Bench bench = Bench.bare(2)) {
      bench.change(profile -> inPlainHttp(profile, api));
      PlainConnector stores = new PlainConnector(bench.practice.etcd());
      Session session = bench.session(stores);
      ClusterStatus status = new StatusReader(session.cluster(), session.door()).read();
      assertThat(status.etcd().orElseThrow().api()).isEqualTo(api);
      assertThat(status.known()).isTrue();
      assertThat(stores.tls).isNotEmpty().containsOnlyNulls();
    }
  }

  private static void writeKey(Bench bench, int node, String text) {
    String key = bench.profile().paths().key().text();
    PracticeDisk.write(bench.practice, bench.id(node), key, text, 0600, "root");
  }

  private static ClusterProfile inPlainHttp(ClusterProfile p, KeyStore.Api api) {
    EtcdSpec.ApiChoice choice =
        switch (api) {
          case V2 -> EtcdSpec.ApiChoice.V2;
          case V3 -> EtcdSpec.ApiChoice.V3;
        };
    return Bench.with(
        p,
        new EtcdSpec(
            choice,
            List.of(URI.create("http://vm01:2379")),
            p.etcd().prefix(),
            p.etcd().route(),
            null));
  }

  private static ClusterStatus read(Bench bench) {
    Session session = bench.session();
    return new StatusReader(session.cluster(), session.door()).read();
  }

  /** Reaches etcd through a node alone. */
  private static final class NearsightedConnector implements StoreConnector {
    private final StoreConnector stores;
    private final StoreFailure direct;
    private final List<String> ways = new ArrayList<>();

    NearsightedConnector(StoreConnector stores, StoreFailure direct) {
      this.stores = stores;
      this.direct = direct;
    }

    @Override
    public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
      ways.add("inspect " + way(access));
      return stores.inspect(access, deadline);
    }

    @Override
    public Result<KeyStore, StoreFailure> open(
        EtcdAccess access, KeyStore.Api api, Deadline deadline) {
      ways.add(way(access));
      return access.dialer() == null ? Result.err(direct) : stores.open(access, api, deadline);
    }

    private static String way(EtcdAccess access) {
      return access.dialer() == null ? "direct" : "through a node";
    }
  }

  /** An etcd that speaks no TLS: the practice etcd behind a door of its own. */
  private static final class PlainConnector implements StoreConnector {
    private final StoreConnector behind;
    private final List<EtcdAccess.@Nullable Tls> tls = new ArrayList<>();

    PlainConnector(StoreConnector behind) {
      this.behind = behind;
    }

    @Override
    public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
      return behind.inspect(inside(access), deadline);
    }

    @Override
    public Result<KeyStore, StoreFailure> open(
        EtcdAccess access, KeyStore.Api api, Deadline deadline) {
      return behind.open(inside(access), api, deadline);
    }

    private EtcdAccess inside(EtcdAccess access) {
      tls.add(access.tls());
      EtcdAccess.Tls own =
          new EtcdAccess.Tls(
              Bench.pem("ca.pem"),
              Bench.pem("flannel.pem"),
              Secret.of(Bench.pem("flannel-key.pem")));
      return new EtcdAccess(List.of(URI.create("https://vm01:2379")), own, null);
    }
  }
}
