package org.flannelboard.installer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that a runtime trusts. A JDK hands on those of its machine, an
 * employer's own among them; the installed application trusts a list that lies in this repository.
 */
final class TrustStore {

  private static final String PASSWORD = "changeit"; // the JDK's own, which protects nothing

  private TrustStore() {}

  /** Where a runtime keeps them. */
  static Path in(Path runtime) {
    return runtime.resolve("lib").resolve("security").resolve("cacerts");
  }

  /** Writes them as the JDK does: a PKCS #12 file without encryption and without a MAC. */
  static void write(Path pem, Path cacerts) throws IOException, GeneralSecurityException {
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : read(pem)) {
      store.setCertificateEntry(String.format(Locale.ROOT, "%03d", number++), certificate);
    }
    try (OutputStream out = Files.newOutputStream(cacerts)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  /** The certificates of a list in PEM with lines of comment. */
  static Collection<? extends Certificate> read(Path pem)
      throws IOException, GeneralSecurityException {
    String text =
        String.join(
            "\n", Files.readAllLines(pem).stream().filter(line -> !line.startsWith("#")).toList());
    try (InputStream in =
        new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  /** The certificates of a runtime. */
  static List<Certificate> trusted(Path cacerts) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(cacerts.toFile(), PASSWORD.toCharArray());
    List<Certificate> certificates = new ArrayList<>();
    for (String alias : java.util.Collections.list(store.aliases())) {
      @Nullable Certificate certificate = store.getCertificate(alias);
      if (certificate != null) {
        certificates.add(certificate);
      }
    }
    return certificates;
  }
}
