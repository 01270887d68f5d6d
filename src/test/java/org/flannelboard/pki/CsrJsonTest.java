package org.flannelboard.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.SubjectAltName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsrJsonTest {

  private static final String FILE = "flannel-csr.json";

  private static final Request GUIDE =
      new Request(
          "flanneld",
          List.of(),
          new Key("rsa", 2048),
          List.of(Map.of("C", "CN", "ST", "Fuzhou", "L", "Fujian", "O", "k8s", "OU", "System")));

  @Test
  void readsTheGuidesRequest() {
    assertThat(CsrJson.parse(FILE, Golden.text(FILE))).isEqualTo(Result.ok(GUIDE));
  }

  @Test
  void writesItAsPeopleWriteIt() {
    assertThat(CsrJson.write(GUIDE))
        .isEqualTo(
            """
            {
              "CN" : "flanneld",
              "hosts" : [ ],
              "key" : {
                "algo" : "rsa",
                "size" : 2048
              },
              "names" : [
                {
                  "C" : "CN",
                  "ST" : "Fuzhou",
                  "L" : "Fujian",
                  "O" : "k8s",
                  "OU" : "System"
                }
              ]
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flannel-csr.json", "rich-csr.json", "ca-csr.json", "ec-leaf-csr.json"})
  void readsBackWhatItWrites(String file) {
    Request request = Golden.request(file);
    assertThat(CsrJson.parse(file, CsrJson.write(request))).isEqualTo(Result.ok(request));
  }

  @Test
  void fillsInWhatCfsslFillsIn() {
    assertThat(CsrJson.parse(FILE, "{\"CN\": \"x\", \"names\": null}"))
        .isEqualTo(Result.ok(new Request("x", List.of(), new Key("ecdsa", 256), List.of())));
  }

  @Test
  void namesEveryMistakeAtOnceWithItsPath() {
    List<PkiFailure> problems =
        problems(
            """
            {
              "cn": "flanneld",
              "hosts": ["ok.example", "10.0.0.999", 5, "a b", "host:2379"],
              "key": {"algo": "rsa", "size": 1024},
              "names": [{"C": "CN", "Org": "k8s", "O": 3}, "System"],
              "ca": {"expiry": "1h"}
            }
            """);
    assertThat(problems)
        .extracting(problem -> problem.code() + " " + problem.arguments().get("path"))
        .containsExactlyInAnyOrder(
            "json-key-unknown cn",
            "request-field-bad CN",
            "json-value-bad hosts[2]",
            "request-field-bad hosts[1]",
            "request-field-bad hosts[3]",
            "request-field-bad hosts[4]",
            "request-field-bad key",
            "json-key-unknown names[0].Org",
            "json-value-bad names[0].O",
            "json-value-bad names[1]",
            "request-field-bad ca");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, 2047, false",
    "rsa, 2048, true",
    "rsa, 8192, true",
    "rsa, 8193, false",
    "ecdsa, 224, false",
    "ecdsa, 256, true",
    "ecdsa, 384, true",
    "ecdsa, 521, true",
    "ecdsa, 512, false",
    "ed25519, 256, false",
    "RSA, 2048, false"
  })
  void takesTheKeysCfsslTakes(String algorithm, int size, boolean valid) {
    String json =
        "{\"CN\": \"x\", \"key\": {\"algo\": \"%s\", \"size\": %d}}".formatted(algorithm, size);
    assertThat(CsrJson.parse(FILE, json).toOptional().isPresent()).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, IP, 10.0.0.1",
    "::1, IP, 0:0:0:0:0:0:0:1",
    "FE80::1, IP, fe80:0:0:0:0:0:0:1",
    "::ffff:1.2.3.4, IP, 1.2.3.4",
    "vm01, DNS, vm01",
    "*.k8s.local, DNS, *.k8s.local",
    "_etcd-server-ssl._tcp.example.com, DNS, _etcd-server-ssl._tcp.example.com",
    "ops@example.com, EMAIL, ops@example.com",
    "spiffe://cluster/ns/flannel, URI, spiffe://cluster/ns/flannel",
    "https://etcd:2379/, URI, https://etcd:2379/"
  })
  void tellsHostsApart(String host, Kind kind, String value) {
    assertThat(SubjectAltName.parse(host)).contains(new SubjectAltName(kind, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "10.0.0.256", "10.0.0", "1", "fe80::1%eth0", "[::1]", "host:2379", "a b", "-x",
        "a..b", "*", "a.*.b", "/path", "http://a b", "ümlaut", "@", "x@", "://", "10.0.0.1/24"
      })
  void refusesHostsThatAreNothing(String host) {
    assertThat(SubjectAltName.parse(host)).isEmpty();
  }

  private static List<PkiFailure> problems(String json) {
    return CsrJson.parse(FILE, json).toFailure().orElseThrow().parts();
  }
}
