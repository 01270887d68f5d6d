package org.flannelboard.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.pki.Golden.certificate;
import static org.flannelboard.pki.Golden.key;
import static org.flannelboard.pki.Golden.request;
import static org.flannelboard.pki.Golden.text;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.PkiFailure.KeyMismatch;
import org.flannelboard.pki.PkiFailure.NotAnAuthority;
import org.flannelboard.pki.PkiFailure.PassphraseMissing;
import org.flannelboard.pki.PkiFailure.PassphraseWrong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {

  @ParameterizedTest
  @CsvSource({
    "ca.pem, ca-key.pem",
    "ca.pem, ca-key-pkcs8.pem",
    "ec-ca.pem, ec-ca-key.pem",
    "ec-ca.pem, ec-ca-key-pkcs8.pem",
    "ec-ca.pem, ec-ca-key-parameters.pem"
  })
  void readsEveryFormOfKey(String certificate, String key) {
    CertificateAuthority ca =
        CertificateAuthority.load(certificate(certificate), key(key)).orElseThrow();
    assertThat(ca.subject()).startsWith("C=CN,ST=Fuzhou,L=Fujian,O=k8s,OU=System,CN=kubernetes");
    assertThat(ca.certificatePem().text()).isEqualTo(text(certificate));
  }

  @ParameterizedTest
  @CsvSource({
    "ca.pem, ca-key-pkcs8-aes.pem",
    "ca.pem, ca-key-pkcs8-des3.pem",
    "ca.pem, ca-key-traditional-aes.pem",
    "ec-ca.pem, ec-ca-key-traditional-aes.pem"
  })
  void opensEncryptedKeysWithTheRightPassphraseAlone(String certificate, String key) {
    CertificatePem ca = certificate(certificate);
    assertThat(CertificateAuthority.load(ca, key(key, Golden.PASSPHRASE)).toOptional()).isPresent();
    assertThat(CertificateAuthority.load(ca, key(key)))
        .isEqualTo(Result.err(new PassphraseMissing(key)));
    for (String wrong : List.of("", "correct hors", "battery staple")) {
      assertThat(CertificateAuthority.load(ca, key(key, wrong)))
          .isEqualTo(Result.err(new PassphraseWrong(key)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other-ca-key.pem", "ec-ca-key.pem", "flannel-key.pem", "rich-key.pem"})
  void refusesTheKeyOfAnother(String key) {
    assertThat(CertificateAuthority.load(certificate("ca.pem"), key(key)))
        .isEqualTo(Result.err(new KeyMismatch(key, "ca.pem")));
  }

  @Test
  void refusesACertificateThatMaySignNothing() {
    assertThat(CertificateAuthority.load(certificate("flannel.pem"), key("flannel-key.pem")))
        .isEqualTo(
            Result.err(
                new NotAnAuthority(
                    "flannel.pem", "C=CN,ST=Fuzhou,L=Fujian,O=k8s,OU=System,CN=flanneld")));
  }

  @Test
  void saysEverythingThatIsWrongWithBothFiles() {
    PkiFailure failure =
        CertificateAuthority.load(
                certificate("flannel.pem"), KeyPem.of("ca-key.pem", Secret.of("nothing")))
            .toFailure()
            .orElseThrow();
    assertThat(failure.parts())
        .extracting(PkiFailure::code)
        .containsExactlyInAnyOrder("not-a-ca", "private-key-unreadable");
  }

  @Test
  void holdsFromItsFirstMomentToItsLast() {
    CertificateAuthority ca = Golden.authority("ca");
    Instant first = Golden.parsed("ca.pem").notBefore();
    assertThat(ca.checkAt(first)).isEmpty();
    assertThat(ca.checkAt(ca.notAfter())).isEmpty();
    assertThat(ca.checkAt(first.minusMillis(1))).map(PkiFailure::code).contains("ca-not-yet-valid");
    assertThat(ca.checkAt(ca.notAfter().plusMillis(1)))
        .map(PkiFailure::code)
        .contains("ca-expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca", "ec-ca"})
  void aNewOneIsWhatCfsslMakes(String name) {
    Request request = request(name + "-csr.json");
    IssuedCertificate made =
        CertificateAuthority.create(
                request,
                CertificateAuthority.DEFAULT_VALIDITY,
                InstantSource.fixed(Golden.madeAt(name + ".pem")),
                new SecureRandom())
            .orElseThrow();

    assertThat(Anatomy.ofCertificate(made.certificatePem()))
        .containsExactlyEntriesOf(Anatomy.ofCertificate(text(name + ".pem")));
    assertThat(Anatomy.certificate(made.certificatePem()).getNotAfter())
        .isEqualTo(Anatomy.certificate(text(name + ".pem")).getNotAfter());
    assertThat(Anatomy.ofRequest(made.csrPem()))
        .containsExactlyEntriesOf(Anatomy.ofRequest(text(name + ".csr")));
    assertThat(Anatomy.ofKey(made.keyPem().revealText()))
        .isEqualTo(Anatomy.ofKey(text(name + "-key.pem")));
    assertThat(
            CertificateAuthority.load(
                    new CertificatePem("ca.pem", made.certificatePem()),
                    KeyPem.of("ca-key.pem", made.keyPem()))
                .toOptional())
        .isPresent();
  }

  @Test
  void refusesARequestNoAuthorityCanHave() {
    Request request = request("rich-csr.json");
    PkiFailure failure =
        CertificateAuthority.create(
                request, Duration.ZERO, InstantSource.fixed(Instant.EPOCH), new SecureRandom())
            .toFailure()
            .orElseThrow();
    assertThat(failure.parts())
        .extracting(PkiFailure::code)
        .containsExactly("request-field-bad", "expiry-bad");
  }

  @Test
  void itsTextShowsNoKey() {
    assertThat(Golden.authority("ca"))
        .hasToString("C=CN,ST=Fuzhou,L=Fujian,O=k8s,OU=System,CN=kubernetes (ca.pem)");
    assertThat(key("ca-key.pem", Golden.PASSPHRASE).toString())
        .doesNotContain("PRIVATE")
        .doesNotContain(Golden.PASSPHRASE);
  }
}
