package org.flannelboard.node.posix;

import java.nio.charset.StandardCharsets;

/**
 * What a script came to, after both outputs were drained.
 *
 * @param exitStatus 0 to 255; {@link #NO_STATUS} if a signal ended it
 * @param stdout its bytes, not a copy
 * @param stderr its text
 */
public record ExecResult(int exitStatus, byte[] stdout, String stderr) {

  /** The server reported no exit status (RFC 4254 section 6.10). */
  public static final int NO_STATUS = -1;

  public boolean succeeded() {
    return exitStatus == 0;
  }

  /** Standard output as UTF-8 text. */
  public String text() {
    return new String(stdout, StandardCharsets.UTF_8);
  }
}
