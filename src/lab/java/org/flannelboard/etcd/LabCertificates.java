package org.flannelboard.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Secret;

/** Throw-away certificates made with the openssl command, for an etcd of a test's own. */
final class LabCertificates {

  private final Path folder;

  LabCertificates(Path folder) {
    this.folder = folder;
  }

  /** A new authority. */
  LabCertificates authority(String ca) {
    openssl("genrsa", "-traditional", "-out", key(ca), "2048");
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        key(ca),
        "-subj",
        "/CN=" + ca,
        "-days",
        "2",
        "-out",
        certificate(ca));
    return this;
  }

  /** A certificate for server and client use. */
  LabCertificates issue(String name, String ca, String subjectAlternativeName, int days) {
    openssl("genrsa", "-traditional", "-out", key(name), "2048");
    openssl("req", "-new", "-key", key(name), "-subj", "/CN=" + name, "-out", file(name, "csr"));
    try {
      Files.writeString(
          Path.of(file(name, "ext")),
          "extendedKeyUsage=serverAuth,clientAuth\nsubjectAltName="
              + subjectAlternativeName
              + "\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    openssl(
        "x509",
        "-req",
        "-in",
        file(name, "csr"),
        "-CA",
        certificate(ca),
        "-CAkey",
        key(ca),
        "-CAcreateserial",
        "-days",
        "" + days,
        "-extfile",
        file(name, "ext"),
        "-out",
        certificate(name));
    return this;
  }

  String certificate(String name) {
    return file(name, "pem");
  }

  String key(String name) {
    return file(name, "key");
  }

  /** Material for our side. */
  EtcdAccess.Tls tls(String ca, String client) throws IOException {
    return new EtcdAccess.Tls(
        Files.readString(Path.of(certificate(ca))),
        Files.readString(Path.of(certificate(client))),
        Secret.of(Files.readString(Path.of(key(client)))));
  }

  private String file(String name, String extension) {
    return folder.resolve(name + "." + extension).toString();
  }

  private static void openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
    } catch (IOException e) {
      throw new IllegalStateException("openssl is needed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
