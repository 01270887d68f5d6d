package org.flannelboard.practice;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.EtcdFacts.Member;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreFailure;
import org.jspecify.annotations.Nullable;

/** The practice etcd: its members on the first nodes, its door, and its two key spaces. */
final class Etcd {

  /** As in the lab, the last line of etcd that serves v2 and v3 side by side. */
  static final String VERSION = "3.4.23";

  static final String UNIT = "etcd.service";

  private static final int CLIENT_PORT = 2379;

  private final KeySpace v2 = new KeySpace();
  private final KeySpace v3 = new KeySpace();
  private final List<Machine> members;
  private final String caPem;
  private final Predicate<String> clientAccepted;
  private final Map<String, Boolean> trusting = new HashMap<>();
  private boolean v2On = true;
  private boolean cutOff;

  Etcd(List<Machine> members, String caPem, Predicate<String> clientAccepted) {
    this.members = List.copyOf(members);
    this.caPem = caPem;
    this.clientAccepted = clientAccepted;
  }

  KeySpace space(KeyStore.Api api) {
    return switch (api) {
      case V2 -> v2;
      case V3 -> v3;
    };
  }

  boolean isV2On() {
    return v2On;
  }

  void setV2On(boolean on) {
    v2On = on;
  }

  /** Cuts all members off from everybody, or lets them back. */
  void setCutOff(boolean cut) {
    cutOff = cut;
  }

  /** How each endpoint is. */
  List<Member> inspect(List<URI> endpoints) {
    return endpoints.stream()
        .map(
            endpoint ->
                absence(endpoint)
                    .map(why -> new Member(endpoint.toString(), false, why))
                    .orElseGet(
                        () ->
                            hasQuorum()
                                ? new Member(endpoint.toString(), true, VERSION)
                                : new Member(endpoint.toString(), false, "no leader")))
        .toList();
  }

  /**
   * What happens to a client at the door.
   *
   * @param trustedPem the authorities the client trusts; null without TLS
   * @param certificatePem the client's certificate; null without one
   * @return the endpoint that let it in
   */
  Result<URI, StoreFailure> enter(
      List<URI> endpoints, @Nullable String trustedPem, @Nullable String certificatePem) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (URI endpoint : endpoints) {
      Optional<String> why =
          absence(endpoint)
              .or(
                  () ->
                      "https".equals(endpoint.getScheme()) ? Optional.empty() : Optional.of("EOF"));
      if (why.isEmpty()) {
        return refusal(endpoint, trustedPem, certificatePem)
            .<Result<URI, StoreFailure>>map(Result::err)
            .orElseGet(() -> Result.ok(endpoint));
      }
      reasons.put(endpoint.toString(), why.get());
    }
    return Result.err(new StoreFailure.Unreachable(reasons));
  }

  private Optional<StoreFailure> refusal(
      URI endpoint, @Nullable String trustedPem, @Nullable String certificatePem) {
    String name = endpoint.toString();
    if (trustedPem == null || !isTrusted(trustedPem)) {
      return Optional.of(
          new StoreFailure.ServerUntrusted(name, "x509: certificate signed by unknown authority"));
    }
    if (certificatePem == null || !clientAccepted.test(certificatePem)) {
      return Optional.of(
          new StoreFailure.ClientRejected(name, "remote error: tls: bad certificate"));
    }
    return hasQuorum()
        ? Optional.empty()
        : Optional.of(new StoreFailure.NoQuorum(name, "etcdserver: no leader"));
  }

  /** Everybody comes with the same few texts, and reading them is the slowest thing in here. */
  private boolean isTrusted(String trustedPem) {
    return trusting.computeIfAbsent(trustedPem, pem -> CertificateCheck.trusts(pem, caPem));
  }

  /** Why nobody answers at an endpoint. */
  private Optional<String> absence(URI endpoint) {
    String host = endpoint.getHost() == null ? "" : endpoint.getHost();
    Optional<Machine> member =
        members.stream().filter(machine -> machine.isCalled(host)).findFirst();
    if (member.isEmpty() && host.startsWith("127.")) {
      return Optional.of("dial tcp " + host + ":" + endpoint.getPort() + ": connection refused");
    }
    if (member.isEmpty()) {
      return Optional.of("dial tcp: lookup " + host + ": no such host");
    }
    if (cutOff || member.get().isCutOff()) {
      return Optional.of("dial tcp " + host + ":" + endpoint.getPort() + ": i/o timeout");
    }
    return endpoint.getPort() == CLIENT_PORT && member.get().systemd().isActive(UNIT)
        ? Optional.empty()
        : Optional.of("dial tcp " + host + ":" + endpoint.getPort() + ": connection refused");
  }

  private boolean hasQuorum() {
    long healthy =
        members.stream()
            .filter(machine -> !machine.isCutOff() && machine.systemd().isActive(UNIT))
            .count();
    return healthy * 2 > members.size();
  }
}
