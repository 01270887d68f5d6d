package org.flannelboard.node.facts;

import java.util.List;

/**
 * What a node says of the packets it sent on purpose.
 *
 * @param sent how many left the program; those the node's own kernel refused count as well
 * @param answered how many were answered; 0 for datagrams, which nobody answers
 * @param errors what was said instead of answers, one line each as printed, without repeats
 * @param before the node's counters before the first
 * @param after the node's counters when the last was answered or given up
 */
public record ProbeReport(
    int sent, int answered, List<String> errors, Counters before, Counters after) {

  public ProbeReport {
    errors = List.copyOf(errors);
  }
}
