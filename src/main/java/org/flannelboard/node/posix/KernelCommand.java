package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.KernelChange.InsertRule;
import org.flannelboard.node.KernelChange.PutForward;
import org.flannelboard.node.KernelChange.PutNeighbour;
import org.flannelboard.node.KernelChange.PutRoute;
import org.flannelboard.node.KernelChange.RemoveForward;
import org.flannelboard.node.KernelChange.RemoveLink;
import org.flannelboard.node.KernelChange.RemoveNeighbour;
import org.flannelboard.node.KernelChange.RemoveRoute;
import org.flannelboard.node.KernelChange.RemoveRule;
import org.flannelboard.node.KernelChange.SetLink;
import org.flannelboard.node.KernelChange.SetSysctl;
import org.flannelboard.node.facts.Firewall.Tool;

/**
 * The one tool call that makes a change, and the one that shows what came of it, as words that no
 * shell ever reads.
 *
 * @param change the call that changes
 * @param show the call that shows
 * @param about which of the shown lines are about the change
 * @param silent how the thing reads where the call that shows succeeds and prints nothing
 */
record KernelCommand(
    List<String> change, List<String> show, Predicate<String> about, String silent) {

  KernelCommand {
    change = List.copyOf(change);
    show = List.copyOf(show);
  }

  private KernelCommand(List<String> change, List<String> show, Predicate<String> about) {
    this(change, show, about, "");
  }

  /** The calls for a change; a setting has none, it is written to a file. */
  static KernelCommand of(KernelChange change) {
    return switch (change) {
      case PutRoute it -> putRoute(it);
      case RemoveRoute it -> removeRoute(it);
      case PutNeighbour it -> putNeighbour(it);
      case RemoveNeighbour it -> removeNeighbour(it);
      case PutForward it -> putForward(it);
      case RemoveForward it -> removeForward(it);
      case SetLink it ->
          link(it.device(), words("ip link set", it.device(), it.up() ? "up" : "down"));
      case RemoveLink it -> link(it.device(), words("ip link del", it.device()));
      case InsertRule it -> insertRule(it);
      case RemoveRule it -> removeRule(it);
      case SetSysctl it -> throw new IllegalArgumentException(it + " takes no tool");
    };
  }

  private static KernelCommand putRoute(PutRoute it) {
    List<String> change = words("ip route replace", it.destination());
    if (it.gateway() != null) {
      change.addAll(words("via", it.gateway()));
    }
    change.addAll(words("dev", it.device()));
    if (it.gateway() == null) {
      change.addAll(words("proto kernel scope link"));
    }
    if (it.source() != null) {
      change.addAll(words("src", it.source()));
    }
    if (it.onlink()) {
      change.add("onlink");
    }
    return new KernelCommand(change, words("ip -4 route show exact", it.destination()), _ -> true);
  }

  private static KernelCommand removeRoute(RemoveRoute it) {
    return new KernelCommand(
        words("ip route del", it.destination(), "dev", it.device()),
        words("ip -4 route show exact", it.destination(), "dev", it.device()),
        _ -> true);
  }

  private static KernelCommand putNeighbour(PutNeighbour it) {
    return new KernelCommand(
        words(
            "ip neigh replace",
            it.address(),
            "lladdr",
            it.mac(),
            "dev",
            it.device(),
            "nud",
            "permanent"),
        words("ip -4 neigh show to", it.address(), "dev", it.device()),
        _ -> true);
  }

  /** Some kernels keep what was removed as failed until they need its place. */
  private static KernelCommand removeNeighbour(RemoveNeighbour it) {
    return new KernelCommand(
        words("ip neigh del", it.address(), "dev", it.device()),
        words("ip -4 neigh show to", it.address(), "dev", it.device()),
        line -> !line.contains("FAILED"));
  }

  private static KernelCommand putForward(PutForward it) {
    return new KernelCommand(
        words(
            "bridge fdb replace",
            it.mac(),
            "dev",
            it.device(),
            "dst",
            it.destination(),
            "self",
            "permanent"),
        words("bridge fdb show dev", it.device()),
        line -> line.startsWith(it.mac() + " "));
  }

  private static KernelCommand removeForward(RemoveForward it) {
    return new KernelCommand(
        words("bridge fdb del", it.mac(), "dev", it.device(), "dst", it.destination(), "self"),
        words("bridge fdb show dev", it.device()),
        line -> line.startsWith(it.mac() + " ") && line.contains("dst " + it.destination() + " "));
  }

  private static KernelCommand link(String device, List<String> change) {
    return new KernelCommand(change, words("ip -o link show dev", device), _ -> true);
  }

  private static KernelCommand insertRule(InsertRule it) {
    return new KernelCommand(
        rule(it.tool(), it.table(), "-I", it.chain(), it.rule()),
        rule(it.tool(), it.table(), "-S", it.chain(), List.of("1")),
        _ -> true);
  }

  /** -S would need the rule in the words in which iptables prints it; -C prints nothing. */
  private static KernelCommand removeRule(RemoveRule it) {
    return new KernelCommand(
        rule(it.tool(), it.table(), "-D", it.chain(), it.rule()),
        rule(it.tool(), it.table(), "-C", it.chain(), it.rule()),
        _ -> true,
        "-A " + it.chain() + " " + String.join(" ", it.rule()));
  }

  private static List<String> rule(
      Tool tool, String table, String verb, String chain, List<String> rule) {
    String program =
        switch (tool) {
          case IPTABLES -> "iptables";
          case IPTABLES_LEGACY -> "iptables-legacy";
          case NFT -> throw new IllegalArgumentException("rules of nft are not changed one by one");
        };
    return Stream.concat(Stream.of(program, "-t", table, verb, chain), rule.stream()).toList();
  }

  /** The words of a constant text, then one word for each argument. */
  private static List<String> words(String text, Object... arguments) {
    List<String> words = new ArrayList<>(List.of(text.split(" ")));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return words;
  }
}
