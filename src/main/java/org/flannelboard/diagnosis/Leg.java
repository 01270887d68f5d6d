package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Source;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a few marked pings: what both ends counted meanwhile.
 *
 * @param request whether the packets are the requests; else they are the replies
 * @param count how many there were
 * @param sent what the sender's counters added
 * @param got what the receiver's counters added
 * @param datagrams what became of datagrams on the same way; null if none were sent
 */
record Leg(
    SeenNode sender,
    SeenNode receiver,
    boolean request,
    int count,
    Counters sent,
    Counters got,
    LadderReadings.@Nullable Datagrams datagrams,
    LadderReadings readings) {

  /**
   * Enough to be ours: a few may be lost on the way, and other traffic adds to it. Less than that
   * is decisive, as much is not while the node is busy.
   */
  private static final double ENOUGH = 0.8;

  /** Whether a count is as large as it has to be for all packets to have passed. */
  boolean enough(long added) {
    return added >= ENOUGH * count;
  }

  /**
   * Whether datagrams to the VXLAN port came as far as the receiver's IP and no further: something
   * on it threw them away, whether or not it could be seen (RFC 4293, ipSystemStatsInReceives and
   * ipSystemStatsInDelivers).
   */
  boolean heldUp() {
    if (datagrams == null || !datagrams.toVxlan().counts("Ip/InDelivers")) {
      return false;
    }
    Counters added = datagrams.toVxlan();
    long gone =
        added.at("Ip/InReceives") - added.at("Ip/InDelivers") - added.at("Ip/ForwDatagrams");
    return gone >= ENOUGH * datagrams.sent();
  }

  /** Whether other traffic may hide that ours did not pass. */
  boolean busy(long added) {
    return added > 2L * count;
  }

  long atSender(String device) {
    return sent.at(Counters.device(device(sender), device));
  }

  long atReceiver(String point) {
    return got.at(point);
  }

  /** What the receiver's flannel device took in. */
  long received() {
    return got.at(Counters.device(device(receiver), "rx"));
  }

  /** Where its replies or requests are counted when they reach the receiver's ICMP. */
  String arrival() {
    return request ? "Icmp/InEchos" : "Icmp/InEchoReps";
  }

  /** flannel's device on a node; its usual name where devices are not known. */
  static String device(SeenNode node) {
    return node.vtep().toOptional().flatMap(link -> link).map(Link::name).orElse("flannel.1");
  }

  /** What the sender counted at a point of its flannel device. */
  Evidence senderCounted(String count) {
    return counted(sender, sent, Counters.device(device(sender), count));
  }

  /** What the receiver counted at a point. */
  Evidence receiverCounted(String point) {
    return counted(receiver, got, point);
  }

  private Evidence counted(SeenNode node, Counters added, String point) {
    return new Evidence(
        node.id(), Source.COUNTERS.command(), point + " +" + added.at(point), readings.at());
  }

  /** All that was counted on the way, in a packet's order. */
  List<Evidence> way() {
    List<Evidence> way = new ArrayList<>();
    way.add(senderCounted("tx"));
    way.add(receiverCounted("Udp/InDatagrams"));
    way.add(receiverCounted(Counters.device(device(receiver), "rx")));
    way.add(receiverCounted(arrival()));
    return way;
  }

  /** From whom to whom. */
  Subject.OnPair pair() {
    return sender.towards(receiver.id());
  }
}
