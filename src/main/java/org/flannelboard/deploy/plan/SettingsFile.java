package org.flannelboard.deploy.plan;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.KernelChange;

/**
 * The file that gives kernel settings their values at each boot, and those of a device when it
 * appears (sysctl.d(5)).
 */
public final class SettingsFile {

  /** Sorted behind {@code 99-sysctl.conf}: of two files that name a setting, the later wins. */
  public static final RemotePath PATH = RemotePath.of("/etc/sysctl.d/99-z-flannelboard.conf");

  private SettingsFile() {}

  /**
   * The text with these settings, in the place of what it said of them.
   *
   * @param old the text so far; empty if there is none
   */
  public static String with(String old, List<KernelChange.SetSysctl> settings) {
    List<String> lines = new ArrayList<>(old.lines().toList());
    for (KernelChange.SetSysctl setting : settings) {
      // With a slash first, dots stay dots, as in a device's name.
      String name = "net/" + setting.path();
      lines.removeIf(line -> line.replaceFirst("\\s*=.*", "").strip().equals(name));
      lines.add(name + " = " + setting.value());
    }
    return String.join("\n", lines) + "\n";
  }
}
