package org.flannelboard.pki;

import org.flannelboard.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The text of a private key file: PKCS#1, SEC 1 or PKCS#8, encrypted or not.
 *
 * @param label what messages call it: the file name
 * @param text its content
 * @param passphrase opens an encrypted key; null when none is known
 */
public record KeyPem(String label, Secret text, @Nullable Secret passphrase) {

  /** A key for which no passphrase is known. */
  public static KeyPem of(String label, Secret text) {
    return new KeyPem(label, text, null);
  }
}
