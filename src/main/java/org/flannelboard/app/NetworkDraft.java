package org.flannelboard.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.Problem;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.NetworkDocument.Member;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A network configuration while it is edited, judged against all that is known.
 *
 * @param document what it says
 * @param problems all that is wrong or doubtful, each with the path of its member
 * @param config what flannel would read; null while it could not read it
 */
public record NetworkDraft(
    NetworkDocument document, List<Problem> problems, @Nullable NetworkConfig config) {

  public NetworkDraft {
    problems = List.copyOf(problems);
  }

  /**
   * Judges a document. Asks nobody: fit for every keystroke.
   *
   * @param seen the nodes whose own networks are known
   */
  public static NetworkDraft of(
      NetworkDocument document, ClusterProfile profile, List<Observation> seen) {
    List<Problem> problems = new ArrayList<>();
    network(document.value(Member.NETWORK), problems);
    subnetLen(document.value(Member.SUBNET_LEN), problems);
    bound(Member.SUBNET_MIN, document, problems);
    bound(Member.SUBNET_MAX, document, problems);
    type(document, problems);
    if (problems.stream().anyMatch(Problem::isError)) {
      problems.addAll(backend(document, profile));
      return new NetworkDraft(document, problems, null);
    }
    return switch (NetworkConfigJson.parse("", document.line())) {
      case Result.Ok<NetworkConfig, StoreFailure>(NetworkConfig config) -> {
        problems.addAll(NetworkSurvey.problems(profile, config, seen));
        yield new NetworkDraft(document, problems, config);
      }
      case Result.Err<NetworkConfig, StoreFailure>(StoreFailure failure) -> {
        String why = failure.arguments().getOrDefault("why", failure.code());
        problems.add(Problem.error("", "network-not-flannels", Map.of("why", why)));
        yield new NetworkDraft(document, problems, null);
      }
    };
  }

  /** What is wrong with the backend, whatever is wrong with the addresses. */
  private static List<Problem> backend(NetworkDocument document, ClusterProfile profile) {
    NetworkDocument sound =
        document
            .with(Member.NETWORK, profile.network().network().toString())
            .with(Member.SUBNET_LEN, "")
            .with(Member.SUBNET_MIN, "")
            .with(Member.SUBNET_MAX, "");
    return NetworkConfigJson.parse("", sound.line()).toOptional().stream()
        .flatMap(config -> NetworkSurvey.problems(profile, config, List.of()).stream())
        .filter(problem -> problem.path().startsWith("Backend."))
        .toList();
  }

  /** Whether something forbids to write it. */
  public boolean refused() {
    return config == null || problems.stream().anyMatch(Problem::isError);
  }

  /** The same as a failure; empty if nothing forbids to write it. */
  Optional<Failure> refusal() {
    return refused() ? Optional.of(AppFailure.NetworkRefused.of(problems)) : Optional.empty();
  }

  private static void network(String text, List<Problem> problems) {
    String path = Member.NETWORK.path();
    if (text.isEmpty()) {
      problems.add(Problem.error(path, "value-missing", Map.of("key", path)));
      return;
    }
    Optional<Cidr> network = withoutHostBits(text);
    if (network.isEmpty()) {
      problems.add(Problem.error(path, "cidr-invalid", Map.of()));
    } else if (Cidr.parse(text).isEmpty()) {
      problems.add(
          Problem.warning(
              path, "cidr-host-bits", Map.of("value", text, "network", "" + network.get())));
    }
  }

  /** Flannel drops host bits, as Go's net.ParseCIDR does. */
  private static Optional<Cidr> withoutHostBits(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return Ipv4Address.parse(text.substring(0, slash)).map(it -> Cidr.containing(it, prefix));
  }

  private static void subnetLen(String text, List<Problem> problems) {
    if (!text.isEmpty() && !text.matches("[0-9]{1,9}")) {
      problems.add(Problem.error(Member.SUBNET_LEN.path(), "integer-expected", Map.of()));
    } else if (!text.isEmpty() && Integer.parseInt(text) > 32) {
      problems.add(
          Problem.error(
              Member.SUBNET_LEN.path(),
              "integer-out-of-range",
              Map.of("value", text, "least", "1", "most", "30")));
    }
  }

  private static void bound(Member member, NetworkDocument document, List<Problem> problems) {
    String text = document.value(member);
    if (!text.isEmpty() && Ipv4Address.parse(text).isEmpty()) {
      problems.add(Problem.error(member.path(), "ipv4-invalid", Map.of()));
    }
  }

  private static void type(NetworkDocument document, List<Problem> problems) {
    String path = Member.TYPE.path();
    if (!document.value(Member.TYPE).isEmpty()) {
      return;
    }
    problems.add(
        document.members().keySet().stream().anyMatch(it -> it.startsWith("Backend"))
            ? Problem.error(path, "value-missing", Map.of("key", path))
            : Problem.warning(path, "backend-defaults-to-udp", Map.of()));
  }
}
