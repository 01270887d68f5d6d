package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flannelboard.app.Bench.Session;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.FlannelStore.Leases;
import org.flannelboard.etcd.FlannelStore.StoredLease;
import org.flannelboard.etcd.Revision;
import org.flannelboard.practice.PracticeFault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The leases of three nodes, in order and bent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaseBookTest {

  private Bench bench;
  private ClusterStatus status;

  @BeforeAll
  void deploy() {
    bench = Bench.bare(3);
    assertThat(bench.session().push().succeeded()).isTrue();
    status = read();
  }

  @AfterAll
  void close() {
    bench.close();
  }

  @Test
  void freshlyDeployedAllIsInOrder() {
    LeaseBook book = book(status.etcd().orElseThrow().leases(), status);
    assertThat(book.inOrder()).isTrue();
    assertThat(book.rows())
        .extracting(row -> String.valueOf(row.node()))
        .containsExactlyInAnyOrder("vm01", "vm02", "vm03");
    assertThat(book.unseen()).isEmpty();
  }

  static Stream<Arguments> bent() {
    return Stream.of(
        bent("lease-expires-soon", l -> with(l, l.subnet(), l.publicIp(), l.vtepMac(), 59)),
        bent("", l -> with(l, l.subnet(), l.publicIp(), l.vtepMac(), 60)),
        bent(
            "lease-foreign, lease-missing",
            l -> with(l, l.subnet(), Ipv4Address.of("10.0.0.9"), l.vtepMac(), 1400)),
        bent(
            "lease-mac-differs",
            l -> with(l, l.subnet(), l.publicIp(), new MacAddress("02:00:00:00:00:01"), 1400)),
        bent(
            "lease-outside-network, lease-docker0-differs, lease-subnet-env-differs",
            l -> with(l, Cidr.of("10.9.9.0/24"), l.publicIp(), l.vtepMac(), 1400)),
        bent(
            "lease-docker0-differs, lease-subnet-env-differs",
            l -> with(l, Cidr.of("10.253.255.0/24"), l.publicIp(), l.vtepMac(), 1400)));
  }

  @ParameterizedTest
  @MethodSource("bent")
  void oneBentLease(String codes, UnaryOperator<SubnetLease> bend) {
    List<SubnetLease> leases = leases();
    leases.set(0, bend.apply(leases.getFirst()));
    assertThat(codes(book(stored(leases), status)))
        .containsExactly(codes.isEmpty() ? new String[0] : codes.split(", "));
  }

  @Test
  void anOldLeaseOfANodeIsTheOneThatIsOdd() {
    List<SubnetLease> leases = leases();
    SubnetLease first = leases.getFirst();
    leases.add(with(first, Cidr.of("10.253.255.0/24"), first.publicIp(), first.vtepMac(), 30));
    assertThat(codes(book(stored(leases), status)))
        .containsExactly("lease-public-ip-twice", "lease-left-behind");
  }

  @Test
  void twoNodesWithOneMacAndOneRange() {
    List<SubnetLease> leases = leases();
    SubnetLease first = leases.getFirst();
    SubnetLease second = leases.get(1);
    leases.set(1, with(second, Cidr.of("10.253.0.0/16"), second.publicIp(), first.vtepMac(), 1400));
    assertThat(codes(book(stored(leases), status)))
        .contains("lease-vtep-mac-twice", "lease-overlaps", "lease-mac-differs");
    assertThat(new LeaseAnomaly.Overlaps(first.subnet(), first.subnet()).breaks()).isTrue();
  }

  @Test
  void aNodeThatIsDownIsHeldAgainstEtcdAlone() {
    PracticeFault down = new PracticeFault.NodeDown(bench.id(1));
    bench.practice.switchOn(down);
    ClusterStatus seen = read();
    bench.practice.switchOff(down);
    List<SubnetLease> leases = leases();
    leases.replaceAll(
        l ->
            with(
                l,
                l.subnet(),
                l.publicIp(),
                new MacAddress("02:00:00:00:00:0" + leases.indexOf(l)),
                1400));
    LeaseBook book = book(stored(leases), seen);
    assertThat(book.unseen()).containsExactly(bench.id(1));
    assertThat(codes(book)).containsExactly("lease-mac-differs", "lease-mac-differs");
  }

  private List<SubnetLease> leases() {
    return new ArrayList<>(
        status.etcd().orElseThrow().leases().leases().stream().map(StoredLease::lease).toList());
  }

  private LeaseBook book(Leases leases, ClusterStatus seen) {
    EtcdStatus etcd = status.etcd().orElseThrow();
    return LeaseBook.of(
        bench.profile(),
        new EtcdStatus(etcd.api(), etcd.facts(), etcd.config(), etcd.unreadable(), leases),
        seen.nodes());
  }

  private static List<String> codes(LeaseBook book) {
    return book.rows().stream()
        .flatMap(row -> row.anomalies().stream())
        .map(Failure::code)
        .toList();
  }

  private static Leases stored(List<SubnetLease> leases) {
    return new Leases(
        leases.stream().map(lease -> new StoredLease(lease, new Revision(1), "")).toList(),
        List.of());
  }

  private static Arguments bent(String codes, UnaryOperator<SubnetLease> bend) {
    return Arguments.of(codes, bend);
  }

  private static SubnetLease with(
      SubnetLease lease, Cidr subnet, Ipv4Address publicIp, @Nullable MacAddress mac, int minutes) {
    return new SubnetLease(subnet, publicIp, lease.backendType(), mac, Duration.ofMinutes(minutes));
  }

  private ClusterStatus read() {
    Session session = bench.session();
    return new StatusReader(session.cluster(), session.door()).read();
  }
}
