package org.flannelboard.ui.certificates;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.flannelboard.app.CertificateState;
import org.flannelboard.app.InstalledCertificate;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.FileState;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.ChainVerdict;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * A node's line in the table, in words.
 *
 * @param node the node
 * @param state how its certificate stands
 * @param light the state in words
 * @param fingerprint SHA-256, 64 digits; empty if there is none
 * @param daysLeft whole days until it ends, negative once it has; {@link Long#MAX_VALUE} if there
 *     is none, so that it sorts last
 * @param expires the days and the day
 * @param chain whether the CA vouches for it
 * @param key whether the private key is its own
 * @param modes of certificate and key
 * @param asked whether it says what the profile asks
 */
record CertificateRow(
    NodeId node,
    CertificateState state,
    Light light,
    String fingerprint,
    long daysLeft,
    String expires,
    Light chain,
    Light key,
    String modes,
    Light asked) {

  static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  /** Stands where there is nothing to tell. */
  static final String NONE = "–";

  /** The line of a node; for one that is silent, with what was last seen there. */
  static CertificateRow of(
      InstalledCertificate now, InstalledCertificate shown, Instant at, Words words) {
    CertificateReport report = shown.report();
    Light nothing = new Light(Status.UNKNOWN, NONE);
    boolean silent = now.state() == CertificateState.UNREACHABLE;
    Light light = CertificateWords.light(now.state(), words);
    if (report == null) {
      return new CertificateRow(
          now.node().id(),
          now.state(),
          light,
          "",
          Long.MAX_VALUE,
          NONE,
          nothing,
          nothing,
          NONE,
          nothing);
    }
    long days = Duration.between(at, report.notAfter()).toDays();
    return new CertificateRow(
        now.node().id(),
        now.state(),
        light,
        report.fingerprint().sha256(),
        days,
        words.text("certificates.expires", "days", days, "day", DAY.format(report.notAfter())),
        faded(chain(report.chain(), words), silent),
        faded(key(report.keyMatches(), shown.key(), words), silent),
        modes(shown.file(), shown.key()),
        faded(asked(shown, words), silent));
  }

  /** A line before the first answer. */
  static CertificateRow unread(NodeId node, Words words) {
    Light reading = new Light(Status.BUSY, words.text("certificates.reading"));
    Light nothing = new Light(Status.UNKNOWN, NONE);
    return new CertificateRow(
        node,
        CertificateState.UNREACHABLE,
        reading,
        "",
        Long.MAX_VALUE,
        NONE,
        nothing,
        nothing,
        NONE,
        nothing);
  }

  /** Enough of the fingerprint to tell certificates apart. */
  String brief() {
    return fingerprint.isEmpty() ? NONE : fingerprint.substring(0, 12);
  }

  /** Whether a person who types that means this line. */
  boolean matches(String typed) {
    String wanted = typed.strip().toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || node.name().toLowerCase(Locale.ROOT).contains(wanted)
        || light.text().toLowerCase(Locale.ROOT).contains(wanted)
        || expires.contains(wanted)
        || fingerprint.startsWith(wanted.replace(":", ""));
  }

  /** What was last seen of a silent node is not shown as being so. */
  private static Light faded(Light light, boolean silent) {
    return silent ? new Light(Status.UNKNOWN, light.text()) : light;
  }

  private static Light chain(Known<ChainVerdict> chain, Words words) {
    return switch (chain) {
      case Known.Value<ChainVerdict>(ChainVerdict verdict) ->
          verdict.isTrusted()
              ? new Light(Status.OK, words.text("certificates.chain.trusted"))
              : new Light(Status.FAILED, CertificateWords.verdict(verdict, words));
      case Known.Unknown<ChainVerdict> _, Known.NotChecked<ChainVerdict> _ ->
          new Light(Status.UNKNOWN, words.text("light.unknown"));
    };
  }

  private static Light key(Known<Boolean> matches, FileState.@Nullable Regular file, Words words) {
    if (file == null) {
      return new Light(Status.FAILED, words.text("certificates.key.none"));
    }
    return switch (matches) {
      case Known.Value<Boolean>(Boolean own) ->
          own
              ? new Light(Status.OK, words.text("certificates.key.own"))
              : new Light(Status.FAILED, words.text("certificates.key.other"));
      case Known.Unknown<Boolean> _, Known.NotChecked<Boolean> _ ->
          new Light(Status.FAILED, words.text("certificates.key.unreadable"));
    };
  }

  private static Light asked(InstalledCertificate shown, Words words) {
    boolean differs =
        shown.findings().stream().anyMatch(it -> it.code().equals("certificate-not-as-requested"));
    return differs
        ? new Light(Status.WARNING, words.text("certificates.asked.differs"))
        : new Light(Status.OK, words.text("certificates.asked.yes"));
  }

  private static String modes(
      FileState.@Nullable Regular certificate, FileState.@Nullable Regular key) {
    return mode(certificate) + " · " + mode(key);
  }

  private static String mode(FileState.@Nullable Regular file) {
    return file == null ? NONE : "%04o".formatted(file.mode());
  }
}
