package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Locale;

/**
 * Whether containers of one node can begin to talk with those of another. It is a verdict of its
 * own: a ping from docker0 to docker0 is never forwarded, so that a green cell says nothing of
 * containers, and a red one may be of pings alone.
 *
 * @param findings ids of those that break it; empty unless it is broken
 */
public record ContainerPlane(State state, List<String> findings) {

  public ContainerPlane {
    findings = List.copyOf(findings);
  }

  /** The verdict. */
  public enum State {
    /** The tunnel carries pings, and nothing that was looked at keeps containers from it. */
    OK,
    BROKEN,
    /** Something that decides was not seen. */
    NOT_CHECKED;

    /** Kebab-case, stable over releases. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
