package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Calendars as RFC 5545 has them. */
class ExpiryCalendarTest {

  private static final String FINGERPRINT = "ab".repeat(32);
  private static final Instant END = Instant.parse("2031-06-13T15:10:00Z");
  private static final Instant MADE = Instant.parse("2030-06-13T15:15:17Z");

  @Test
  void anEventOfACertificate() {
    assertThat(unfolded(calendar("vm01", "lab", Locale.ENGLISH)))
        .isEqualTo(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Flannelboard//Certificate expiry//EN
            CALSCALE:GREGORIAN
            BEGIN:VEVENT
            UID:%s-vm01@flannelboard
            DTSTAMP:20300613T151517Z
            DTSTART:20310613T151000Z
            SUMMARY:Certificate of vm01 in lab ends
            DESCRIPTION:SHA-256 %s
            TRANSP:TRANSPARENT
            BEGIN:VALARM
            ACTION:DISPLAY
            DESCRIPTION:Certificate of vm01 in lab ends
            TRIGGER:-P30D
            END:VALARM
            END:VEVENT
            END:VCALENDAR
            """
                .formatted(FINGERPRINT, FINGERPRINT));
  }

  @Test
  void linesEndInCrLfAndAreFoldedAt75OctetsBetweenCharacters() {
    String calendar = calendar("节点".repeat(30), "集群", Locale.SIMPLIFIED_CHINESE);
    assertThat(calendar).endsWith("END:VCALENDAR\r\n");
    assertThat(calendar.replace("\r\n", "")).doesNotContain("\n", "\r");
    assertThat(calendar.split("\r\n"))
        .allSatisfy(
            line ->
                assertThat(line.getBytes(StandardCharsets.UTF_8).length).as(line).isBetween(1, 75));
    assertThat(unfolded(calendar)).contains("节点".repeat(30));
  }

  @Test
  void commasAndSemicolonsAndBackslashesAreEscaped() {
    assertThat(unfolded(calendar("vm01", "a,b;c\\d", Locale.ENGLISH)))
        .contains("SUMMARY:Certificate of vm01 in a\\,b\\;c\\\\d ends\n");
  }

  @Test
  void theSameCertificateHasTheSameUidWheneverItIsExported() {
    String later =
        ExpiryCalendar.of(
            List.of(new ExpiryCalendar.End("vm01", END, FINGERPRINT)),
            "lab",
            MADE.plusSeconds(60),
            Messages.of(Locale.ENGLISH));
    assertThat(uid(later)).isEqualTo(uid(calendar("vm01", "lab", Locale.ENGLISH)));
  }

  private static String calendar(String owner, String cluster, Locale locale) {
    return ExpiryCalendar.of(
        List.of(new ExpiryCalendar.End(owner, END, FINGERPRINT)),
        cluster,
        MADE,
        Messages.of(locale));
  }

  private static String unfolded(String calendar) {
    return calendar.replace("\r\n ", "").replace("\r\n", "\n");
  }

  private static String uid(String calendar) {
    return unfolded(calendar).lines().filter(line -> line.startsWith("UID:")).findFirst().get();
  }
}
