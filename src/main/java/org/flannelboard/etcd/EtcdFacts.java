package org.flannelboard.etcd;

import java.util.List;
import java.util.Set;

/**
 * What an etcd cluster says of itself.
 *
 * @param version of the server that answered, for example {@code 3.4.23}
 * @param apis the APIs that answer there
 * @param members each configured endpoint and how it is
 */
public record EtcdFacts(String version, Set<KeyStore.Api> apis, List<Member> members) {

  public EtcdFacts {
    apis = Set.copyOf(apis);
    members = List.copyOf(members);
  }

  /**
   * A configured endpoint.
   *
   * @param healthy whether it answered {@code /health} with true
   * @param detail its version, or why it did not answer
   */
  public record Member(String endpoint, boolean healthy, String detail) {}
}
