package org.flannelboard.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.flannelboard.pki.Golden.text;

import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading it ends in a value or a failure that names it; never a throw. */
class MalformedInputTest {

  /** Fixed, so that a failure comes again. */
  private static final long SEED = 20_180_613;

  private static final Instant NOW = Golden.madeAt("flannel.pem");

  @ParameterizedTest
  @CsvSource({
    "flannel.pem, certificate-unreadable",
    "rich.pem, certificate-unreadable",
  })
  void everyCutOfACertificateIsUnreadable(String file, String code) {
    String whole = text(file).stripTrailing();
    for (int length = 0; length < whole.length(); length += 13) {
      CertificatePem cut = new CertificatePem(file, whole.substring(0, length));
      assertThat(CertificateInspector.inspect(cut, null, null, NOW).toFailure())
          .hasValueSatisfying(failure -> assertNames(failure, code, file));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ca-key.pem, private-key-unreadable",
    "ca-key-pkcs8.pem, private-key-unreadable",
    "ec-ca-key.pem, private-key-unreadable",
    "ca-key-pkcs8-aes.pem, private-key-unreadable",
    "ca-key-traditional-aes.pem, private-key-unreadable"
  })
  void everyCutOfAKeyIsUnreadable(String file, String code) {
    String whole = text(file).stripTrailing();
    for (int length = 0; length < whole.length(); length += 13) {
      KeyPem cut =
          new KeyPem(file, Secret.of(whole.substring(0, length)), Secret.of(Golden.PASSPHRASE));
      assertThat(Pem.privateKey(cut).toFailure())
          .hasValueSatisfying(failure -> assertNames(failure, code, file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flannel.pem", "rich.pem", "ec-leaf.pem", "ca.pem"})
  void damagedCertificatesNeverThrow(String file) throws Exception {
    byte[] whole = Anatomy.certificate(text(file)).getEncoded();
    eachDamage(
        whole,
        100,
        damaged -> {
          CertificatePem pem = new CertificatePem(file, Pem.encode("CERTIFICATE", damaged));
          var result = CertificateInspector.inspect(pem, Golden.certificate("ca.pem"), null, NOW);
          result
              .toFailure()
              .ifPresent(failure -> assertNames(failure, "certificate-unreadable", file));
          // A changed bit cannot leave the chain trusted, or the signature covers nothing.
          result.ifOk(
              report ->
                  assertThat(report.chain().toOptional())
                      .hasValueSatisfying(verdict -> assertThat(verdict.isTrusted()).isFalse()));
          // As the authority of another it is met where fewer eyes are on it.
          assertThatCode(
                  () ->
                      CertificateInspector.inspect(
                          Golden.certificate("flannel.pem"), pem, null, NOW))
              .doesNotThrowAnyException();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "ca-key.pem, RSA PRIVATE KEY",
    "ec-ca-key.pem, EC PRIVATE KEY",
    "ca-key-pkcs8.pem, PRIVATE KEY",
    "ca-key-pkcs8-aes.pem, ENCRYPTED PRIVATE KEY"
  })
  void damagedKeysNeverThrow(String file, String type) {
    byte[] whole =
        Base64.getMimeDecoder().decode(text(file).replaceAll("-----.*-----", "").strip());
    eachDamage(
        whole,
        60, // opening an encrypted key is slow by design
        damaged -> {
          KeyPem pem =
              new KeyPem(file, Secret.of(Pem.encode(type, damaged)), Secret.of(Golden.PASSPHRASE));
          CertificateAuthority.load(Golden.certificate("ca.pem"), pem)
              .toFailure()
              .ifPresent(
                  failure ->
                      assertThat(failure.parts())
                          .allSatisfy(
                              part -> assertThat(part.arguments()).containsEntry("file", file)));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca-config.json", "flannel-csr.json", "rich-csr.json"})
  void damagedJsonNeverThrows(String file) {
    String whole = text(file);
    Random random = new Random(SEED);
    for (int round = 0; round < 1500; round++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.setLength(Math.max(1, at));
          case 1 -> damaged.deleteCharAt(at);
          default -> damaged.insert(at, "{}[]\",:0nt\\\u0000é".charAt(random.nextInt(13)));
        }
        if (damaged.isEmpty()) {
          damaged.append(' ');
        }
      }
      SigningConfig.parse(file, damaged.toString())
          .toFailure()
          .ifPresent(f -> assertParts(f, file));
      CsrJson.parse(file, damaged.toString()).toFailure().ifPresent(f -> assertParts(f, file));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\n\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAgEA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"
      })
  void hollowBlocksAreFailures(String content) {
    PkiFailure failure =
        CertificateAuthority.load(
                new CertificatePem("a.pem", content),
                new KeyPem("b.pem", Secret.of(content), Secret.of("x")))
            .toFailure()
            .orElseThrow();
    assertThat(failure.parts())
        .extracting(part -> part.arguments().get("file"))
        .containsExactly("a.pem", "b.pem");
  }

  private static void eachDamage(byte[] whole, int rounds, Consumer<byte[]> reader) {
    Random random = new Random(SEED);
    for (int round = 0; round < rounds; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      reader.accept(damaged);
    }
  }

  private static void assertNames(Failure failure, String code, String file) {
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.arguments()).containsEntry("file", file);
  }

  private static void assertParts(PkiFailure failure, String file) {
    assertThat(failure.parts())
        .allSatisfy(part -> assertThat(part.arguments()).containsEntry("file", file));
  }
}
