package org.flannelboard.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.activity.ActivityLog;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Ticker;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.etcd.EtcdStoreConnector;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.profile.ProfileYaml;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import tools.jackson.databind.node.ObjectNode;

/**
 * The product in the tests' own process, its connections to the lab's nodes warm: what a window
 * that has been open for a while has. Nodes are reached by {@link SshDoor}s, etcd through a node.
 */
final class LabSession implements AutoCloseable {

  private final Map<String, SshDoor> doors = new HashMap<>();
  private final Cluster cluster;
  private final EtcdDoor etcd;

  /**
   * A session of its own.
   *
   * @param folder where it may write: known hosts
   */
  LabSession(Lab lab, Path folder) throws IOException {
    Path knownHosts = folder.resolve("known_hosts");
    List<String> lines = Files.readAllLines(lab.knownHosts());
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
    SshNodeConnector nodes =
        new SshNodeConnector(
            SshSettings.of(knownHosts, folder, Map.of()),
            NodeQuestions.nobody(),
            new ActivityLog(InstantSource.system(), Ticker.system()),
            PosixNodeOps::new);
    cluster =
        new Cluster(
            profile(lab),
            new Cluster.Adapters(
                nodes,
                new EtcdStoreConnector(
                    access -> EtcdV2Wire.open(access), access -> EtcdV3Wire.open(access))),
            new Cluster.Surroundings(
                new VirtualThreadRunner(),
                InstantSource.system(),
                Pause.system(),
                new SecureRandom()));
    etcd = new EtcdDoor(cluster);
  }

  private ClusterProfile profile(Lab lab) {
    Path file = lab.flannelboard(this::throughDoors).profile();
    return ((ProfileOutcome.Loaded) new ProfileYaml(lab.out()).read(file)).profile();
  }

  private void throughDoors(ObjectNode profile) {
    profile
        .get("nodes")
        .forEach(
            node ->
                ((ObjectNode) node.get("ssh"))
                    .put("address", "127.0.0.1")
                    .put("port", door(node.get("name").asString()).port()));
    ((ObjectNode) profile.get("etcd")).put("route", "tunnel");
  }

  private SshDoor door(String name) {
    return Objects.requireNonNull(doors.get(name));
  }

  Cluster cluster() {
    return cluster;
  }

  EtcdDoor etcd() {
    return etcd;
  }

  @Override
  public void close() throws IOException {
    etcd.close();
    cluster.close();
    for (SshDoor door : doors.values()) {
      door.close();
    }
  }
}
