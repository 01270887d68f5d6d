package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.node.facts.Firewall.Rule;
import org.jspecify.annotations.Nullable;

/** A filter's rule while its words are read; a second condition on a field is kept as text. */
final class RuleDraft {

  static final long NOT_COUNTED = -1;

  String target = "";
  long packets = NOT_COUNTED;
  private String protocol = "";
  private String inDevice = "";
  private String outDevice = "";
  private String ports = "";
  private @Nullable Cidr source;
  private @Nullable Cidr destination;
  private final List<String> conditions = new ArrayList<>();

  void protocol(String value, String asPrinted) {
    if (protocol.isEmpty() || protocol.equals(value)) {
      protocol = value;
    } else {
      condition(asPrinted);
    }
  }

  void inDevice(String value, String asPrinted) {
    if (inDevice.isEmpty()) {
      inDevice = value;
    } else {
      condition(asPrinted);
    }
  }

  void outDevice(String value, String asPrinted) {
    if (outDevice.isEmpty()) {
      outDevice = value;
    } else {
      condition(asPrinted);
    }
  }

  void ports(String value, String asPrinted) {
    if (ports.isEmpty()) {
      ports = value;
    } else {
      condition(asPrinted);
    }
  }

  /** A network or one address; other text (a set, a mask with holes) stays a condition. */
  void source(String value, String asPrinted) {
    Optional<Cidr> network = network(value);
    if (source == null && network.isPresent()) {
      source = network.get();
    } else {
      condition(asPrinted);
    }
  }

  void destination(String value, String asPrinted) {
    Optional<Cidr> network = network(value);
    if (destination == null && network.isPresent()) {
      destination = network.get();
    } else {
      condition(asPrinted);
    }
  }

  void condition(String asPrinted) {
    conditions.add(asPrinted);
  }

  Rule finish(String line) {
    return new Rule(
        protocol,
        inDevice,
        outDevice,
        source,
        destination,
        ports,
        target,
        conditions,
        packets,
        line);
  }

  private static Optional<Cidr> network(String text) {
    return Cidr.parse(text.contains("/") ? text : text + "/32");
  }
}
