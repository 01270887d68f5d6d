import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingStream;
import org.flannelboard.node.posix.NodeShell;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.node.posix.Script;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.profile.ProfileYaml;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;

/**
 * Times one full ping round against its floor, in turn, over the same warm SSH connections: ours
 * through {@code NodeOps.ping}, the floor as a bare {@code fping -q -c1 -i1} on every node. Run
 * inside the lab, after a push:
 *
 * <pre>
 * java -cp target/app/lib/flannelboard-VERSION.jar src/bench/java/PingRound.java PROFILE [ROUNDS]
 * </pre>
 */
public final class PingRound {

  private record Node(NodeSpec spec, NodeShell shell, NodeOps ops, Ipv4Address docker0) {}

  public static void main(String[] arguments) throws Exception {
    Path profileFile = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    Path home = Path.of(System.getProperty("user.home"));
    if (!(new ProfileYaml(home).read(profileFile) instanceof ProfileOutcome.Loaded loaded)) {
      throw new IllegalArgumentException("no valid profile: " + profileFile);
    }
    ClusterProfile profile = loaded.profile();
    SshSettings settings = SshSettings.of(profile.knownHosts(), home, System.getenv());
    try (SshNodeConnector connector =
            new SshNodeConnector(
                settings, NodeQuestions.nobody(), NodeActivity.unobserved(), PosixNodeOps::new);
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Node> nodes = new ArrayList<>();
      for (NodeSpec spec : profile.nodes()) {
        nodes.add(open(connector, spec));
      }
      for (int i = 0; i < 5; i++) { // warms both paths
        ours(all, nodes);
        floor(all, nodes);
      }
      double[] ours = new double[rounds];
      double[] floor = new double[rounds];
      double[] ratio = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        ours[i] = ours(all, nodes);
        floor[i] = floor(all, nodes);
        ratio[i] = ours[i] / floor[i];
      }
      print("ours, ms", ours);
      print("fping floor, ms", floor);
      print("ratio", ratio);
    }
  }

  private static Node open(SshNodeConnector connector, NodeSpec spec) {
    NodeShell shell = connector.shell(spec, patience()).orElseThrow();
    NodeOps ops = new PosixNodeOps(shell);
    ObservationQuery network = new ObservationQuery(List.of(), List.of(), true, false);
    Ipv4Address docker0 =
        ops.observe(network, patience())
            .orElseThrow()
            .network()
            .toOptional()
            .flatMap(state -> state.address("docker0"))
            .orElseThrow()
            .address();
    return new Node(spec, shell, ops, docker0);
  }

  private static double ours(ExecutorService all, List<Node> nodes) throws Exception {
    return timed(
        all,
        nodes,
        (node, targets) -> {
          PingRequest request =
              new PingRequest(
                  node.docker0(), targets, Duration.ofMillis(500), Duration.ofMillis(500), 1);
          Map<Integer, Integer> answered = new HashMap<>();
          try (PingStream stream =
              node.ops()
                  .ping(
                      request,
                      round ->
                          answered.put(
                              round.number(),
                              (int) round.echoes().stream().filter(e -> e.rtt() != null).count()),
                      patience())
                  .orElseThrow()) {
            stream.awaitEnd();
          }
          if (answered.getOrDefault(1, 0) != targets.size()) {
            throw new IllegalStateException(node.spec().id() + " reached " + answered);
          }
        });
  }

  private static double floor(ExecutorService all, List<Node> nodes) throws Exception {
    return timed(
        all,
        nodes,
        (node, targets) -> {
          List<String> words = new ArrayList<>();
          words.add(node.docker0().toString());
          targets.forEach(target -> words.add(target.toString()));
          Script script =
              Script.of(
                  "fping",
                  "s=$1; shift; exec fping -q -c1 -i1 -S \"$s\" \"$@\"",
                  words.toArray(String[]::new));
          var result = node.shell().exec(script, patience()).orElseThrow();
          if (!result.succeeded()) {
            throw new IllegalStateException(node.spec().id() + ": " + result.stderr());
          }
        });
  }

  private interface Work {
    void run(Node node, List<Ipv4Address> targets) throws Exception;
  }

  private static double timed(ExecutorService all, List<Node> nodes, Work work) throws Exception {
    long begun = System.nanoTime();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (Node node : nodes) {
      List<Ipv4Address> targets =
          nodes.stream().filter(other -> other != node).map(Node::docker0).toList();
      tasks.add(
          () -> {
            work.run(node, targets);
            return true;
          });
    }
    for (Future<Boolean> task : all.invokeAll(tasks)) {
      task.get();
    }
    return (System.nanoTime() - begun) / 1e6;
  }

  private static void print(String what, double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-16s min %8.2f  median %8.2f  max %8.2f%n",
        what,
        sorted[0],
        sorted[sorted.length / 2],
        sorted[sorted.length - 1]);
  }

  private static Deadline patience() {
    return Deadline.after(Duration.ofSeconds(20));
  }
}
