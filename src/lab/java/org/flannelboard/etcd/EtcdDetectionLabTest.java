package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.FirstLook;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.profile.NodeForm;
import org.flannelboard.profile.ProfileForm;
import org.flannelboard.profile.ProfileForm.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real etcd behind the port of a node that nobody has described yet. */
class EtcdDetectionLabTest {

  @RegisterExtension static final EtcdLab LAB = new EtcdLab();

  @Test
  void anEtcdWithTlsIsCalledByHttps() {
    assertThat(found(LAB.etcd())).containsExactly(URI.create("https://192.0.2.1:2379"));
  }

  @Test
  void anEtcdWithoutIsCalledByHttp(@TempDir Path folder) throws Exception {
    try (EtcdProcess plain = new EtcdProcess(folder.resolve("data"), false, null, "none").start()) {
      assertThat(found(plain)).containsExactly(URI.create("http://192.0.2.1:2379"));
    }
  }

  @Test
  void whereNothingListensThereIsNone(@TempDir Path folder) throws Exception {
    EtcdProcess ended = new EtcdProcess(folder.resolve("data"), false, null, "none").start();
    ended.close();
    assertThat(found(ended)).isEmpty();
  }

  private static List<URI> found(EtcdProcess etcd) {
    Map<Field, String> typed =
        Map.of(
            Field.NAME, "lab",
            Field.ENDPOINTS, "https://192.0.2.1:2379",
            Field.CIDR, "10.253.0.0/16",
            Field.VERSION, "0.10.0");
    ClusterProfile profile =
        new ProfileForm(typed, Map.of(), List.of(NodeForm.of("vm01", "192.0.2.1")))
            .read(Path.of("lab.yaml"), Path.of("/root"))
            .profile();
    try (Cluster cluster =
        new Cluster(
            profile,
            new Cluster.Adapters(new OneNode(etcd.endpoint()), EtcdLab.connector()),
            new Cluster.Surroundings(
                new VirtualThreadRunner(),
                InstantSource.system(),
                Pause.system(),
                new SecureRandom()))) {
      return new FirstLook(cluster).etcdMembers().stream().map(FirstLook.Member::url).toList();
    }
  }

  /** A node at whose etcd port that endpoint is. */
  private record OneNode(URI endpoint) implements NodeConnector {

    @Override
    public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
      throw new AssertionError("nothing is asked of the node");
    }

    @Override
    public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
      HostPort there = new HostPort(endpoint.getHost(), endpoint.getPort());
      StreamDialer sockets = EtcdLab.sockets(new AtomicInteger());
      return Result.ok((_, soon) -> sockets.dial(there, soon));
    }

    @Override
    public void close() {}
  }
}
