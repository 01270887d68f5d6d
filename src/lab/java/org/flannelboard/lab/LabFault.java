package org.flannelboard.lab;

import java.util.List;
import java.util.Set;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.practice.FaultKind;

/**
 * A fault of the table at certain nodes of the lab.
 *
 * @param peer the other node of a pair; of any other fault nobody in particular
 */
record LabFault(FaultTable.Row row, String node, String peer) {

  /** On the fourth node, or on the pair of it and the second, as in practice. */
  static LabFault usual(FaultTable.Row row) {
    // Only the second is logged in to by a user who needs sudo.
    return row.kind() == FaultKind.SUDO_REFUSED
        ? new LabFault(row, "vm02", "vm04")
        : new LabFault(row, "vm04", "vm02");
  }

  /** From words: a kind's code, the node and its peer if it has one. */
  static LabFault of(String words) {
    String[] word = words.strip().split(" ");
    FaultTable.Row row =
        FaultTable.rows().stream()
            .filter(it -> it.kind().code().equals(word[0]))
            .findFirst()
            .orElseThrow();
    return new LabFault(row, word[1], word[word.length - 1]);
  }

  /** What the lab's command is told. */
  List<String> arguments() {
    return List.of(row.kind().code(), node, peer).subList(0, 1 + row.kind().nodes());
  }

  /** The ids of what is to be named. */
  List<String> causes() {
    return row.causes(node, peer);
  }

  /** The cells that are to be red. */
  Set<String> red() {
    return row.red(Lab.NODES, node, peer);
  }
}
