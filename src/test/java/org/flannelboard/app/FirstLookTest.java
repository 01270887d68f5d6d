package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flannelboard.app.FirstLook.Member;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.junit.jupiter.api.Test;

/** What is found out of nodes before anybody has described them. */
class FirstLookTest {

  private static final URI IN_THE_CLEAR = URI.create("http://172.16.16.81:2379");

  @Test
  void anEtcdIsCalledByWhatItAnswersTo() {
    try (Bench bench = Bench.bare(4);
        Cluster cluster =
            new Cluster(
                bench.profile(),
                new Cluster.Adapters(new Ports(bench.practice.nodes()), new Etcd()),
                new Cluster.Surroundings(
                    new VirtualThreadRunner(), bench.clock, Pause.system(), new SecureRandom()))) {
      assertThat(new FirstLook(cluster).etcdMembers())
          .containsExactly(
              new Member(new NodeId("vm01"), IN_THE_CLEAR),
              new Member(new NodeId("vm02"), URI.create("https://172.16.16.82:2379")));
    }
  }

  /** The first two nodes take connections at etcd's port; the last one is out of reach. */
  private record Ports(NodeConnector behind) implements NodeConnector {

    @Override
    public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
      return behind.connect(node, deadline);
    }

    @Override
    public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
      return node.id().name().equals("vm04")
          ? Result.err(new NodeFailure.TimedOut(node.id(), "connect"))
          : Result.ok((target, _) -> dial(node, target));
    }

    private static StreamDialer.ByteStream dial(NodeSpec node, HostPort target) throws IOException {
      assertThat(target).isEqualTo(new HostPort(node.ip().toString(), 2379));
      if (node.id().name().equals("vm03")) {
        throw new IOException("Connection refused");
      }
      return new Silence();
    }

    @Override
    public void close() {
      behind.close();
    }
  }

  /** A connection on which nobody says anything. */
  private record Silence() implements StreamDialer.ByteStream {

    @Override
    public InputStream input() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream output() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {}
  }

  /** The etcd of the first node has no TLS. */
  private record Etcd() implements StoreConnector {

    @Override
    public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
      return access.endpoints().equals(List.of(IN_THE_CLEAR)) && access.dialer() != null
          ? Result.ok(new EtcdFacts("3.4.23", Set.of(KeyStore.Api.V3), List.of()))
          : Result.err(new StoreFailure.Unreachable(Map.of()));
    }

    @Override
    public Result<KeyStore, StoreFailure> open(
        EtcdAccess access, KeyStore.Api api, Deadline deadline) {
      throw new AssertionError("nothing is read");
    }
  }
}
