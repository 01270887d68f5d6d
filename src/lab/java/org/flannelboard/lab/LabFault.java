package org.flannelboard.lab;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.practice.FaultKind;

/**
 * A fault of the table at certain nodes of the lab.
 *
 * @param peer the other node of a pair; of any other fault whom it is told apart from
 */
record LabFault(FaultTable.Row row, String node, String peer) {

  /** On the fourth node, or on the pair of it and the second, as in practice. */
  static LabFault of(FaultTable.Row row) {
    // Only the second is logged in to by a user who needs sudo.
    return row.kind() == FaultKind.SUDO_REFUSED
        ? new LabFault(row, "vm02", "vm04")
        : new LabFault(row, "vm04", "vm02");
  }

  /** What the lab's command is told. */
  List<String> arguments() {
    return List.of(row.kind().code(), node, peer).subList(0, 1 + row.kind().nodes());
  }

  /** The ids of what is to be named. */
  Set<String> causes() {
    return new TreeSet<>(row.causes(node, peer));
  }
}
