package org.flannelboard.house;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rooms of the house and the arrows between them: what src/docs/architecture.md says, as data.
 *
 * <p>A room may use the rooms its arrows lead to, and all that lies below those. {@code boot} alone
 * sees everything.
 */
final class Rooms {

  private static final String EVERYTHING = "*";

  /** What cli, the window and the tests stand on; without the adapters, which boot chooses. */
  private static final List<String> APP_USES =
      List.of(
          "app.activity",
          "app.history",
          "app.task",
          "profile",
          "pki",
          "deploy.apply",
          "probe.run",
          "diagnosis");

  private static final Map<String, Room> ROOMS = new LinkedHashMap<>();

  static {
    room("base", "values without a domain know the JDK alone");
    room("cluster", "what we administer is plain data on plain values", "base");
    room("profile", "a profile is read the same whatever is done with it", "cluster");
    room("pki", "certificates are made without knowing who will carry them", "cluster");
    room("node.facts", "what a node says of itself is data, whoever asked it", "cluster");
    room("node", "a port speaks of nodes, never of how they are reached", "node.facts");
    room("node.posix", "command lines need a shell, not an SSH library", "node");
    room("ssh", "sshj is one way to a shell and can be exchanged", "node.posix");
    room("etcd", "a port speaks of keys, never of a protocol", "cluster");
    room("etcd.v2", "quirks of v2 end at its adapter", "etcd");
    room("etcd.v3", "quirks of v3 end at its adapter, and jetcd is loaded by it alone", "etcd");
    room("deploy.plan", "a plan is a pure function of what was seen", "node", "etcd", "pki");
    room("deploy.apply", "running a plan adds nothing to it", "deploy.plan");
    room("probe.matrix", "what was measured is data, whoever measured it", "cluster");
    room(
        "probe.plan",
        "whom to ping is decided without a network, in the matrix's own words",
        "probe.matrix");
    room("probe.run", "one room runs streams", "probe.plan", "probe.matrix", "node");
    room("diagnosis", "a finding is a function of evidence", "probe.matrix", "node", "etcd", "pki");
    room("practice", "the practice cluster stands behind the same ports", "node", "etcd");
    room("app.task", "work is started in one place, which knows no use case", "base");
    room(
        "app.activity",
        "what is done is noted between the use cases and the ports",
        "app.task",
        "profile",
        "node",
        "etcd");
    room(
        "app.history",
        "what happened is written down without knowing who saw it",
        "app.task",
        "diagnosis");
    room("app", "use cases run against any adapter", APP_USES.toArray(String[]::new));
    room("cli", "the command line is one face of app", "app");
    room("ui.kit", "controls know no view", "app");
    room("ui.shell", "the frame knows no view; boot hangs the views into it", "ui.kit");
    for (String view :
        List.of(
            "topology",
            "certificates",
            "network",
            "deploy",
            "connectivity",
            "activity",
            "firstrun",
            "settings")) {
      room("ui." + view, "views never import each other", "ui.kit");
    }
    room("ui.practice", "a sheet over the frame is no view's business", "ui.kit");
    room("boot", "services are built and adapters chosen in one place", EVERYTHING);
  }

  private Rooms() {}

  /** The room by its package below the house's root; empty if there is none of that name. */
  static Optional<Room> find(String name) {
    return Optional.ofNullable(ROOMS.get(name));
  }

  static Set<String> names() {
    return ROOMS.keySet();
  }

  private static void room(String name, String because, String... arrows) {
    ROOMS.put(name, new Room(name, because, List.of(arrows)));
  }

  /**
   * A package with one purpose.
   *
   * @param name its package, relative to the house's root
   * @param because why its arrows are what they are
   * @param arrows the rooms it uses directly
   */
  record Room(String name, String because, List<String> arrows) {

    boolean mayUse(String other) {
      return other.equals(name) || arrows.contains(EVERYTHING) || reachable().contains(other);
    }

    /** The rooms below this one. */
    Set<String> reachable() {
      Set<String> seen = new TreeSet<>();
      Deque<String> open = new ArrayDeque<>(arrows);
      while (!open.isEmpty()) {
        String next = open.pop();
        if (seen.add(next)) {
          find(next).ifPresent(room -> open.addAll(room.arrows()));
        }
      }
      return seen;
    }
  }
}
