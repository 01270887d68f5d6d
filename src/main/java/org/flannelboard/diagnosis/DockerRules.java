package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Source;

/** What is wrong with docker, its bridge, and what flanneld told it of its subnet. */
final class DockerRules {

  /** docker's own configuration, which may hold what its command line lacks. */
  static final RemotePath DAEMON_JSON = RemotePath.of("/etc/docker/daemon.json");

  private static final Pattern JSON_BIP = Pattern.compile("\"bip\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern JSON_NO_IPTABLES = Pattern.compile("\"iptables\"\\s*:\\s*false");
  private static final Pattern ENV_SUBNET =
      Pattern.compile("(?m)^FLANNEL_SUBNET=([0-9.]+)/([0-9]+)\\s*$");

  private DockerRules() {}

  static List<Finding> look(Case it) {
    return it.seen().stream()
        .flatMap(
            node ->
                Stream.of(
                        missing(it, node).map(found -> behindFlanneld(it, node, found)),
                        notRunning(it, node).map(found -> behindFlanneld(it, node, found)),
                        down(it, node),
                        wrongSubnet(it, node),
                        staleFile(it, node),
                        withoutBip(it, node),
                        flushed(it, node))
                    .flatMap(Optional::stream))
        .toList();
  }

  /** docker that waits for flanneld, or was stopped with it, is started by it as well. */
  private static Finding behindFlanneld(Case it, SeenNode node, Finding found) {
    boolean waits = Repairs.dockerWaits(node);
    return FlanneldRules.notRunning(it, node)
        .filter(_ -> waits)
        .map(cause -> found.after(Set.of(cause.id())))
        .orElse(found);
  }

  private static Optional<Finding> missing(Case it, SeenNode node) {
    Optional<List<Link>> links = node.network().links().toOptional();
    if (links.isEmpty() || node.docker0().isPresent()) {
      return Optional.empty();
    }
    Optional<DaemonFacts.Unit> unit = Units.docker(node);
    List<Evidence> evidence =
        Stream.concat(
                Stream.of(node.evidence(Source.LINKS, "[no docker0]")),
                unit.map(Units::line).map(line -> node.evidence(Source.UNITS, line)).stream())
            .toList();
    return Optional.of(
        Finding.of(
            FindingCode.DOCKER0_MISSING,
            Severity.ERROR,
            node.subject(),
            Direction.BOTH,
            Map.of(
                "node", node.id().name(),
                "unit", it.profile().docker().unit(),
                "state", unit.map(DaemonFacts.Unit::activeState).orElse("?"),
                "result", unit.map(DaemonFacts.Unit::result).orElse("?")),
            evidence,
            List.of(Repairs.restartDocker(node))));
  }

  /** Where docker0 is gone as well, that is the finding. */
  private static Optional<Finding> notRunning(Case it, SeenNode node) {
    return Units.docker(node)
        .filter(unit -> !unit.active() && node.docker0().isPresent())
        .filter(_ -> node.daemons().process("dockerd").isEmpty())
        .map(
            unit ->
                Finding.of(
                    FindingCode.DOCKER_NOT_RUNNING,
                    Severity.WARNING,
                    node.subject(),
                    Direction.NONE,
                    Map.of(
                        "node", node.id().name(),
                        "unit", unit.name(),
                        "state", unit.activeState(),
                        "result", unit.result()),
                    List.of(node.evidence(Source.UNITS, Units.line(unit))),
                    List.of(
                        unit.exists()
                            ? Repairs.restartDocker(node)
                            : new Remedy.Instruct(
                                "install-docker", Map.of("node", node.id().name())))));
  }

  /** A bridge without ports has no carrier; only the administrator's flag counts. */
  private static Optional<Finding> down(Case it, SeenNode node) {
    return node.docker0()
        .filter(link -> !link.up())
        .map(
            link ->
                Finding.of(
                    FindingCode.DOCKER0_DOWN,
                    Severity.ERROR,
                    node.subject(),
                    Direction.NONE,
                    Map.of("node", node.id().name()),
                    List.of(node.evidence(Source.LINKS, link.line())),
                    List.of(
                        new Remedy.ChangeKernel(
                            node.id(), List.of(new KernelChange.SetLink(SeenNode.DOCKER0, true))),
                        Repairs.restartDocker(node))));
  }

  private static Optional<Finding> wrongSubnet(Case it, SeenNode node) {
    Optional<Ipv4Address> meant = meant(it, node);
    Optional<List<InterfaceAddress>> addresses = node.network().addresses().toOptional();
    if (meant.isEmpty() || addresses.isEmpty() || node.docker0().isEmpty()) {
      return Optional.empty();
    }
    List<InterfaceAddress> own = node.docker0Addresses();
    if (own.stream().anyMatch(address -> address.address().equals(meant.get()))) {
      return Optional.empty();
    }
    String has =
        own.isEmpty() ? "-" : own.getFirst().address() + "/" + own.getFirst().prefixLength();
    boolean told = bip(node).map(has::equals).orElse(false);
    Evidence seen =
        node.evidence(Source.ADDRESSES, own.isEmpty() ? "[docker0]" : own.getFirst().line());
    Stream<Evidence> dockerd =
        node.daemons().process("dockerd").stream()
            .map(one -> node.evidence(Source.PROCESSES, String.join(" ", one.arguments())));
    boolean right = bip(node).filter(option -> option.startsWith(meant.get() + "/")).isPresent();
    return Optional.of(
        Finding.of(
            told ? FindingCode.SUBNET_ENV_STALE : FindingCode.DOCKER0_WRONG_SUBNET,
            Severity.ERROR,
            node.subject(),
            Direction.INBOUND,
            Map.of("node", node.id().name(), "has", has, "meant", meant.get().toString()),
            Stream.concat(Stream.of(seen), dockerd).toList(),
            // Started anew without the right option docker keeps the bridge as it is.
            told || right
                ? List.of(Repairs.restartDocker(node))
                : List.of(new Remedy.PushNode(node.id()))));
  }

  /** The file that docker's options are made from names another subnet than the lease. */
  private static Optional<Finding> staleFile(Case it, SeenNode node) {
    RemotePath path = it.profile().paths().subnetEnv();
    Optional<Ipv4Address> meant = meant(it, node);
    Optional<String> line =
        file(node, path)
            .map(ENV_SUBNET::matcher)
            .filter(Matcher::find)
            .filter(found -> meant.isPresent() && !Ipv4Address.parse(found.group(1)).equals(meant))
            .map(found -> found.group().strip());
    boolean bridgeRight =
        node.docker0Addresses().stream()
            .anyMatch(address -> meant.equals(Optional.of(address.address())));
    return line.filter(_ -> bridgeRight)
        .map(
            text ->
                Finding.of(
                    FindingCode.SUBNET_ENV_STALE,
                    Severity.WARNING,
                    node.subject(),
                    Direction.NONE,
                    Map.of(
                        "node", node.id().name(),
                        "has", text.substring(text.indexOf('=') + 1),
                        "meant", meant.get().toString()),
                    List.of(
                        new Evidence(
                            node.id(),
                            Source.FILES.command().replace("FILE", path.text()),
                            text,
                            node.sighting().at())),
                    List.of(Repairs.restartFlanneld(node))));
  }

  /** Right now, because docker keeps a bridge it finds; wrong when the lease or docker changes. */
  private static Optional<Finding> withoutBip(Case it, SeenNode node) {
    Optional<Ipv4Address> meant = meant(it, node);
    boolean right =
        node.docker0Addresses().stream()
            .anyMatch(address -> meant.equals(Optional.of(address.address())));
    boolean configured = !readable(node, DAEMON_JSON) || bip(node).isPresent();
    return node.daemons()
        .process("dockerd")
        .filter(_ -> right && !configured)
        .map(
            dockerd ->
                Finding.of(
                    FindingCode.DOCKER_WITHOUT_BIP,
                    Severity.WARNING,
                    node.subject(),
                    Direction.NONE,
                    Map.of("node", node.id().name()),
                    List.of(node.evidence(Source.PROCESSES, String.join(" ", dockerd.arguments()))),
                    List.of(new Remedy.PushNode(node.id()))));
  }

  /** Somebody emptied the filters; flanneld puts its rules back, docker does not. */
  private static Optional<Finding> flushed(Case it, SeenNode node) {
    Optional<Firewall> firewall = node.facts().firewall().toOptional();
    Optional<DaemonFacts.Process> dockerd = node.daemons().process("dockerd");
    boolean filters =
        readable(node, DAEMON_JSON)
            && !file(node, DAEMON_JSON)
                .map(JSON_NO_IPTABLES::matcher)
                .map(Matcher::find)
                .orElse(false)
            && !dockerd.flatMap(one -> one.option("iptables")).orElse("true").equals("false");
    boolean there =
        firewall.stream()
            .flatMap(all -> all.chains().stream())
            .anyMatch(DockerRules::leadsToDocker);
    return dockerd
        .filter(_ -> firewall.isPresent() && filters && !there)
        .map(
            _ ->
                Finding.of(
                    FindingCode.DOCKER_CHAINS_FLUSHED,
                    Severity.WARNING,
                    node.subject(),
                    Direction.NONE,
                    Map.of("node", node.id().name()),
                    List.of(node.evidence(Source.FIREWALL, "[-j DOCKER]")),
                    List.of(Repairs.restartDocker(node))));
  }

  /** A chain of docker's filter that packets come into; its translation may have been spared. */
  private static boolean leadsToDocker(Firewall.Chain chain) {
    return chain.table().contains("docker")
        || !chain.table().endsWith("nat")
            && chain.rules().stream().anyMatch(rule -> rule.target().startsWith("DOCKER"));
  }

  /** The address docker0 is to have: that of the lease, or of what flanneld works with. */
  private static Optional<Ipv4Address> meant(Case it, SeenNode node) {
    return node.lease()
        .map(SubnetLease::docker0)
        .or(() -> node.vtepAddress().map(address -> address.plus(1)));
  }

  /** What docker was told its bridge's address is, with its prefix length. */
  private static Optional<String> bip(SeenNode node) {
    return node.daemons()
        .process("dockerd")
        .flatMap(one -> one.option("bip"))
        .or(
            () ->
                file(node, DAEMON_JSON)
                    .map(JSON_BIP::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1)));
  }

  /** Whether it is known what a file says, or that it is not there. */
  private static boolean readable(SeenNode node, RemotePath path) {
    var file = node.daemons().files().get(path);
    return file != null && file.toOptional().isPresent();
  }

  private static Optional<String> file(SeenNode node, RemotePath path) {
    return Optional.ofNullable(node.daemons().files().get(path))
        .flatMap(file -> file.toOptional())
        .flatMap(file -> file)
        .map(DaemonFacts.FileText::text);
  }
}
