package org.flannelboard.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.pki.Golden.authority;
import static org.flannelboard.pki.Golden.config;
import static org.flannelboard.pki.Golden.issuerAt;
import static org.flannelboard.pki.Golden.madeAt;
import static org.flannelboard.pki.Golden.request;
import static org.flannelboard.pki.Golden.text;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flannelboard.base.Known;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerTest {

  @ParameterizedTest
  @CsvSource({
    "ca, kubernetes, flannel",
    "ca, kubernetes, rich",
    "ca, servers, server",
    "ec-ca, kubernetes, ec-leaf"
  })
  void makesWhatCfsslMakes(String ca, String profile, String name) {
    String golden = text(name + ".pem");
    IssuedCertificate issued =
        issuerAt(madeAt(name + ".pem"))
            .issue(authority(ca), config(), profile, request(name + "-csr.json"))
            .orElseThrow();

    assertThat(Anatomy.ofCertificate(issued.certificatePem()))
        .containsExactlyEntriesOf(Anatomy.ofCertificate(golden));
    assertThat(Anatomy.certificate(issued.certificatePem()).getNotBefore())
        .isEqualTo(Anatomy.certificate(golden).getNotBefore());
    assertThat(Anatomy.certificate(issued.certificatePem()).getNotAfter())
        .as("no later than its authority, which cfssl does not mind")
        .isEqualTo(
            Collections.min(
                List.of(
                    Anatomy.certificate(golden).getNotAfter(),
                    Date.from(authority(ca).notAfter()))));
    assertThat(Anatomy.ofRequest(issued.csrPem()))
        .containsExactlyEntriesOf(Anatomy.ofRequest(text(name + ".csr")));
    assertThat(Anatomy.ofKey(issued.keyPem().revealText()))
        .isEqualTo(Anatomy.ofKey(text(name + "-key.pem")));
  }

  @ParameterizedTest
  @CsvSource({"rsa, 3072", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521"})
  void whatItMakesHoldsTogether(String algorithm, int size) {
    Instant now = madeAt("ca.pem");
    Request request = withKey(request("flannel-csr.json"), new Key(algorithm, size));
    IssuedCertificate issued =
        issuerAt(now).issue(authority("ca"), config(), "kubernetes", request).orElseThrow();

    CertificateReport report = inspect(issued, now);
    assertThat(report.chain()).isEqualTo(Known.of(new ChainVerdict.Trusted()));
    assertThat(report.keyMatches()).isEqualTo(Known.of(true));
    assertThat(report.key()).isEqualTo(request.key());
    assertThat(report.matches(request)).isTrue();
    assertThat(Pem.privateKey(KeyPem.of("key", issued.keyPem())).toOptional()).isPresent();
  }

  @Test
  void serialNumbersArePositiveLongAndNeverTheSame() {
    Request request = withKey(request("flannel-csr.json"), new Key("ecdsa", 256));
    List<BigInteger> serials =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    inspect(
                            issuerAt(madeAt("ca.pem"))
                                .issue(authority("ca"), config(), "kubernetes", request)
                                .orElseThrow(),
                            madeAt("ca.pem"))
                        .serial())
            .toList();
    assertThat(serials).doesNotHaveDuplicates().allMatch(serial -> serial.signum() > 0);
    assertThat(serials).allMatch(serial -> serial.bitLength() <= 159);
    assertThat(serials).anyMatch(serial -> serial.bitLength() > 150);
  }

  @ParameterizedTest
  @CsvSource({
    "2048, SHA256withRSA",
    "3071, SHA256withRSA",
    "3072, SHA384withRSA",
    "4095, SHA384withRSA",
    "4096, SHA512withRSA",
    "8192, SHA512withRSA"
  })
  void theHashGrowsWithTheKey(int bits, String algorithm) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    assertThat(
            KeyPairs.signatureAlgorithm(
                KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)))))
        .contains(algorithm);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-04T05:06:29Z, 2026-03-04T05:01:00Z",
    "2026-03-04T05:06:30Z, 2026-03-04T05:02:00Z",
    "2026-03-04T05:06:00Z, 2026-03-04T05:01:00Z"
  })
  void beginsFiveMinutesBeforeTheNearestMinute(Instant now, Instant notBefore) {
    assertThat(CertificateWriter.notBefore(now, SigningConfig.BACKDATE)).isEqualTo(notBefore);
  }

  @Test
  void aCertificateEndsWithItsAuthorityAtTheLatest() {
    Instant now = madeAt("ca.pem").plus(Duration.ofDays(4 * 365));
    CertificateAuthority ca = authority("ca");
    Request request = withKey(request("flannel-csr.json"), new Key("ecdsa", 256));
    CertificateReport report =
        inspect(issuerAt(now).issue(ca, config(), "kubernetes", request).orElseThrow(), now);
    assertThat(report.notAfter()).isEqualTo(ca.notAfter());
    assertThat(report.chain().toOptional()).contains(new ChainVerdict.Trusted());
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    Instant late = authority("ca").notAfter().plusSeconds(1);
    Request bad =
        new Request("", List.of("10.0.0.256"), new Key("rsa", 1024), List.of(Map.of("X", "y")));

    PkiFailure failure =
        issuerAt(late).issue(authority("ca"), config(), "kubernets", bad).toFailure().orElseThrow();

    assertThat(failure.parts())
        .extracting(PkiFailure::code)
        .containsExactly(
            "ca-expired",
            "signing-profile-unknown",
            "request-field-bad",
            "request-field-bad",
            "request-field-bad",
            "request-field-bad");
    assertThat(failure.parts().get(1).arguments()).containsEntry("known", "kubernetes, servers");
    assertThat(failure.parts().subList(2, 6))
        .extracting(part -> part.arguments().get("path"))
        .containsExactly("CN", "hosts[0]", "key", "names[0].X");
  }

  @Test
  void anAuthorityFromTheFutureDoesNotSign() {
    Instant early = Golden.parsed("ca.pem").notBefore().minusSeconds(1);
    PkiFailure failure =
        issuerAt(early)
            .issue(authority("ca"), config(), "kubernetes", request("flannel-csr.json"))
            .toFailure()
            .orElseThrow();
    assertThat(failure.code()).isEqualTo("ca-not-yet-valid");
  }

  @Test
  void leavesThePlatformsProvidersAlone() {
    Provider[] before = Security.getProviders();
    issuerAt(madeAt("ca.pem"))
        .issue(
            authority("ca"),
            config(),
            "kubernetes",
            withKey(request("flannel-csr.json"), new Key("ecdsa", 256)))
        .orElseThrow();
    CertificateAuthority.load(
            Golden.certificate("ca.pem"), Golden.key("ca-key-pkcs8-aes.pem", Golden.PASSPHRASE))
        .orElseThrow();
    assertThat(Security.getProviders()).isEqualTo(before);
  }

  private static CertificateReport inspect(IssuedCertificate issued, Instant now) {
    return CertificateInspector.inspect(
            new CertificatePem("flannel.pem", issued.certificatePem()),
            Golden.certificate("ca.pem"),
            KeyPem.of("flannel-key.pem", Secret.of(issued.keyPem().reveal())),
            now)
        .orElseThrow();
  }

  private static Request withKey(Request request, Key key) {
    return new Request(request.commonName(), request.hosts(), key, request.names());
  }
}
