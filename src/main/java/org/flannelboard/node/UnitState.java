package org.flannelboard.node;

import java.util.List;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/**
 * A systemd unit as {@code systemctl show} describes it (org.freedesktop.systemd1(5)).
 *
 * @param name with its suffix, for example {@code flanneld.service}
 * @param loadState {@code loaded}, {@code not-found}, {@code masked}, {@code bad-setting} …
 * @param activeState {@code active}, {@code inactive}, {@code failed}, {@code activating} …
 * @param subState {@code running}, {@code dead}, {@code auto-restart} …
 * @param enablement {@code enabled}, {@code disabled}, {@code static}, {@code masked} … or empty
 * @param result why it last ended, for example {@code success} or {@code exit-code}
 * @param needsReload whether a file changed since systemd last read it
 * @param fragment the unit file; null if there is none
 * @param files the unit file and its drop-ins in the order systemd reads them
 * @param process its main process; not checked while it has none
 */
public record UnitState(
    String name,
    String loadState,
    String activeState,
    String subState,
    String enablement,
    String result,
    boolean needsReload,
    @Nullable RemotePath fragment,
    List<UnitFile> files,
    Known<MainProcess> process) {

  public UnitState {
    files = List.copyOf(files);
  }

  /** One of the files a unit is made of. */
  public record UnitFile(RemotePath path, String text) {}

  /**
   * A unit's main process.
   *
   * @param pid process number
   * @param executable the path it was started from
   * @param executableReplaced whether that file was replaced since: {@code /proc/PID/exe} ends in
   *     {@code (deleted)} (proc(5))
   * @param arguments its command line, the program's own name first
   */
  public record MainProcess(
      int pid, String executable, boolean executableReplaced, List<String> arguments) {
    public MainProcess {
      arguments = List.copyOf(arguments);
    }
  }

  public boolean exists() {
    return !loadState.equals("not-found");
  }

  public boolean active() {
    return activeState.equals("active");
  }

  public boolean enabled() {
    return enablement.equals("enabled") || enablement.equals("enabled-runtime");
  }
}
