package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.pem;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitVerb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions that can be switched on, as the ports report them. */
class FaultsTest {

  private static final RemotePath FILE = RemotePath.of("/etc/flanneld/flanneld");

  @Test
  void aNodeThatIsDownIsUnreachableAndItsConnectionsStayDead() {
    try (Fixture fixture = Fixture.initial(2)) {
      NodeOps before = fixture.node(1);
      PracticeFault fault = new PracticeFault.NodeDown(vm(1));
      fixture.cluster.switchOn(fault);
      assertThat(fixture.connector.connect(fixture.spec(1), soon()).toFailure())
          .containsInstanceOf(NodeFailure.Unreachable.class);
      assertThat(before.reloadUnits(soon()).toFailure())
          .containsInstanceOf(NodeFailure.ConnectionLost.class);
      fixture.cluster.switchOff(fault);
      assertThat(before.reloadUnits(soon()).toFailure())
          .containsInstanceOf(NodeFailure.ConnectionLost.class);
      assertThat(fixture.node(1).reloadUnits(soon()).toFailure()).isEmpty();
    }
  }

  @Test
  void aFullFileSystemLeavesTheFileAsItWas() {
    try (Fixture fixture = Fixture.deployed(2)) {
      FileState before = state(fixture.node(1));
      fixture.cluster.switchOn(new PracticeFault.NoSpace(vm(1), RemotePath.of("/etc/flanneld")));
      assertThat(
              fixture
                  .node(1)
                  .put(FileWrite.rootOwned(FILE, Content.of("new"), 0600), soon())
                  .toFailure())
          .contains(new NodeFailure.NoSpace(vm(1), FILE));
      assertThat(state(fixture.node(1))).isEqualTo(before);
      RemotePath beside = RemotePath.of("/etc/flanneld-other");
      Fixture.put(fixture.node(1), beside, "fits", 0644);
    }
  }

  @Test
  void sudoRefusesTheUser() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.cluster.switchOn(new PracticeFault.SudoRefused(vm(2)));
      assertThat(fixture.node(2).reloadUnits(soon()).toFailure())
          .get()
          .extracting(NodeFailure::code)
          .isEqualTo("sudo-refused");
      assertThat(fixture.node(1).reloadUnits(soon()).toFailure()).isEmpty();
    }
  }

  @Test
  void anUnknownHostIsAskedAboutAndTrustedFromThenOn() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.cluster.switchOn(new PracticeFault.HostKeyUnknown(vm(1)));
      assertThat(fixture.connector.connect(fixture.spec(1), soon()).toFailure())
          .containsInstanceOf(NodeFailure.HostKeyUnknown.class);
      NodeQuestions trusting =
          new NodeQuestions() {
            @Override
            public boolean trust(UnknownHost host) {
              return host.fingerprint().matches("SHA256:[A-Za-z0-9+/]{43}");
            }

            @Override
            public Optional<Secret> secret(SecretRequest request) {
              return Optional.empty();
            }
          };
      assertThat(fixture.cluster.nodes(trusting).connect(fixture.spec(1), soon()).toFailure())
          .isEmpty();
      assertThat(fixture.connector.connect(fixture.spec(1), soon()).toFailure()).isEmpty();
    }
  }

  @Test
  void aChangedHostKeyIsShownWithBothFingerprints() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.cluster.switchOn(new PracticeFault.HostKeyChanged(vm(1)));
      assertThat(fixture.connector.connect(fixture.spec(1), soon()).toFailure())
          .get()
          .isInstanceOfSatisfying(
              NodeFailure.HostKeyChanged.class,
              changed -> assertThat(changed.expected()).isNotEqualTo(changed.presented()));
    }
  }

  @Test
  void aUnitThatCannotStartSaysSoUntilItIsMended() {
    try (Fixture fixture = Fixture.initial(2)) {
      PracticeFault fault = new PracticeFault.UnitStartFails(vm(1), Fixture.DOCKER);
      fixture.cluster.switchOn(fault);
      assertThat(fixture.node(1).control(UnitVerb.START, Fixture.DOCKER, soon()).toFailure())
          .get()
          .isInstanceOfSatisfying(
              NodeFailure.UnitRefused.class,
              refused -> assertThat(refused.journal()).contains("status=1/FAILURE"));
      fixture.cluster.switchOff(fault);
      fixture.control(1, UnitVerb.START, Fixture.DOCKER);
      assertThat(fixture.cluster.faults()).isEqualTo(Set.of());
    }
  }

  @Test
  void v2SwitchedOffLeavesV3() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.cluster.switchOn(new PracticeFault.EtcdV2Off());
      EtcdAccess access = Fixture.access(fixture);
      assertThat(fixture.cluster.etcd().open(access, Api.V2, soon()).toFailure())
          .get()
          .extracting(StoreFailure::code)
          .isEqualTo("etcd-v2-off");
      EtcdFacts facts = fixture.cluster.etcd().inspect(access, soon()).orElseThrow();
      assertThat(facts.apis()).containsExactly(Api.V3);
    }
  }

  @Test
  void oneMemberDownIsSeenAndTwoAreNoQuorum() {
    try (Fixture fixture = Fixture.initial(3)) {
      EtcdAccess access = Fixture.access(fixture);
      fixture.cluster.switchOn(new PracticeFault.NodeDown(vm(1)));
      assertThat(fixture.cluster.etcd().inspect(access, soon()).orElseThrow().members())
          .extracting(EtcdFacts.Member::healthy)
          .containsExactly(false, true, true);
      fixture.cluster.switchOn(new PracticeFault.NodeDown(vm(2)));
      assertThat(fixture.cluster.etcd().open(access, Api.V2, soon()).toFailure())
          .containsInstanceOf(StoreFailure.NoQuorum.class);
      fixture.cluster.switchOn(new PracticeFault.NodeDown(vm(3)));
      assertThat(fixture.cluster.etcd().open(access, Api.V2, soon()).toFailure())
          .containsInstanceOf(StoreFailure.Unreachable.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ca, foreign, etcd-client-rejected",
    "ca, server-only, etcd-client-rejected",
    "ca, brief, etcd-client-rejected",
    "other-ca, flannel, etcd-server-untrusted",
  })
  void certificatesOfOthersAreNotLetIn(String ca, String certificate, String code) {
    try (Fixture fixture = Fixture.initial(2)) {
      EtcdAccess access =
          new EtcdAccess(
              fixture.cluster.profile().etcd().endpoints(),
              new EtcdAccess.Tls(pem(ca), pem(certificate), Secret.of(pem("flannel-key"))),
              null);
      assertThat(fixture.cluster.etcd().open(access, Api.V2, soon()).toFailure())
          .get()
          .extracting(StoreFailure::code)
          .isEqualTo(code);
    }
  }

  @Test
  @Timeout(20)
  void aWatchIsInterruptedWithEtcdAndBeginsAnew() throws InterruptedException {
    try (Fixture fixture = Fixture.deployed(2);
        KeyStore store = fixture.store(Api.V2)) {
      BlockingQueue<WatchEvent> seen = new LinkedBlockingQueue<>();
      try (KeyStore.Watch _ = store.watch("/kubernetes/network", seen::add)) {
        assertThat(next(seen)).isInstanceOf(WatchEvent.Resync.class);
        PracticeFault fault = new PracticeFault.EtcdUnreachable();
        fixture.cluster.switchOn(fault);
        assertThat(next(seen)).isInstanceOf(WatchEvent.Interrupted.class);
        fixture.cluster.switchOff(fault);
        assertThat(next(seen))
            .isInstanceOfSatisfying(
                WatchEvent.Resync.class, all -> assertThat(all.entries()).hasSize(3));
      }
    }
  }

  @Test
  void simulatedTimeThatDoesNotFitTheDeadlineTimesOutWithoutEffect() {
    Fixture.Clock clock = new Fixture.Clock();
    PracticeTiming slow =
        new PracticeTiming(
            length -> clock.advance(length),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ZERO,
            new Fixture.Rounds());
    try (PracticeCluster cluster =
        PracticeCluster.create(PracticeLab.initial(2), Fixture.ca(), clock, slow, _ -> true)) {
      long[] nanos = {0};
      Deadline patient = Deadline.after(Duration.ofSeconds(60), () -> nanos[0]);
      NodeOps node =
          cluster.nodes().connect(cluster.profile().nodes().getFirst(), patient).orElseThrow();
      Deadline hasty = Deadline.after(Duration.ofSeconds(1), () -> nanos[0] += 500_000_000L);
      assertThat(node.put(FileWrite.rootOwned(FILE, Content.of("x"), 0600), hasty).toFailure())
          .containsInstanceOf(NodeFailure.TimedOut.class);
      assertThat(state(node)).isEqualTo(new FileState.Absent(FILE));
    }
  }

  private static WatchEvent next(BlockingQueue<WatchEvent> seen) throws InterruptedException {
    WatchEvent event = seen.poll(10, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  private static FileState state(NodeOps node) {
    ObservationQuery query =
        new ObservationQuery(List.of(ObservationQuery.text(FILE)), List.of(), false, false);
    return node.observe(query, soon()).orElseThrow().file(FILE);
  }
}
