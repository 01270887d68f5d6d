package org.flannelboard.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec.Key;

/**
 * Key pairs of the kinds cfssl makes: RSA and ECDSA. The JDK's own providers do the arithmetic;
 * BouncyCastle knows the encodings.
 */
final class KeyPairs {

  static final int RSA_MIN = 2048;
  static final int RSA_MAX = 8192;

  private KeyPairs() {}

  /** Whether a key of that kind can be made. */
  static boolean isValid(Key key) {
    return switch (key.algorithm()) {
      case "rsa" -> key.size() >= RSA_MIN && key.size() <= RSA_MAX;
      case "ecdsa" -> curve(key.size()).isPresent();
      default -> false;
    };
  }

  /** A new key pair; the caller has made sure that the kind {@linkplain #isValid is valid}. */
  static KeyPair generate(Key key, SecureRandom random) {
    try {
      if (key.algorithm().equals("rsa")) {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(key.size(), random);
        return rsa.generateKeyPair();
      }
      KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
      ec.initialize(new ECGenParameterSpec(curve(key.size()).orElseThrow()), random);
      return ec.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA and the NIST curves", e);
    }
  }

  /** The private key as cfssl writes it: PKCS#1 (RFC 8017) or SEC 1 (RFC 5915). */
  static Secret pem(KeyPair pair) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
      if (pair.getPrivate() instanceof ECPrivateKey ec) {
        ASN1BitString point =
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()).getPublicKeyData();
        byte[] der =
            new org.bouncycastle.asn1.sec.ECPrivateKey(
                    ec.getParams().getOrder().bitLength(),
                    ec.getS(),
                    point,
                    info.getPrivateKeyAlgorithm().getParameters())
                .getEncoded();
        return Secret.of(Pem.encode("EC PRIVATE KEY", der));
      }
      return Secret.of(Pem.encode("RSA PRIVATE KEY", info.getPrivateKey().getOctets()));
    } catch (IOException e) {
      throw new UncheckedIOException("a fresh key has an encoding", e);
    }
  }

  /**
   * The signature algorithm cfssl takes for a key: a hash as strong as the key (cfssl,
   * signer/signer.go: {@code DefaultSigAlgo}). Empty for kinds of key that sign nothing here.
   */
  static Optional<String> signatureAlgorithm(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> Optional.of(forRsa(rsa.getModulus().bitLength()));
      case ECPublicKey ec -> forEcdsa(ec.getParams().getOrder().bitLength());
      default -> Optional.empty();
    };
  }

  /** Whether the two are one pair: what the one signs, the other verifies. */
  static boolean match(PrivateKey privateKey, PublicKey publicKey) {
    byte[] probe = "one pair".getBytes(StandardCharsets.US_ASCII);
    Optional<String> algorithm = signatureAlgorithm(publicKey);
    if (algorithm.isEmpty() || !privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    try {
      Signature signing = Signature.getInstance(algorithm.get());
      signing.initSign(privateKey);
      signing.update(probe);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm.get());
      verifying.initVerify(publicKey);
      verifying.update(probe);
      return verifying.verify(signature);
    } catch (GeneralSecurityException _) {
      return false; // other lengths, or a private key whose parts contradict each other
    }
  }

  private static String forRsa(int bits) {
    if (bits >= 4096) {
      return "SHA512withRSA";
    }
    return bits >= 3072 ? "SHA384withRSA" : "SHA256withRSA";
  }

  private static Optional<String> forEcdsa(int bits) {
    return switch (bits) {
      case 256 -> Optional.of("SHA256withECDSA");
      case 384 -> Optional.of("SHA384withECDSA");
      case 521 -> Optional.of("SHA512withECDSA");
      default -> Optional.empty();
    };
  }

  private static Optional<String> curve(int size) {
    return switch (size) {
      case 256 -> Optional.of("secp256r1");
      case 384 -> Optional.of("secp384r1");
      case 521 -> Optional.of("secp521r1");
      default -> Optional.empty();
    };
  }
}
