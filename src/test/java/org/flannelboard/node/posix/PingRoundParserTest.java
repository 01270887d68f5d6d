package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingRound.Echo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingRoundParserTest {

  private static final Ipv4Address FIRST = Ipv4Address.of("10.253.6.1");
  private static final Ipv4Address SECOND = Ipv4Address.of("10.253.59.1");

  private final PingRoundParser parser =
      new PingRoundParser(
          new PingRequest(
              Ipv4Address.of("10.253.46.1"),
              List.of(FIRST, SECOND),
              Duration.ofSeconds(1),
              Duration.ofMillis(500),
              0));

  @Test
  void readsARound() throws MalformedOutputException {
    assertThat(parser.parse("17 0.031 -"))
        .isEqualTo(
            new PingRound(
                17,
                List.of(
                    new Echo(FIRST, Duration.ofNanos(31_000), null),
                    new Echo(SECOND, null, null))));
    assertThat(parser.parse("18 12 500.000"))
        .isEqualTo(
            new PingRound(
                18,
                List.of(
                    new Echo(FIRST, Duration.ofMillis(12), null),
                    new Echo(SECOND, Duration.ofMillis(500), null))));
  }

  @Test
  void takesALateReplyForLost() throws MalformedOutputException {
    assertThat(parser.parse("1 500.001 0.5").echoes().getFirst())
        .isEqualTo(new Echo(FIRST, null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "u0, network-unreachable",
    "u1, host-unreachable",
    "u2, protocol-unreachable",
    "u3, port-unreachable",
    "u4, fragmentation-needed",
    "u9, admin-prohibited",
    "u10, admin-prohibited",
    "u13, admin-prohibited",
    "u15, unreachable-15",
    "t0, time-exceeded",
    "s1, filtered-locally",
    "s13, route-prohibits",
    "s22, route-discards",
    "s101, network-unreachable",
    "s113, host-unreachable",
    "s105, not-sent-105"
  })
  void namesWhatCameInstead(String word, String error) throws MalformedOutputException {
    assertThat(parser.parse("1 " + word + " 1").echoes().getFirst())
        .isEqualTo(new Echo(FIRST, null, error));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1 -", "1 - - -", "x - -", "1 -1 -", "1 1.2.3 -", "1 u -"})
  void refusesAnotherForm(String line) {
    assertThatThrownBy(() -> parser.parse(line)).isInstanceOf(MalformedOutputException.class);
  }
}
