package org.flannelboard.practice;

import java.time.Duration;
import java.time.InstantSource;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.FactsContract;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeOps;
import org.junit.jupiter.api.AfterEach;

/** A practice node says of its kernel what every node says. */
class PracticeFactsContractTest extends FactsContract {

  private final PracticeCluster cluster =
      PracticeCluster.create(
          PracticeLab.deployed(3, Fixture.identity()),
          Fixture.ca(),
          InstantSource.system(),
          PracticeTiming.instant(),
          _ -> true);
  private final NodeConnector connector = cluster.nodes();
  private final NodeOps node =
      connector
          .connect(cluster.profile().nodes().getFirst(), Deadline.after(Duration.ofMinutes(2)))
          .orElseThrow();

  @AfterEach
  void close() {
    connector.close();
    cluster.close();
  }

  @Override
  protected NodeOps ops() {
    return node;
  }

  @Override
  protected Ipv4Address source() {
    return cluster.profile().nodes().getFirst().ip();
  }

  @Override
  protected Ipv4Address answering() {
    return cluster.profile().nodes().getLast().ip();
  }

  @Override
  protected Ipv4Address silent() {
    return Ipv4Address.parse("172.16.16.200").orElseThrow();
  }

  @Override
  protected Ipv4Address foreign() {
    return Ipv4Address.parse("192.0.2.1").orElseThrow();
  }
}
