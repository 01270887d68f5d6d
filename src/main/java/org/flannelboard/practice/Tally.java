package org.flannelboard.practice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flannelboard.node.facts.Counters;

/** What a practice kernel counts of devices and protocols. */
final class Tally {

  private Meter[] protocols = meters(Count.values().length);
  private final Map<String, Meter[]> devices = new HashMap<>();

  Meter of(Count count) {
    return protocols[count.ordinal()];
  }

  Meter of(String device, DeviceCount count) {
    return device(device)[count.ordinal()];
  }

  /** Forgets a device that is gone; one of the same name begins anew. */
  void forget(String device) {
    devices.remove(device);
  }

  /** Begins anew, as after a boot. */
  void clear() {
    protocols = meters(Count.values().length);
    devices.clear();
  }

  /** All counts, by the names of {@link Counters}, with those of the devices that are there. */
  Map<String, Long> values(List<String> present) {
    Map<String, Long> values = new HashMap<>();
    for (Count count : Count.values()) {
      values.put(count.point(), of(count).count());
    }
    present.forEach(
        name -> {
          for (DeviceCount count : DeviceCount.values()) {
            values.put(Counters.device(name, count.word()), of(name, count).count());
          }
        });
    return values;
  }

  private Meter[] device(String name) {
    Meter[] known = devices.get(name);
    if (known == null) {
      known = meters(DeviceCount.values().length);
      devices.put(name, known);
    }
    return known;
  }

  private static Meter[] meters(int count) {
    return Stream.generate(Meter::new).limit(count).toArray(Meter[]::new);
  }
}
