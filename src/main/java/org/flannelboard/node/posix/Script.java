package org.flannelboard.node.posix;

import java.util.List;

/**
 * A shell script with its arguments and input.
 *
 * @param operation what it is for, in a few English words: the activity log and failures name it
 * @param text the script, POSIX sh; a constant, never put together from data
 * @param arguments {@code $1 …}; data belongs here
 * @param stdin bytes for its standard input, not a copy
 */
public record Script(String operation, String text, List<String> arguments, byte[] stdin) {

  private static final byte[] NOTHING = {};

  public Script {
    arguments = List.copyOf(arguments);
  }

  /** A script that reads no input. */
  public static Script of(String operation, String text, String... arguments) {
    return new Script(operation, text, List.of(arguments), NOTHING);
  }

  /** The same script with input. */
  public Script feeding(byte[] input) {
    return new Script(operation, text, arguments, input);
  }

  @Override
  public String toString() {
    return "Script[" + operation + " " + arguments + ", " + stdin.length + " bytes in]";
  }
}
