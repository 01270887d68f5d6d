package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.flannelboard.base.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The PEM files were made with {@code openssl genrsa}, {@code ecparam}, {@code pkcs8} and {@code
 * req}.
 */
class PemTlsTest {

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa-pkcs1.key",
    "rsa.pem, rsa-pkcs8.key",
    "ec.pem, ec-sec1.key",
    "ec.pem, ec-sec1-params.key",
    "ec.pem, ec-pkcs8.key",
    "ec384.pem, ec384-sec1.key"
  })
  void readsEveryFormOfKey(String certificate, String key) throws IOException {
    PemTls tls = PemTls.of(material(pem("rsa.pem"), pem(certificate), pem(key))).orElseThrow();

    assertThat(tls.context().getProtocol()).isEqualTo("TLS");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa.pem, ec-sec1.key, key, does not belong to the certificate",
    "rsa.pem, ec.pem, ec384-sec1.key, key, does not belong to the certificate",
    "rsa.pem, rsa.pem, rsa-encrypted.key, key, is encrypted; flanneld and etcd need it plain",
    "rsa.pem, rsa.pem, rsa.pem, key, holds no PEM private key",
    "rsa.pem, rsa-pkcs1.key, rsa-pkcs1.key, certificate, is no PEM certificate",
    "rsa-pkcs1.key, rsa.pem, rsa-pkcs1.key, CA, is no PEM certificate"
  })
  void saysWhichPartCannotBeUsed(String ca, String certificate, String key, String what, String why)
      throws IOException {
    assertThat(PemTls.of(material(pem(ca), pem(certificate), pem(key))).toFailure())
        .contains(new StoreFailure.TlsMaterial(what, why));
  }

  @Test
  void aDamagedKeyIsNoCrash() throws IOException {
    String damaged = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQH/\n-----END EC PRIVATE KEY-----\n";

    assertThat(PemTls.of(material(pem("ec.pem"), pem("ec.pem"), damaged)).toFailure())
        .contains(new StoreFailure.TlsMaterial("key", "is damaged"));
  }

  @Test
  void anEmptyCaIsNamed() throws IOException {
    assertThat(PemTls.of(material("", pem("rsa.pem"), pem("rsa-pkcs1.key"))).toFailure())
        .contains(new StoreFailure.TlsMaterial("CA", "holds no certificate"));
  }

  private static EtcdAccess.Tls material(String ca, String certificate, String key) {
    return new EtcdAccess.Tls(ca, certificate, Secret.of(key));
  }

  private static String pem(String name) throws IOException {
    try (InputStream in = PemTlsTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
