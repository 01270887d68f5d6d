package org.flannelboard.pki;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.pki.PkiFailure.PassphraseMissing;
import org.flannelboard.pki.PkiFailure.PassphraseWrong;
import org.flannelboard.pki.PkiFailure.PemUnreadable;

/**
 * The textual encoding of certificates and keys (RFC 7468, and RFC 1421 for OpenSSL's older
 * encrypted keys).
 *
 * <p>BouncyCastle reports malformed structures by checked and by unchecked exceptions of many
 * kinds, so this room alone catches them all; what leaves it has been decoded to the last field.
 */
final class Pem {

  private static final int LINE_LENGTH = 64;

  private Pem() {}

  /** The block as Go and OpenSSL write it, whatever this machine's line ending is. */
  static String encode(String type, byte[] der) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(LINE_LENGTH, newline).encodeToString(der), type);
  }

  /** The first certificate of the file. */
  static Result<ParsedCertificate, PkiFailure> certificate(CertificatePem pem) {
    return certificates(pem).map(List::getFirst);
  }

  /** All certificates of the file, of which there is at least one. */
  static Result<List<ParsedCertificate>, PkiFailure> certificates(CertificatePem pem) {
    List<ParsedCertificate> found = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(pem.text()))) {
      for (PemObject next = reader.readPemObject(); next != null; next = reader.readPemObject()) {
        if (next.getType().equals("CERTIFICATE")) {
          found.add(ParsedCertificate.decode(pem.label(), next.getContent()));
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return Result.err(unreadable(pem.label(), PemUnreadable.Kind.CERTIFICATE, e));
    }
    return found.isEmpty()
        ? Result.err(
            new PemUnreadable(
                pem.label(), PemUnreadable.Kind.CERTIFICATE, "no BEGIN CERTIFICATE line"))
        : Result.ok(List.copyOf(found));
  }

  /** The first private key of the file, opened with its passphrase if it needs one. */
  static Result<PrivateKey, PkiFailure> privateKey(KeyPem pem) {
    char[] text = pem.text().reveal();
    try (PEMParser parser = new PEMParser(new CharArrayReader(text))) {
      return privateKeyInfo(pem, parser).flatMap(info -> decode(pem.label(), info));
    } catch (IOException | RuntimeException e) {
      return Result.err(unreadable(pem.label(), PemUnreadable.Kind.PRIVATE_KEY, e));
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  private static Result<PrivateKeyInfo, PkiFailure> privateKeyInfo(KeyPem pem, PEMParser parser)
      throws IOException {
    // Other objects may stand before the key, such as the EC PARAMETERS of openssl ecparam.
    for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
      switch (next) {
        case PEMKeyPair pair -> {
          return Result.ok(pair.getPrivateKeyInfo());
        }
        case PrivateKeyInfo info -> {
          return Result.ok(info);
        }
        case PEMEncryptedKeyPair pair -> {
          return open(pem, passphrase -> openPem(pair, passphrase));
        }
        case PKCS8EncryptedPrivateKeyInfo info -> {
          return open(pem, passphrase -> openPkcs8(info, passphrase));
        }
        default -> {}
      }
    }
    return Result.err(
        new PemUnreadable(
            pem.label(), PemUnreadable.Kind.PRIVATE_KEY, "no BEGIN … PRIVATE KEY line"));
  }

  /** A way to open an encrypted key. */
  @FunctionalInterface
  private interface Opening {
    PrivateKeyInfo open(char[] passphrase)
        throws IOException, OperatorCreationException, PKCSException;
  }

  /**
   * Opens an encrypted key. A wrong passphrase shows as bad padding, or one time in 256 as garbage
   * that is no key, so every failure here counts as one.
   */
  private static Result<PrivateKeyInfo, PkiFailure> open(KeyPem pem, Opening opening) {
    Secret passphrase = pem.passphrase();
    if (passphrase == null) {
      return Result.err(new PassphraseMissing(pem.label()));
    }
    char[] characters = passphrase.reveal();
    try {
      return Result.ok(opening.open(characters));
    } catch (IOException | OperatorCreationException | PKCSException | RuntimeException _) {
      return Result.err(new PassphraseWrong(pem.label()));
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  private static PrivateKeyInfo openPem(PEMEncryptedKeyPair pair, char[] passphrase)
      throws IOException {
    return pair.decryptKeyPair(new BcPEMDecryptorProvider(passphrase)).getPrivateKeyInfo();
  }

  /**
   * The one use of BouncyCastle's provider: the JDK's own knows only some of the ciphers OpenSSL
   * offers here. It takes a moment to build, hence only when first needed, and it is never
   * registered with the platform.
   */
  private static final class Ciphers {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }

  private static PrivateKeyInfo openPkcs8(PKCS8EncryptedPrivateKeyInfo info, char[] passphrase)
      throws OperatorCreationException, PKCSException {
    return info.decryptPrivateKeyInfo(
        new JceOpenSSLPKCS8DecryptorProviderBuilder()
            .setProvider(Ciphers.PROVIDER)
            .build(passphrase));
  }

  private static Result<PrivateKey, PkiFailure> decode(String label, PrivateKeyInfo info) {
    try {
      String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
      return Result.ok(
          KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
    } catch (IOException | GeneralSecurityException e) {
      return Result.err(unreadable(label, PemUnreadable.Kind.PRIVATE_KEY, e));
    }
  }

  private static PkiFailure unreadable(String label, PemUnreadable.Kind kind, Exception e) {
    String message = e.getMessage();
    return new PemUnreadable(
        label, kind, message == null || message.isBlank() ? e.getClass().getSimpleName() : message);
  }
}
