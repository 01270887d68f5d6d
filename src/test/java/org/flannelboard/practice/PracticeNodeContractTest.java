package org.flannelboard.practice;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeOpsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A practice node does what every node does, its pings in real time. */
class PracticeNodeContractTest extends NodeOpsContract {

  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(2));

  private final PracticeCluster cluster =
      PracticeCluster.create(
          PracticeLab.deployed(3, Fixture.identity()),
          Fixture.ca(),
          InstantSource.system(),
          PracticeTiming.instant(),
          _ -> true);
  private final NodeConnector connector = cluster.nodes();
  private final NodeOps node =
      connector.connect(cluster.profile().nodes().getFirst(), SOON).orElseThrow();

  @BeforeEach
  void furnish() {
    RemotePath seed = workspace().child("seed");
    put(seed, "");
    node.remove(seed, SOON).orElseThrow();
    put(
        unit("healthy"),
        "[Service]\nExecStart=/usr/bin/etcd\n[Install]\nWantedBy=multi-user.target\n");
    put(unit("broken"), "[Service]\nExecStart=/usr/bin/nothing\n");
  }

  @AfterEach
  void close() {
    connector.close();
    cluster.close();
  }

  private void put(RemotePath path, String text) {
    node.put(FileWrite.rootOwned(path, Content.of(text), 0644), SOON).orElseThrow();
  }

  private static RemotePath unit(String name) {
    return RemotePath.of("/etc/systemd/system/contract-" + name + ".service");
  }

  @Override
  protected NodeOps ops() {
    return node;
  }

  @Override
  protected RemotePath workspace() {
    return RemotePath.of("/var/tmp/contract");
  }

  @Override
  protected String owner() {
    return "root";
  }

  @Override
  protected String group() {
    return "root";
  }

  @Override
  protected String healthyUnit() {
    return "contract-healthy.service";
  }

  @Override
  protected String brokenUnit() {
    return "contract-broken.service";
  }

  @Override
  protected Ipv4Address source() {
    return docker0(1);
  }

  @Override
  protected List<Ipv4Address> answering() {
    return List.of(docker0(2), docker0(3));
  }

  @Override
  protected Ipv4Address silent() {
    return Ipv4Address.of("10.253.250.1"); // beyond the hundred subnets leases are drawn from
  }

  @Override
  protected Ipv4Address foreign() {
    return cluster.profile().nodes().get(1).ip();
  }

  private Ipv4Address docker0(int number) {
    NodeId id = Fixture.vm(number);
    EtcdAccess access =
        new EtcdAccess(
            cluster.profile().etcd().endpoints(),
            new EtcdAccess.Tls(
                Fixture.pem("ca"), Fixture.pem("flannel"), Fixture.identity().keyPem()),
            null);
    try (KeyStore store = cluster.etcd().open(access, KeyStore.Api.V2, SOON).orElseThrow()) {
      return Fixture.docker0(store, cluster.profile().node(id).orElseThrow().ip());
    }
  }
}
