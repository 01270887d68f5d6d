package org.flannelboard.ui.network;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.app.LeaseAnomaly;
import org.flannelboard.app.LeaseBook;
import org.flannelboard.app.Messages;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/**
 * A row of the table of leases.
 *
 * @param key tells rows apart from one reading to the next
 * @param left time left in seconds, to sort by; the longest where there is no end
 * @param ttl the same in words
 * @param expires when that is, in words; empty where there is no end
 * @param light how the lease stands
 * @param anomalies what does not fit, with what to do
 */
record LeaseLine(
    String key,
    String node,
    String subnet,
    String publicIp,
    String mac,
    String backend,
    long left,
    String ttl,
    String expires,
    Light light,
    List<Messages.Explanation> anomalies) {

  private static final String NONE = "–";

  static LeaseLine of(LeaseBook.Row row, Instant at, Words words) {
    String node = row.node() == null ? NONE : row.node().name();
    List<Messages.Explanation> anomalies = row.anomalies().stream().map(words::describe).toList();
    SubnetLease lease = row.lease();
    if (lease == null) {
      return new LeaseLine(
          "node " + node, node, NONE, NONE, NONE, NONE, -1, NONE, "", light(row, words), anomalies);
    }
    Duration ttl = lease.ttl();
    return new LeaseLine(
        lease.subnet().toString(),
        node,
        lease.subnet().toString(),
        lease.publicIp().toString(),
        lease.vtepMac() == null ? NONE : lease.vtepMac().toString(),
        lease.backendType().isEmpty() ? NONE : lease.backendType(),
        ttl == null ? Long.MAX_VALUE : ttl.toSeconds(),
        ttl == null ? words.text("lease.forever") : left(ttl, words),
        ttl == null ? "" : words.text("lease.expires", "time", time(at.plus(ttl), words.locale())),
        light(row, words),
        anomalies);
  }

  /** Whether any of its texts contains all the words somebody filters by. */
  boolean matches(String filter) {
    String all =
        Stream.of(node, subnet, publicIp, mac, backend, light.text())
            .collect(Collectors.joining(" "))
            .toLowerCase(Locale.ROOT);
    return Stream.of(filter.toLowerCase(Locale.ROOT).strip().split("\\s+")).allMatch(all::contains);
  }

  /** Its cells for a spreadsheet. */
  List<String> cells() {
    return List.of(node, subnet, publicIp, mac, backend, ttl, light.text());
  }

  private static Light light(LeaseBook.Row row, Words words) {
    List<LeaseAnomaly> all = row.anomalies();
    if (all.isEmpty()) {
      return new Light(Status.OK, words.text("lease.fits"));
    }
    LeaseAnomaly worst =
        all.stream().filter(LeaseAnomaly::breaks).findFirst().orElse(all.getFirst());
    String name = name(worst, words);
    return new Light(
        worst.breaks() ? Status.FAILED : Status.WARNING,
        all.size() == 1
            ? name
            : words.text("lease.and-more", "name", name, "count", all.size() - 1));
  }

  /** An anomaly in two or three words. */
  private static String name(LeaseAnomaly anomaly, Words words) {
    return switch (anomaly) {
      case LeaseAnomaly.PublicIpTwice twice ->
          words.text(twice.inUse() ? "lease.public-ip-twice" : "lease.left-behind");
      case LeaseAnomaly.Overlaps _ -> words.text("lease.overlaps");
      case LeaseAnomaly.VtepMacTwice _ -> words.text("lease.vtep-mac-twice");
      case LeaseAnomaly.ForeignPublicIp _ -> words.text("lease.foreign");
      case LeaseAnomaly.OutsideNetwork _ -> words.text("lease.outside-network");
      case LeaseAnomaly.ExpiresSoon _ -> words.text("lease.expires-soon");
      case LeaseAnomaly.MacDiffers _ -> words.text("lease.mac-differs");
      case LeaseAnomaly.SubnetEnvDiffers _ -> words.text("lease.subnet-env-differs");
      case LeaseAnomaly.Docker0Differs _ -> words.text("lease.docker0-differs");
      case LeaseAnomaly.Missing _ -> words.text("lease.missing");
    };
  }

  private static String left(Duration ttl, Words words) {
    return ttl.toHours() > 0
        ? words.text("lease.hours", "hours", ttl.toHours(), "minutes", ttl.toMinutesPart())
        : words.text("lease.minutes", "minutes", ttl.toMinutes());
  }

  private static String time(Instant instant, Locale locale) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
        .withLocale(locale)
        .withZone(ZoneId.systemDefault())
        .format(instant);
  }
}
