package org.flannelboard.house.canary.node.posix;

/** What a command line is made with. */
public record Script(String text) {
  public static Script of(String text) {
    return new Script(text);
  }
}
