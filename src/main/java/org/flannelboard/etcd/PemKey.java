package org.flannelboard.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;

/**
 * Reads a private key from PEM.
 *
 * <p>The JDK knows PKCS#8 alone. cfssl writes PKCS#1 for RSA (RFC 8017 appendix A.1.2) and SEC 1
 * for elliptic curves (RFC 5915); both become PKCS#8 (RFC 5208) by putting an envelope around them.
 */
final class PemKey {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private static final HexFormat HEX = HexFormat.of();

  /** INTEGER 0: the version of PKCS#8. */
  private static final byte[] VERSION = HEX.parseHex("020100");

  /** SEQUENCE of OBJECT IDENTIFIER 1.2.840.113549.1.1.1 (rsaEncryption) and NULL. */
  private static final byte[] RSA = HEX.parseHex("300d06092a864886f70d0101010500");

  /** OBJECT IDENTIFIER 1.2.840.10045.2.1 (ecPublicKey). */
  private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  /** The tag {@code [0]} under which RFC 5915 puts the curve. */
  private static final int PARAMETERS = 0xa0;

  private PemKey() {}

  static Result<PrivateKey, StoreFailure> parse(Secret pem) {
    Matcher block = BLOCK.matcher(pem.revealText());
    if (!block.find()) {
      return unusable("holds no PEM private key");
    }
    if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
      return unusable("is encrypted; flanneld and etcd need it plain");
    }
    byte[] der = null;
    try {
      der = Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
      return switch (block.group(1)) {
        case "RSA PRIVATE KEY" -> generate("RSA", envelope(RSA, der));
        case "EC PRIVATE KEY" -> {
          byte[] sec1 = der;
          yield curve(sec1)
              .map(curve -> generate("EC", envelope(sequence(EC, curve), sec1)))
              .orElseGet(() -> unusable("does not name its curve"));
        }
        default -> pkcs8(der);
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException _) {
      return unusable("is damaged");
    } finally {
      if (der != null) {
        Arrays.fill(der, (byte) 0);
      }
    }
  }

  private static Result<PrivateKey, StoreFailure> pkcs8(byte[] der) {
    boolean ec = HEX.formatHex(der).contains(HEX.formatHex(EC));
    return generate(ec ? "EC" : "RSA", der);
  }

  private static Result<PrivateKey, StoreFailure> generate(String algorithm, byte[] pkcs8) {
    try {
      return Result.ok(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      return unusable("is no " + algorithm + " key");
    }
  }

  private static Result<PrivateKey, StoreFailure> unusable(String why) {
    return Result.err(new StoreFailure.TlsMaterial("key", why));
  }

  private static byte[] envelope(byte[] algorithm, byte[] key) {
    return sequence(VERSION, algorithm, element(OCTET_STRING, key));
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    return element(SEQUENCE, body.toByteArray());
  }

  /** Tag, length and content in DER (X.690 section 8.1); lengths up to 65535. */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length > 255) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 127) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** The curve's OBJECT IDENTIFIER, from the member {@code parameters} of an ECPrivateKey. */
  private static Optional<byte[]> curve(byte[] sec1) {
    int at = contentOf(sec1, 0);
    while (at < sec1.length) {
      int content = contentOf(sec1, at);
      int end = Math.addExact(content, lengthAt(sec1, at));
      if (end < content) {
        throw new IndexOutOfBoundsException("a length beyond 31 bits");
      }
      if ((sec1[at] & 0xff) == PARAMETERS) {
        return Optional.of(Arrays.copyOfRange(sec1, content, end));
      }
      at = end;
    }
    return Optional.empty();
  }

  private static int contentOf(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[element + 2 + i] & 0xff;
    }
    return length;
  }
}
