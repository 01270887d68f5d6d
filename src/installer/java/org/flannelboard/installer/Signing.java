package org.flannelboard.installer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Signatures, where somebody's identity is at hand. Without one the packages are made all the same,
 * and the build says that they are not signed.
 */
final class Signing {

  private Signing() {}

  /** The identity that a variable names. */
  private static Optional<String> identity(String variable, String what) {
    String value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      System.out.println(what + " skipped: " + variable + " names no identity");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** jpackage's options for a "Developer ID" certificate in the keychain. */
  static List<String> ofMac() {
    return identity("FLANNELBOARD_MAC_IDENTITY", "signing for macOS")
        .map(
            name ->
                List.of(
                    "--mac-sign",
                    "--mac-signing-key-user-name",
                    name,
                    "--mac-entitlements",
                    "jpackage/macos/entitlements.plist"))
        .orElse(List.of());
  }

  /** Has Apple look at a package, with the credentials of a profile in the keychain. */
  static void notarise(Path file) throws IOException, InterruptedException {
    Optional<String> profile =
        identity("FLANNELBOARD_MAC_NOTARY_PROFILE", "notarisation of " + file.getFileName());
    if (profile.isPresent()) {
      Tool.run(
          List.of(
              "xcrun",
              "notarytool",
              "submit",
              file.toString(),
              "--keychain-profile",
              profile.get(),
              "--wait"));
      Tool.run(List.of("xcrun", "stapler", "staple", file.toString()));
    }
  }

  /** Signs with the certificate of a fingerprint in Windows' store. */
  static void ofWindows(Path file) throws IOException, InterruptedException {
    Optional<String> fingerprint =
        identity("FLANNELBOARD_WINDOWS_IDENTITY", "signing of " + file.getFileName());
    if (fingerprint.isPresent()) {
      Tool.run(
          List.of(
              "signtool",
              "sign",
              "/sha1",
              fingerprint.get(),
              "/fd",
              "SHA256",
              "/tr",
              "http://timestamp.digicert.com",
              "/td",
              "SHA256",
              file.toString()));
    }
  }

  /** Writes a detached OpenPGP signature beside a file, with a key of the person who builds. */
  static void ofLinux(Path file) throws IOException, InterruptedException {
    Optional<String> key =
        identity("FLANNELBOARD_GPG_IDENTITY", "signing of " + file.getFileName());
    if (key.isPresent()) {
      Tool.run(
          List.of(
              "gpg",
              "--batch",
              "--yes",
              "--armor",
              "--local-user",
              key.get(),
              "--detach-sign",
              file.toString()));
    }
  }
}
