package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.vm;

import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.practice.PacketPath.Fate;
import org.flannelboard.practice.PacketPath.Probe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large a packet may be: flannel's device has 1450 bytes, 1422 of them behind the headers. */
class PacketSizeTest {

  @ParameterizedTest
  @CsvSource({
    " , 1422, true, answered",
    " , 1423, true, message-too-long",
    " , 1423, false, answered",
    " , 9000, false, answered",
    // The path's own limit is 1400: 50 bytes of it are the tunnel's, and nobody says a word.
    "MTU_BLACKHOLE, 56, true, answered",
    "MTU_BLACKHOLE, 1322, true, answered",
    "MTU_BLACKHOLE, 1323, true, lost",
    "MTU_BLACKHOLE, 1422, true, lost",
    "MTU_BLACKHOLE, 1422, false, lost",
    // The node's own interface says so, and fragments what may be fragmented.
    "MTU_TOO_LARGE, 1322, true, answered",
    "MTU_TOO_LARGE, 1323, true, message-too-long",
    "MTU_TOO_LARGE, 1422, false, answered",
  })
  void goesThroughOrNot(FaultKind fault, int payload, boolean whole, String fate) {
    try (Fixture fixture = Fixture.deployed(3)) {
      if (fault != null) {
        fixture.cluster.switchOn(fault.at(List.of(vm(1))));
      }
      Ipv4Address from = fixture.docker0(1);
      Ipv4Address to = fixture.docker0(2);
      World world = fixture.cluster.world();
      Fate came = world.path().echo(world.machine(vm(1)), from, to, new Probe(payload, whole));
      assertThat(
              switch (came) {
                case Fate.Answered _ -> "answered";
                case Fate.Lost _ -> "lost";
                case Fate.Refused(String error) -> error;
              })
          .isEqualTo(fate);
    }
  }
}
