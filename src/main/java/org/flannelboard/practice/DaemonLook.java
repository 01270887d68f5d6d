package org.flannelboard.practice;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.Observation.Container;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.jspecify.annotations.Nullable;

/** What a practice node shows of its daemons, all times by its own clock. */
final class DaemonLook {

  private static final List<String> PROGRAMS = List.of("flanneld", "dockerd", "etcd");

  private final Machine machine;

  DaemonLook(Machine machine) {
    this.machine = machine;
  }

  DaemonFacts facts(Inspection inspection) {
    Map<String, DaemonFacts.Unit> units = new HashMap<>();
    inspection.units().forEach(name -> units.put(name, unit(name)));
    Map<RemotePath, Known<Optional<DaemonFacts.FileText>>> files = new HashMap<>();
    inspection.files().forEach(path -> files.put(path, file(path)));
    boolean all = inspection.depth() == Depth.EVERYTHING;
    boolean said = all || inspection.depth() == Depth.DAEMONS;
    return new DaemonFacts(
        units,
        Known.of(processes()),
        files,
        said ? docker() : Known.notChecked(),
        said ? Known.of(journal(inspection.journalLines())) : Known.notChecked(),
        all ? Known.of(List.of()) : Known.notChecked());
  }

  private DaemonFacts.Unit unit(String name) {
    Unit unit = machine.systemd().unit(name);
    UnitDefinition definition = unit.definition();
    List<String> restart = definition.values("Service", "Restart");
    return new DaemonFacts.Unit(
        name,
        definition.loadState(),
        unit.activeState(),
        unit.subState(),
        unit.result(),
        restart.isEmpty() ? "no" : restart.getLast(),
        unit.exitStatus(),
        own(unit.started()),
        own(unit.exited()),
        after(definition),
        Stream.of(
                definition.required(),
                definition.names("Unit", "BindsTo"),
                definition.names("Unit", "PartOf"))
            .flatMap(List::stream)
            .distinct()
            .toList());
  }

  /** A moment by the node's own clock. */
  private @Nullable Instant own(@Nullable Instant at) {
    return at == null ? null : at.plus(machine.skew());
  }

  /** What a unit is ordered behind, by its own word or by the other's. */
  private List<String> after(UnitDefinition definition) {
    Stream<String> others =
        machine.systemd().units().stream()
            .map(Unit::definition)
            .filter(other -> other.names("Unit", "Before").contains(definition.name()))
            .map(UnitDefinition::name);
    return Stream.concat(definition.names("Unit", "After").stream(), others).distinct().toList();
  }

  private List<DaemonFacts.Process> processes() {
    return machine.systemd().units().stream()
        .flatMap(unit -> Stream.ofNullable(unit.process()))
        .flatMap(process -> facts(process).stream())
        .toList();
  }

  /** CentOS calls its dockerd {@code dockerd-current}. */
  private static Optional<DaemonFacts.Process> facts(Unit.Process process) {
    String path = process.arguments().getFirst();
    String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("-current$", "");
    Map<String, String> environment = new TreeMap<>(process.environment());
    environment.keySet().removeIf(key -> !key.startsWith("FLANNELD_") || key.contains("PASSWORD"));
    return PROGRAMS.contains(name)
        ? Optional.of(
            new DaemonFacts.Process(name, process.pid(), process.arguments(), environment))
        : Optional.empty();
  }

  private Known<Optional<DaemonFacts.FileText>> file(RemotePath path) {
    return switch (machine.files().find(path.text()).orElse(null)) {
      case null -> Known.of(Optional.empty());
      case FileTree.Directory _ -> Known.unknown("is a directory");
      case FileTree.Link _ -> Known.of(Optional.empty());
      case FileTree.File file ->
          Known.of(
              Optional.of(
                  new DaemonFacts.FileText(
                      file.content().text(), file.modified().plus(machine.skew()))));
    };
  }

  private Known<DaemonFacts.Docker> docker() {
    Unit.Process daemon = machine.systemd().unit(GuideStart.DOCKER).process();
    if (daemon == null) {
      return Known.unknown("Cannot connect to the Docker daemon at unix:///var/run/docker.sock");
    }
    List<String> arguments = daemon.arguments();
    String subnet =
        machine
            .network()
            .address(Dockerd.BRIDGE)
            .map(Address::network)
            .map(Object::toString)
            .orElse("");
    boolean masquerade = !Dockerd.option(arguments, "--ip-masq").equals(Optional.of("false"));
    Map<String, String> options =
        Map.of(
            "com.docker.network.bridge.default_bridge",
            "true",
            "com.docker.network.bridge.name",
            Dockerd.BRIDGE,
            "com.docker.network.bridge.enable_ip_masquerade",
            Boolean.toString(masquerade),
            "com.docker.network.driver.mtu",
            Dockerd.option(arguments, "--mtu").orElse("1500"));
    return Known.of(
        new DaemonFacts.Docker(
            subnet, options, machine.containers().stream().map(Container::name).toList()));
  }

  private List<DaemonFacts.JournalLine> journal(int lines) {
    return machine.systemd().journal().last(FlannelAgent.UNIT, lines).stream()
        .map(line -> new DaemonFacts.JournalLine(line.at().plus(machine.skew()), line.text()))
        .toList();
  }
}
