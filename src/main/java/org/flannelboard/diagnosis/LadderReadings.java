package org.flannelboard.diagnosis;

import java.time.Instant;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.ProbeReport;
import org.jspecify.annotations.Nullable;

/**
 * What was counted at both ends of a red pair while a few echo requests were under way.
 *
 * @param pair the cell: who asked whom
 * @param echoes what the asking node says of its requests
 * @param before the asked node's counters before the first request
 * @param after the asked node's counters when the last was given up
 * @param there datagrams from the asking node to the asked one; null if none were sent
 * @param back datagrams the other way; null if none were sent
 * @param at when all of it was over, by the workstation's clock
 */
public record LadderReadings(
    Subject.OnPair pair,
    ProbeReport echoes,
    Counters before,
    Counters after,
    @Nullable Datagrams there,
    @Nullable Datagrams back,
    Instant at) {

  /**
   * How many datagrams got through to the VXLAN port and to another one that nobody listens at.
   *
   * @param sent to each of the two
   * @param toVxlan what the receiver's counters added for the VXLAN port
   * @param toOther what they added for the other one
   * @param pings what they added for as many pings past the tunnel; null if none were sent
   */
  public record Datagrams(int sent, Counters toVxlan, Counters toOther, @Nullable Counters pings) {

    /** Datagrams alone. */
    public Datagrams(int sent, Counters toVxlan, Counters toOther) {
      this(sent, toVxlan, toOther, null);
    }

    /** The same, with what became of pings past the tunnel. */
    public Datagrams withPings(Counters counted) {
      return new Datagrams(sent, toVxlan, toOther, counted);
    }

    /** Whether hardly any got through to either port: then pings tell of the way as a whole. */
    public boolean wantPings() {
      return !vxlanPasses() && !otherPasses();
    }

    boolean vxlanPasses() {
      return toVxlan.at("Udp/InDatagrams") + toVxlan.at("Udp/NoPorts") >= FEW * sent;
    }

    boolean otherPasses() {
      return toOther.at("Udp/NoPorts") >= FEW * sent;
    }

    /** Whether pings were sent, and hardly any got through. */
    boolean pingsLost() {
      return pings != null && pings.at("Icmp/InEchos") < FEW * sent;
    }
  }

  /** A share that is nobody's loss on the way, but other traffic's doing. */
  private static final double FEW = 0.2;

  /** The same, with what became of datagrams to the asked node. */
  public LadderReadings withThere(Datagrams datagrams) {
    return new LadderReadings(pair, echoes, before, after, datagrams, back, at);
  }

  /** The same, with what became of datagrams to the asking node. */
  public LadderReadings withBack(Datagrams datagrams) {
    return new LadderReadings(pair, echoes, before, after, there, datagrams, at);
  }
}
