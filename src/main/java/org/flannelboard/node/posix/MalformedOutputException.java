package org.flannelboard.node.posix;

/** Output that is not of the form its parser knows; becomes {@code NodeFailure.Unintelligible}. */
final class MalformedOutputException extends Exception {

  private static final int EXCERPT = 200;

  MalformedOutputException(String output) {
    super(output.length() <= EXCERPT ? output : output.substring(0, EXCERPT) + " …");
  }

  /** The beginning of what could not be understood. */
  String excerpt() {
    return String.valueOf(getMessage());
  }
}
