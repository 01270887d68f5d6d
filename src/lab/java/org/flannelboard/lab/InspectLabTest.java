package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.FactsContract;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.UdpSocket;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes that carry flannel, looked at, probed and changed. */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectLabTest {

  private static final RemotePath SUBNET_ENV = RemotePath.of("/run/flannel/subnet.env");

  private static final List<String> UNITS = List.of("flanneld.service", "docker.service");

  private static final Duration WARM = Duration.ofSeconds(2);

  private final Lab lab;
  private final Map<String, SshDoor> doors = new HashMap<>();
  private final Map<String, NodeOps> nodes = new HashMap<>();
  private SshNodeConnector connector;

  InspectLabTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void deploy(@TempDir Path folder) throws IOException {
    lab.flannelboard().deploy();
    List<String> lines = Files.readAllLines(lab.knownHosts());
    Path knownHosts = folder.resolve("known_hosts");
    for (String name : Lab.NODES) {
      SshDoor door = new SshDoor(lab, name);
      doors.put(name, door);
      // The node's own host keys, under the name of the door.
      for (String line : lines) {
        if (line.startsWith(name + ",")) {
          Files.writeString(
              knownHosts,
              "[127.0.0.1]:" + door.port() + " " + line.split(" ", 2)[1] + "\n",
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
    }
    connector =
        new SshNodeConnector(
            SshSettings.of(knownHosts, folder, Map.of()),
            NodeQuestions.nobody(),
            NodeActivity.unobserved(),
            PosixNodeOps::new);
    for (String name : Lab.NODES) {
      nodes.put(name, connect(name));
    }
  }

  private NodeOps connect(String name) {
    String user = name.equals("vm02") ? "ops" : "root";
    SshAccess access =
        new SshAccess(
            "127.0.0.1",
            at(doors, name).port(),
            user,
            List.of(lab.key(name)),
            List.of(),
            SudoMode.AUTO);
    NodeSpec node = new NodeSpec(new NodeId(name), underlay(name), access);
    return connector.connect(node, soon()).orElseThrow();
  }

  @AfterAll
  void close() throws IOException {
    nodes.values().forEach(NodeOps::close);
    connector.close();
    for (SshDoor door : doors.values()) {
      door.close();
    }
  }

  @Test
  void seesTheWholeNetworkOfEachNode() {
    Map<String, NodeFacts> all = new HashMap<>();
    Lab.NODES.forEach(name -> all.put(name, look(name, Depth.STATE)));
    for (String name : Lab.NODES) {
      NetworkFacts network = at(all, name).network();
      assertThat(at(all, name).host().toOptional().orElseThrow().root()).as(name).isTrue();
      Link flannel = network.link("flannel.1").orElseThrow();
      assertThat(flannel.up()).isTrue();
      assertThat(flannel.vxlan())
          .isEqualTo(new Link.Vxlan(1, Known.of(8472), underlay(name), "eth0"));
      assertThat(network.link("docker0")).isPresent();
      assertThat(network.sockets().toOptional().orElseThrow())
          .filteredOn(socket -> socket.port() == 8472)
          .extracting(UdpSocket::owner)
          .containsExactly(Known.of(Optional.empty()));
      for (String peer : Lab.NODES) {
        if (!peer.equals(name)) {
          seesThePeer(network, at(all, peer).network(), underlay(peer));
        }
      }
    }
  }

  private static void seesThePeer(NetworkFacts here, NetworkFacts there, Ipv4Address underlay) {
    Cidr subnet = subnet(there);
    MacAddress mac =
        there.link("flannel.1").flatMap(link -> Optional.ofNullable(link.mac())).orElseThrow();
    assertThat(here.routes().toOptional().orElseThrow())
        .filteredOn(route -> route.destination().equals(subnet))
        .extracting(Route::table, Route::device, Route::gateway, Route::onlink)
        .containsExactly(tuple(Route.MAIN, "flannel.1", subnet.network(), true));
    assertThat(here.neighbour("flannel.1", subnet.network()))
        .hasValueSatisfying(
            it -> {
              assertThat(it.mac()).isEqualTo(mac);
              assertThat(it.state()).isEqualTo("PERMANENT");
            });
    assertThat(here.forwards("flannel.1", mac))
        .hasSize(1)
        .allSatisfy(it -> assertThat(it.destination()).isEqualTo(underlay))
        .allSatisfy(it -> assertThat(it.permanent()).isTrue());
    assertThat(at(here.lookups(), underlay).device()).isEqualTo("eth0");
  }

  @Test
  void seesDaemonsFilesAndFilters() {
    for (String name : Lab.NODES) {
      NodeFacts facts = look(name, Depth.EVERYTHING);
      DaemonFacts daemons = facts.daemons();
      for (String unit : UNITS) {
        assertThat(daemons.unit(unit)).hasValueSatisfying(it -> assertThat(it.active()).isTrue());
        assertThat(daemons.unit(unit).orElseThrow().started()).isNotNull();
      }
      DaemonFacts.Process flanneld = daemons.process("flanneld").orElseThrow();
      assertThat(flanneld.option("etcd-prefix")).contains("/kubernetes/network");
      assertThat(daemons.process("dockerd").orElseThrow().option("bip")).isPresent();
      String env = at(daemons.files(), SUBNET_ENV).toOptional().orElseThrow().orElseThrow().text();
      assertThat(env)
          .contains("FLANNEL_NETWORK=10.253.0.0/16")
          .contains("FLANNEL_SUBNET=" + subnet(facts.network()).firstHost() + "/24");
      assertThat(daemons.docker().toOptional().orElseThrow().subnet())
          .isEqualTo(subnet(facts.network()).toString());
      assertThat(daemons.journal().toOptional().orElseThrow())
          .isNotEmpty()
          .anySatisfy(line -> assertThat(line.at()).isNotNull());
      Firewall firewall = facts.firewall().toOptional().orElseThrow();
      assertThat(firewall.unread()).isEmpty();
      assertThat(firewall.at("FORWARD"))
          .anySatisfy(
              chain ->
                  assertThat(chain.rules())
                      .extracting(Firewall.Rule::source)
                      .contains(Cidr.of("10.253.0.0/16")));
    }
  }

  @Test
  void countsEchoesAtEachRung() {
    NetworkFacts here = look("vm01", Depth.STATE).network();
    NetworkFacts there = look("vm03", Depth.STATE).network();
    Counters before = counters("vm03");
    ProbeReport report =
        at(nodes, "vm01")
            .probe(
                new ProbeRequest.Echoes(
                    subnet(here).firstHost(), subnet(there).firstHost(), 5, 56, true),
                soon())
            .orElseThrow();
    Counters target = counters("vm03").since(before);
    assertThat(report.sent()).isEqualTo(5);
    assertThat(report.answered()).isEqualTo(5);
    assertThat(report.errors()).isEmpty();
    Counters source = report.after().since(report.before());
    assertThat(source.at("dev/flannel.1/tx")).isGreaterThanOrEqualTo(5);
    assertThat(target.at("Udp/InDatagrams")).isGreaterThanOrEqualTo(5);
    assertThat(target.at("dev/flannel.1/rx")).isGreaterThanOrEqualTo(5);
    assertThat(target.at("Icmp/InEchos")).isGreaterThanOrEqualTo(5);
    assertThat(target.at("Icmp/OutEchoReps")).isGreaterThanOrEqualTo(5);
    assertThat(target.at("dev/flannel.1/tx")).isGreaterThanOrEqualTo(5);
    assertThat(source.at("Udp/InDatagrams")).isGreaterThanOrEqualTo(5);
    assertThat(source.at("dev/flannel.1/rx")).isGreaterThanOrEqualTo(5);
    assertThat(source.at("Icmp/InEchoReps")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void saysThatAWholePacketIsTooLarge() {
    NetworkFacts here = look("vm01", Depth.STATE).network();
    NetworkFacts there = look("vm03", Depth.STATE).network();
    ProbeReport fits = whole(here, there, 1450 - 28);
    assertThat(fits.answered()).isEqualTo(2);
    ProbeReport over = whole(here, there, 1450 - 27);
    assertThat(over.answered()).isZero();
    assertThat(over.errors()).anySatisfy(error -> assertThat(error).contains("too long"));
  }

  private ProbeReport whole(NetworkFacts here, NetworkFacts there, int payload) {
    return at(nodes, "vm01")
        .probe(
            new ProbeRequest.Echoes(
                subnet(here).firstHost(), subnet(there).firstHost(), 2, payload, true),
            soon())
        .orElseThrow();
  }

  @Test
  void countsDatagramsAtTheTarget() {
    for (int port : List.of(8472, 39999)) {
      Counters before = counters("vm04");
      ProbeReport report =
          at(nodes, "vm02")
              .probe(new ProbeRequest.Datagrams(underlay("vm04"), port, 5), soon())
              .orElseThrow();
      Counters added = counters("vm04").since(before);
      assertThat(report.sent()).isEqualTo(5);
      assertThat(added.at(port == 8472 ? "Udp/InDatagrams" : "Udp/NoPorts"))
          .as("port " + port)
          .isGreaterThanOrEqualTo(5);
      // No device has the number in their header.
      assertThat(added.at("dev/flannel.1/rx")).isLessThan(5);
    }
  }

  @Test
  void changesTheKernelAndShowsIt() {
    NodeOps vm02 = at(nodes, "vm02");
    Ipv4Address address = Ipv4Address.of("10.253.255.0");
    MacAddress mac = new MacAddress("02:00:00:00:00:99");
    Ipv4Address vtep = Ipv4Address.of("172.16.16.199");
    Cidr subnet = Cidr.of("10.253.255.0/24");
    List<String> rule = List.of("-p", "udp", "--dport", "39998", "-j", "ACCEPT");

    assertThat(change(vm02, new KernelChange.PutNeighbour("flannel.1", address, mac)))
        .contains(mac.toString())
        .contains("PERMANENT");
    assertThat(change(vm02, new KernelChange.PutForward("flannel.1", mac, vtep)))
        .contains("dst 172.16.16.199");
    assertThat(change(vm02, new KernelChange.PutRoute(subnet, "flannel.1", address, null, true)))
        .contains("via 10.253.255.0 dev flannel.1 onlink");
    NetworkFacts changed = look("vm02", Depth.STATE).network();
    assertThat(changed.neighbour("flannel.1", address)).isPresent();
    assertThat(changed.forwards("flannel.1", mac)).hasSize(1);

    assertThat(change(vm02, new KernelChange.RemoveRoute(subnet, "flannel.1"))).isEmpty();
    assertThat(change(vm02, new KernelChange.RemoveForward("flannel.1", mac, vtep))).isEmpty();
    assertThat(change(vm02, new KernelChange.RemoveNeighbour("flannel.1", address))).isEmpty();
    assertThat(vm02.change(new KernelChange.RemoveRoute(subnet, "flannel.1"), soon()).toFailure())
        .hasValueSatisfying(
            failure ->
                assertThat(((NodeFailure.CommandFailed) failure).stderr())
                    .contains("No such process"));

    Firewall.Tool tool = Firewall.Tool.IPTABLES;
    assertThat(change(vm02, new KernelChange.InsertRule(tool, "filter", "INPUT", rule)))
        .isEqualTo("-A INPUT -p udp -m udp --dport 39998 -j ACCEPT");
    assertThat(change(vm02, new KernelChange.InsertRule(tool, "filter", "INPUT", rule)))
        .isNotEmpty();
    assertThat(change(vm02, new KernelChange.RemoveRule(tool, "filter", "INPUT", rule)))
        .isEqualTo("-A INPUT -p udp --dport 39998 -j ACCEPT");
    assertThat(change(vm02, new KernelChange.RemoveRule(tool, "filter", "INPUT", rule))).isEmpty();

    assertThat(change(vm02, new KernelChange.SetSysctl("ipv4/icmp_echo_ignore_all", 1)))
        .isEqualTo("1");
    assertThat(look("vm02", Depth.STATE).network().sysctl("ipv4/icmp_echo_ignore_all")).contains(1);
    assertThat(change(vm02, new KernelChange.SetSysctl("ipv4/icmp_echo_ignore_all", 0)))
        .isEqualTo("0");
  }

  @Test
  void isQuickOnceItIsConnected() {
    for (String name : Lab.NODES) {
      look(name, Depth.STATE);
      for (Depth depth : Depth.values()) {
        long start = System.nanoTime();
        look(name, depth);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println(name + " " + depth + ": " + took.toMillis() + " ms");
        assertThat(took).as(name + " " + depth).isLessThan(WARM);
      }
    }
  }

  /** The contract of looks and probes, held by a node with root and by one with sudo. */
  @Nested
  class AsRoot extends OnANode {
    AsRoot() {
      super("vm01");
    }
  }

  /** The same through sudo. */
  @Nested
  class BySudo extends OnANode {
    BySudo() {
      super("vm02");
    }
  }

  /** The contract on one node. */
  abstract class OnANode extends FactsContract {

    private final String name;

    OnANode(String name) {
      this.name = name;
    }

    @Override
    protected NodeOps ops() {
      return at(nodes, name);
    }

    @Override
    protected Ipv4Address source() {
      return underlay(name);
    }

    @Override
    protected Ipv4Address answering() {
      return underlay("vm03");
    }

    @Override
    protected Ipv4Address silent() {
      return Ipv4Address.of("172.16.16.200");
    }

    @Override
    protected Ipv4Address foreign() {
      return Ipv4Address.of("203.0.113.1");
    }
  }

  private NodeFacts look(String name, Depth depth) {
    List<Ipv4Address> peers = Lab.NODES.stream().map(InspectLabTest::underlay).toList();
    return at(nodes, name)
        .inspect(new Inspection(depth, peers, UNITS, List.of(SUBNET_ENV), 10), soon())
        .orElseThrow();
  }

  private Counters counters(String name) {
    return at(nodes, name)
        .inspect(Inspection.counters(), soon())
        .orElseThrow()
        .counters()
        .toOptional()
        .orElseThrow();
  }

  private static String change(NodeOps node, KernelChange change) {
    return node.change(change, soon()).orElseThrow();
  }

  /** The subnet flannel leased to a node: docker0's. */
  private static Cidr subnet(NetworkFacts network) {
    return network.addressesOf("docker0").getFirst().network();
  }

  private static Ipv4Address underlay(String name) {
    return Ipv4Address.of("172.16.16.8" + name.charAt(name.length() - 1));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private static <K, V> V at(Map<K, V> map, K key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }
}
