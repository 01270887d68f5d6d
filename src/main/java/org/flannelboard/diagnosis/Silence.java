package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Optional;

/** Why a node whose ICMP counted requests sent no replies. */
final class Silence {

  private final Case within;
  private final Leg request;
  private final LadderFindings say;

  Silence(Case within, Leg request) {
    this.within = within;
    this.request = request;
    this.say = new LadderFindings(within, request);
  }

  Finding explain() {
    Evidence counted = request.receiverCounted("Icmp/OutEchoReps");
    SeenNode silent = request.receiver();
    if (silent.network().sysctl("ipv4/icmp_echo_ignore_all").equals(Optional.of(1))) {
      return say.icmpIgnored(counted);
    }
    Optional<FilterWalk.Stop> filter =
        new Filters(within, silent)
            .replyOut(request.sender().id()).stream()
                .flatMap(verdict -> verdict.suspects().stream())
                .filter(stop -> request.enough(request.got().at(stop.point())))
                .findFirst();
    return filter
        .map(stop -> say.icmpFiltered(silent, stop, counted, Direction.OUTBOUND))
        .orElseGet(() -> say.unknown(Hop.Kind.TARGET_DOCKER0, silent, List.of(counted), List.of()));
  }
}
