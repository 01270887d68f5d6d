package org.flannelboard.node.facts;

import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.RemotePath;

/**
 * What to look for on a node.
 *
 * @param depth how much of it
 * @param lookups addresses whose way is asked of the kernel: peers' docker0 and underlay addresses
 * @param units systemd units
 * @param files small text files
 * @param journalLines at most that many of flanneld's last entries
 */
public record Inspection(
    Depth depth,
    List<Ipv4Address> lookups,
    List<String> units,
    List<RemotePath> files,
    int journalLines) {

  public Inspection {
    lookups = List.copyOf(lookups);
    units = List.copyOf(units);
    files = List.copyOf(files);
  }

  /** How much a look at a node is to bring. */
  public enum Depth {
    /** Counters and the filters that count. */
    COUNTERS,
    /** Daemons alone: their processes, docker's own word, and flanneld's journal. */
    DAEMONS,
    /** Counters, filters, the network's state, sysctls, units, processes and files. */
    STATE,
    /** All of it, and offloads, the time service and the kernel's log. */
    EVERYTHING
  }

  /**
   * Daemons alone.
   *
   * @param journalLines at most that many of flanneld's last entries
   */
  public static Inspection daemons(int journalLines) {
    return new Inspection(Depth.DAEMONS, List.of(), List.of(), List.of(), journalLines);
  }

  /** Counters alone. */
  public static Inspection counters() {
    return new Inspection(Depth.COUNTERS, List.of(), List.of(), List.of(), 0);
  }
}
