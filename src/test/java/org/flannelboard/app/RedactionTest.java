package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken out of a text that goes to strangers, and what stays. */
class RedactionTest {

  private Redaction redaction;

  @BeforeEach
  void begin() {
    try (Bench bench = Bench.bare(4)) {
      redaction = Redaction.of(bench.profile());
    }
  }

  @Test
  void theSameValueHasTheSamePlaceholder() {
    assertThat(redaction.redact("10.1.2.0/24 via 10.1.2.3 dev flannel.1, 10.1.2.0"))
        .isEqualTo("address-1/24 via address-2 dev flannel.1, address-1");
    assertThat(redaction.redact("10.1.2.3:8472")).isEqualTo("address-2:8472");
  }

  @Test
  void hardwareAddressesOfEitherCaseAreOne() {
    assertThat(redaction.redact("02:42:AC:10:10:51 and 02:42:ac:10:10:51"))
        .isEqualTo("mac-1 and mac-1");
  }

  @Test
  void addressesOfSixToo() {
    assertThat(redaction.redact("fe80::42:acff:fe10:1051/64 2001:db8:0:0:0:0:0:1 ::1"))
        .isEqualTo("address-1/64 address-2 address-3");
  }

  @Test
  void nodesKeepTheirPlaceAndLoseTheirDomain() {
    assertThat(redaction.redact("vm02>VM04, vm03.example.com: vm011 devm01 vm01."))
        .isEqualTo("node-2>node-4, node-3: vm011 devm01 node-1.");
  }

  @Test
  void whatIsNoAddressStays() {
    String text = "05:58:43 flannel.1 v0.10.0 4.19.90-2107.6.0.0192.8.oe1 std::string 1.2.3";
    assertThat(redaction.redact(text)).isEqualTo(text);
  }
}
