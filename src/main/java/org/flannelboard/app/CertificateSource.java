package org.flannelboard.app;

import java.nio.file.Path;

/** Which certificate nodes are given. */
public sealed interface CertificateSource {

  /** One that is installed somewhere and fits the profile; a new one if there is none. */
  record WhatFits() implements CertificateSource {}

  /** A new one, with a new key. */
  record New() implements CertificateSource {}

  /**
   * One that was issued to files on this machine.
   *
   * @param certificate {@code flannel.pem}
   * @param key {@code flannel-key.pem}
   */
  record Files(Path certificate, Path key) implements CertificateSource {

    /** The files that {@link Certificates#issue} wrote to a folder. */
    public static Files in(Path folder) {
      return new Files(folder.resolve("flannel.pem"), folder.resolve("flannel-key.pem"));
    }
  }
}
