package org.flannelboard.node.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/**
 * What runs on a node for its network, and with which options.
 *
 * @param units systemd's by name with suffix
 * @param processes of flanneld, dockerd and etcd, by program
 * @param files those asked for; unknown where they could not be read
 * @param docker what docker says of itself; unknown where it gives no answer
 * @param journal flanneld's last entries, oldest first
 * @param kernelLog the kernel's last messages of vxlan, martians and full tables
 */
public record DaemonFacts(
    Map<String, Unit> units,
    Known<List<Process>> processes,
    Map<RemotePath, Known<Optional<FileText>>> files,
    Known<Docker> docker,
    Known<List<JournalLine>> journal,
    Known<List<String>> kernelLog) {

  public DaemonFacts {
    units = Map.copyOf(units);
    files = Map.copyOf(files);
  }

  /** Nothing of it was asked for. */
  public static DaemonFacts notChecked() {
    return new DaemonFacts(
        Map.of(),
        Known.notChecked(),
        Map.of(),
        Known.notChecked(),
        Known.notChecked(),
        Known.notChecked());
  }

  /** The same, with what docker and flanneld's journal say in a later look. */
  DaemonFacts hearing(DaemonFacts later) {
    return new DaemonFacts(units, processes, files, later.docker, later.journal, kernelLog);
  }

  /**
   * A systemd unit (org.freedesktop.systemd1(5)).
   *
   * @param loadState {@code loaded}, {@code not-found}, {@code masked} …
   * @param activeState {@code active}, {@code inactive}, {@code failed}, {@code activating} …
   * @param subState {@code running}, {@code dead}, {@code auto-restart} …
   * @param result why it last ended: {@code success}, {@code exit-code}, {@code start-limit-hit} …
   * @param restart {@code no}, {@code on-failure}, {@code always} … (systemd.service(5))
   * @param exitStatus of its main process; 0 while it runs
   * @param started when its main process last began; null if it never did
   * @param exited when its main process last ended; null if it runs or never did
   * @param after units it is ordered behind
   * @param boundTo units whose stop stops it: {@code Requires}, {@code BindsTo}, {@code PartOf}
   */
  public record Unit(
      String name,
      String loadState,
      String activeState,
      String subState,
      String result,
      String restart,
      int exitStatus,
      @Nullable Instant started,
      @Nullable Instant exited,
      List<String> after,
      List<String> boundTo) {

    public Unit {
      after = List.copyOf(after);
      boundTo = List.copyOf(boundTo);
    }

    public boolean exists() {
      return !loadState.equals("not-found");
    }

    public boolean active() {
      return activeState.equals("active");
    }
  }

  /**
   * A running daemon.
   *
   * @param program {@code flanneld}, {@code dockerd} or {@code etcd}
   * @param arguments its command line, the program's own name first
   * @param environment flanneld's options given there ({@code FLANNELD_…}), without passwords
   */
  public record Process(
      String program, int pid, List<String> arguments, Map<String, String> environment) {

    public Process {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }

    /** The value of an option, however it is written: {@code --name=V}, {@code -name V}. */
    public Optional<String> option(String name) {
      for (int i = 1; i < arguments.size(); i++) {
        String bare = arguments.get(i).replaceFirst("^--?", "");
        if (bare.startsWith(name + "=")) {
          return Optional.of(bare.substring(name.length() + 1));
        }
        if (bare.equals(name) && !arguments.get(i).equals(bare)) {
          boolean last = i + 1 == arguments.size() || arguments.get(i + 1).startsWith("-");
          return Optional.of(last ? "true" : arguments.get(i + 1));
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A file that was read whole.
   *
   * @param modified when its content last changed, by the node's clock
   */
  public record FileText(String text, Instant modified) {}

  /**
   * What docker says of itself and of its default bridge.
   *
   * @param subnet the default bridge's, as printed; empty if none
   * @param options the default bridge's, for example {@code com.docker.network.driver.mtu}
   * @param containers names of the running ones
   */
  public record Docker(String subnet, Map<String, String> options, List<String> containers) {

    public Docker {
      options = Map.copyOf(options);
      containers = List.copyOf(containers);
    }
  }

  /** An entry of the journal; null time where it could not be read. */
  public record JournalLine(@Nullable Instant at, String text) {}

  /** A running daemon by its program. */
  public Optional<Process> process(String program) {
    return processes.toOptional().orElse(List.of()).stream()
        .filter(process -> process.program().equals(program))
        .findFirst();
  }

  /** A unit by its name with suffix. */
  public Optional<Unit> unit(String name) {
    return Optional.ofNullable(units.get(name));
  }
}
