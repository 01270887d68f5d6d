package org.flannelboard.pki;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.PkiFailure.RequestFieldBad;

/** The rules a request must keep, whatever file or profile it came from. */
final class RequestRules {

  private RequestRules() {}

  /** Everything wrong with the request, with paths as in cfssl's {@code *-csr.json}. */
  static List<RequestFieldBad> check(String label, Request request) {
    List<RequestFieldBad> problems = new ArrayList<>();
    if (request.commonName().isBlank() || hasControls(request.commonName())) {
      problems.add(
          new RequestFieldBad(label, "CN", request.commonName(), "a name, for example flanneld"));
    }
    for (int i = 0; i < request.hosts().size(); i++) {
      String host = request.hosts().get(i);
      if (SubjectAltName.parse(host).isEmpty()) {
        problems.add(
            new RequestFieldBad(
                label,
                "hosts[" + i + "]",
                host,
                "a DNS name, an IP address, an e-mail address or a URI with ://"));
      }
    }
    if (!KeyPairs.isValid(request.key())) {
      problems.add(
          new RequestFieldBad(
              label,
              "key",
              request.key().algorithm() + " " + request.key().size(),
              "rsa with 2048 to 8192, or ecdsa with 256, 384 or 521"));
    }
    for (int i = 0; i < request.names().size(); i++) {
      problems.addAll(checkName(label, "names[" + i + "]", request.names().get(i)));
    }
    return problems;
  }

  private static List<RequestFieldBad> checkName(
      String label, String path, Map<String, String> attributes) {
    List<RequestFieldBad> problems = new ArrayList<>();
    // Sorted, since a request's maps have no order and messages should.
    new TreeMap<>(attributes)
        .forEach(
            (attribute, value) -> {
              String at = path + "." + attribute;
              if (!SubjectName.ATTRIBUTES.contains(attribute)) {
                problems.add(
                    new RequestFieldBad(
                        label, at, value, "one of " + String.join(", ", SubjectName.ATTRIBUTES)));
              } else if (hasControls(value)) {
                problems.add(new RequestFieldBad(label, at, value, "no control characters"));
              }
            });
    return problems;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
