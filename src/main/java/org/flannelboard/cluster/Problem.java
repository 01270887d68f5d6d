package org.flannelboard.cluster;

import java.util.Map;
import org.flannelboard.base.Failure;

/**
 * Something wrong or doubtful in a profile or a network configuration.
 *
 * @param severity whether it stops the work
 * @param path where, for example {@code nodes[2].ssh.port}; empty for the whole document
 * @param code stable, kebab-case
 * @param arguments what the message names
 */
public record Problem(Severity severity, String path, String code, Map<String, String> arguments)
    implements Failure {

  public Problem {
    arguments = Map.copyOf(arguments);
  }

  /** Whether a problem stops the work. */
  public enum Severity {
    WARNING,
    ERROR
  }

  /** A problem that stops the work. */
  public static Problem error(String path, String code, Map<String, String> arguments) {
    return new Problem(Severity.ERROR, path, code, arguments);
  }

  /** A problem worth a look. */
  public static Problem warning(String path, String code, Map<String, String> arguments) {
    return new Problem(Severity.WARNING, path, code, arguments);
  }

  /** The same problem at another path. */
  public Problem at(String place) {
    return new Problem(severity, place, code, arguments);
  }

  /** Whether it stops the work. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
