package org.flannelboard.probe.matrix;

import java.time.Duration;
import java.time.Instant;
import org.flannelboard.base.Failure;
import org.jspecify.annotations.Nullable;

/**
 * One ordered pair of nodes at one moment: can {@code from} ping {@code to}'s docker0 from its own?
 *
 * <p>Colour, glyph, text and sort order derive from the case, never from the latency alone.
 */
public sealed interface Cell {

  /** Nothing was sent, so nothing is known. */
  record NotMeasured(Reason why) implements Cell {}

  /**
   * The last echo request was answered.
   *
   * @param rtt its round-trip time
   * @param lossRatio share of the recent requests without an answer, 0 to below 1
   * @param at when the answer was counted
   */
  record Reached(Duration rtt, double lossRatio, Instant at) implements Cell {}

  /**
   * The source sent its request and no reply came from the target.
   *
   * @param cause what the source saw instead
   * @param lossRatio share of the recent requests without an answer, above 0 to 1
   * @param at when the wait ended
   */
  record Lost(ProbeFailure cause, double lossRatio, Instant at) implements Cell {}

  /**
   * The source could not even be asked.
   *
   * @param cause why
   * @param at when that was noticed
   */
  record SourceUnreachable(Failure cause, Instant at) implements Cell {}

  /** Why nothing was sent. */
  enum Reason {
    /** The mesh has not run a round yet. */
    NOT_STARTED("not-started"),
    /** The leases could not be read, so no target is known. */
    LEASES_UNKNOWN("leases-unknown"),
    /** The target has no lease, so it has no docker0 address to ping. */
    TARGET_HAS_NO_LEASE("target-has-no-lease"),
    /** The target's address is local to the source: a ping would prove nothing. */
    TARGET_IS_LOCAL("target-is-local"),
    /** The source has no docker0 to ping from. */
    SOURCE_HAS_NO_DOCKER0("source-has-no-docker0");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** Stable, for machine output and message keys. */
    public String code() {
      return code;
    }
  }

  /** What the source saw instead of a reply. */
  enum ProbeFailure {
    /** Nothing before the timeout. */
    NO_REPLY("no-reply"),
    /** ICMP or the source's own stack: host unreachable. */
    HOST_UNREACHABLE("host-unreachable"),
    /** ICMP or the source's own stack: network unreachable. */
    NETWORK_UNREACHABLE("network-unreachable"),
    /** ICMP: administratively prohibited. */
    PROHIBITED("prohibited"),
    /** Another error, or one the prober could not name. */
    OTHER("other");

    private final String code;

    ProbeFailure(String code) {
      this.code = code;
    }

    /** Stable, for machine output and message keys. */
    public String code() {
      return code;
    }

    /** The failure a prober's word stands for; null means that nothing came. */
    public static ProbeFailure named(@Nullable String word) {
      return switch (word) {
        case null -> NO_REPLY;
        case "host-unreachable" -> HOST_UNREACHABLE;
        case "network-unreachable" -> NETWORK_UNREACHABLE;
        case "admin-prohibited", "filtered-locally", "route-prohibits" -> PROHIBITED;
        default -> OTHER;
      };
    }
  }

  /** The state's stable word in machine output. */
  default String state() {
    return switch (this) {
      case NotMeasured _ -> "not-measured";
      case Reached _ -> "reached";
      case Lost _ -> "lost";
      case SourceUnreachable _ -> "source-unreachable";
    };
  }
}
