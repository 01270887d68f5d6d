package org.flannelboard.practice;

import java.util.List;
import java.util.stream.IntStream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.jspecify.annotations.Nullable;

/**
 * The practice cluster that is wanted.
 *
 * @param nodes how many, 2 to 255: {@code vm01} at 172.16.16.81 and onwards
 * @param seed of everything random: hardware addresses, free subnets, round-trip times
 * @param deployed the certificate flannel was deployed with; null to begin where the guide begins
 */
public record PracticeLab(int nodes, long seed, @Nullable PracticeIdentity deployed) {

  /** As many as the guide's network has subnets. */
  private static final int MOST = 255;

  /** The guide's own first address. */
  private static final Ipv4Address FIRST = Ipv4Address.of("172.16.16.81");

  /** One node is not the root user's: as in the field, it is reached by way of sudo. */
  private static final int SUDO_NODE = 1;

  public PracticeLab {
    if (nodes < 2 || nodes > MOST) {
      throw new IllegalArgumentException("nodes out of 2..255: " + nodes);
    }
  }

  /** A cluster in the state in which the guide begins. */
  public static PracticeLab initial(int nodes) {
    return new PracticeLab(nodes, 1, null);
  }

  /** A cluster on which the whole guide was carried out with that certificate. */
  public static PracticeLab deployed(int nodes, PracticeIdentity identity) {
    return new PracticeLab(nodes, 1, identity);
  }

  /** The same cluster with other random choices. */
  public PracticeLab withSeed(long other) {
    return new PracticeLab(nodes, other, deployed);
  }

  /** Whether the largest lab has a node of that name. */
  public static boolean knows(NodeId node) {
    return initial(MOST).specs().stream().anyMatch(spec -> spec.id().equals(node));
  }

  /** Its nodes, in order. */
  List<NodeSpec> specs() {
    return IntStream.range(0, nodes).mapToObj(PracticeLab::spec).toList();
  }

  private static NodeSpec spec(int index) {
    Ipv4Address ip = FIRST.plus(index);
    String user = index == SUDO_NODE ? "ops" : "root";
    SshAccess ssh =
        new SshAccess(
            ip.toString(), SshAccess.DEFAULT_PORT, user, List.of(), List.of(), SudoMode.AUTO);
    return new NodeSpec(new NodeId("vm%02d".formatted(index + 1)), ip, ssh);
  }
}
