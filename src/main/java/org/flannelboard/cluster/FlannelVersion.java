package org.flannelboard.cluster;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release number of flannel. */
public record FlannelVersion(int major, int minor, int patch)
    implements Comparable<FlannelVersion> {

  private static final Pattern FORM =
      Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})\\b.*");
  private static final FlannelVersion FIRST_WITH_V3 = new FlannelVersion(0, 21, 0);
  private static final Comparator<FlannelVersion> ORDER =
      Comparator.comparingInt(FlannelVersion::major)
          .thenComparingInt(FlannelVersion::minor)
          .thenComparingInt(FlannelVersion::patch);

  /** Reads {@code 0.10.0}, {@code v0.10.0} or a longer line that begins so. */
  public static Optional<FlannelVersion> parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    return m.matches()
        ? Optional.of(
            new FlannelVersion(
                Integer.parseInt(m.group(1)),
                Integer.parseInt(m.group(2)),
                Integer.parseInt(m.group(3))))
        : Optional.empty();
  }

  /** The one etcd API this release reads: v2 up to 0.20, v3 from 0.21 on. */
  public EtcdSpec.ApiChoice api() {
    return compareTo(FIRST_WITH_V3) < 0 ? EtcdSpec.ApiChoice.V2 : EtcdSpec.ApiChoice.V3;
  }

  @Override
  public int compareTo(FlannelVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
