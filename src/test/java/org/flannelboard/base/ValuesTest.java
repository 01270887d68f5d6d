package org.flannelboard.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, networks and digests: what they take, what they refuse, how they read. */
class ValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.253.36.1", "172.16.16.81", "255.255.255.255"})
  void addressesReadBackTheSame(String text) {
    assertThat(Ipv4Address.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1..2.3",
        "a.b.c.d",
        " 1.2.3.4",
        "1.2.3.4 ",
        "-1.2.3.4",
        "1.2.3.4/8",
        "٣.2.3.4"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(Ipv4Address.parse(text)).isEmpty();
    assertThatThrownBy(() -> Ipv4Address.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesAreOrderedWithoutSign() {
    assertThat(Ipv4Address.of("9.0.0.1")).isLessThan(Ipv4Address.of("200.0.0.1"));
    assertThat(Ipv4Address.of("10.0.0.255").plus(1)).hasToString("10.0.1.0");
    assertThat(Ipv4Address.of("255.255.255.255").plus(1)).hasToString("0.0.0.0");
  }

  @ParameterizedTest
  @CsvSource({
    "10.253.0.0/16, 10.253.255.255, 10.253.0.1, 10.253.0.0-16",
    "10.253.36.0/24, 10.253.36.255, 10.253.36.1, 10.253.36.0-24",
    "0.0.0.0/0, 255.255.255.255, 0.0.0.1, 0.0.0.0-0",
    "1.2.3.4/32, 1.2.3.4, 1.2.3.5, 1.2.3.4-32"
  })
  void networksKnowTheirBounds(String text, String last, String firstHost, String key) {
    Cidr network = Cidr.of(text);
    assertThat(network).hasToString(text);
    assertThat(network.last()).hasToString(last);
    assertThat(network.firstHost()).hasToString(firstHost);
    assertThat(network.asKey()).isEqualTo(key);
    assertThat(Cidr.parseKey(key)).contains(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.1/24",
        "10.0.0.0/08",
        "10.0.0.0-24",
        "/24",
        "10.0.0.0/24/1"
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
    assertThatThrownBy(() -> Cidr.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.253.0.0/16, 10.253.36.0/24, true, true",
    "10.253.36.0/24, 10.253.0.0/16, false, true",
    "10.253.0.0/16, 10.254.0.0/16, false, false",
    "0.0.0.0/0, 255.0.0.0/8, true, true",
    "10.0.0.0/8, 10.0.0.0/8, true, true"
  })
  void networksContainAndOverlap(String one, String other, boolean contains, boolean overlaps) {
    assertThat(Cidr.of(one).contains(Cidr.of(other))).isEqualTo(contains);
    assertThat(Cidr.of(one).overlaps(Cidr.of(other))).isEqualTo(overlaps);
    assertThat(Cidr.of(other).overlaps(Cidr.of(one))).isEqualTo(overlaps);
  }

  @Test
  void aNetworkHasNoHostBits() {
    assertThat(Cidr.containing(Ipv4Address.of("10.253.36.7"), 24)).hasToString("10.253.36.0/24");
    assertThat(Cidr.of("10.0.0.0/8").contains(Ipv4Address.of("11.0.0.0"))).isFalse();
    assertThat(Cidr.of("0.0.0.0/0").contains(Ipv4Address.of("255.1.2.3"))).isTrue();
    Ipv4Address host = Ipv4Address.of("10.0.0.1");
    assertThatThrownBy(() -> new Cidr(host, 24)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cidr(host, 33)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hardwareAddressesAreReadInEitherCase() {
    assertThat(MacAddress.parse("CA:4F:c9:70:58:48").orElseThrow())
        .hasToString("ca:4f:c9:70:58:48");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ca:4f:c9:70:58", "ca-4f-c9-70-58-48", "ca:4f:c9:70:58:4g"})
  void whatIsNoHardwareAddressIsRefused(String text) {
    assertThat(MacAddress.parse(text)).isEmpty();
    assertThatThrownBy(() -> new MacAddress(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"vm01, 22, vm01:22", "::1, 65535, [::1]:65535", "172.16.16.81, 1, 172.16.16.81:1"})
  void hostsAndPortsReadAsInAUrl(String host, int port, String text) {
    assertThat(new HostPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"' ', 22", "vm01, 0", "vm01, 65536", "vm01, -1"})
  void whatIsNoHostOrPortIsRefused(String host, int port) {
    assertThatThrownBy(() -> new HostPort(host, port)).isInstanceOf(IllegalArgumentException.class);
  }

  /** The vectors of FIPS 180-4's examples. */
  @ParameterizedTest
  @CsvSource({
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  })
  void digestsAreSha256(String text, String hex) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(Digest.of(bytes)).hasToString(hex);
    assertThat(Digest.of(new ByteArrayInputStream(bytes))).isEqualTo(Digest.of(bytes));
    assertThat(Digest.parse(hex.toUpperCase(Locale.ROOT))).contains(Digest.of(bytes));
    assertThat(Digest.of(bytes).brief()).hasSize(12).isEqualTo(hex.substring(0, 12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})
  void whatIsNoDigestIsRefused(String text) {
    assertThat(Digest.parse(text)).isEmpty();
    assertThatThrownBy(() -> new Digest(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
