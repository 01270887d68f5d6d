package org.flannelboard.ssh;

import java.util.List;

/** The signature algorithms that go with a type of key. */
final class KeyTypes {

  private KeyTypes() {}

  /**
   * The algorithms a key of this type can sign with, best first. RSA keys sign with SHA-2 only (RFC
   * 8332); like OpenSSH since 8.8 we leave SHA-1 out.
   */
  static List<String> algorithms(String type) {
    return type.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(type);
  }
}
