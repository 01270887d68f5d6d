package org.flannelboard.deploy.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;

/**
 * A file of {@code NAME=value} lines as flanneld and {@code mk-docker-opts.sh} write them (flannel,
 * pkg/subnet/subnet.go {@code WriteSubnetFile}; dist/mk-docker-opts.sh).
 *
 * @param values by name, without surrounding quotes
 */
public record SubnetEnv(Map<String, String> values) {

  public SubnetEnv {
    values = Map.copyOf(values);
  }

  /** Reads the file's text; lines of another form are passed over. */
  public static SubnetEnv parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals).strip(), unquote(line.substring(equals + 1).strip()));
      }
    }
    return new SubnetEnv(values);
  }

  /** docker0's address as flanneld has it in {@code FLANNEL_SUBNET}. */
  public Optional<Ipv4Address> docker0() {
    return Optional.ofNullable(values.get("FLANNEL_SUBNET"))
        .flatMap(subnet -> Ipv4Address.parse(subnet.replaceFirst("/.*", "")));
  }

  /** The network the subnet was cut from, as flanneld has it in {@code FLANNEL_NETWORK}. */
  public Optional<Cidr> network() {
    return Optional.ofNullable(values.get("FLANNEL_NETWORK")).flatMap(Cidr::parse);
  }

  /** The arguments docker is to be started with; empty if the file is none of docker's. */
  public List<String> dockerArguments() {
    String options = values.getOrDefault(DockerUnit.VARIABLE, "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
