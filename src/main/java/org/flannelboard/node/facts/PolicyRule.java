package org.flannelboard.node.facts;

/**
 * A routing rule (ip-rule(8)).
 *
 * @param priority rules are asked from the lowest number on
 * @param selector whom it is for, as printed, for example {@code from all to 10.253.6.0/24}
 * @param table the table it sends them to; empty if it does something else
 * @param line the rule as it was printed
 */
public record PolicyRule(int priority, String selector, String table, String line) {}
