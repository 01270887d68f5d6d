package org.flannelboard.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Known;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The installed cfssl, run here and now, and this program make the same certificates, and each
 * reads what the other made. Needs {@code golang-cfssl} and {@code openssl}.
 */
class CfsslLabTest {

  /** Serial number, times, key bits and key identifier differ between any two certificates. */
  private static final String WITHOUT_WHAT_DIFFERS = "no_serial,no_pubkey,no_sigdump,no_validity";

  private static final long TIMEOUT_SECONDS = 60;

  @TempDir private Path folder;

  @BeforeEach
  void cfsslMakesAnAuthority() throws Exception {
    write("ca-csr.json", Golden.text("ca-csr.json"));
    write("ca-config.json", Golden.text("ca-config.json"));
    run("cfssl gencert -loglevel=5 -initca ca-csr.json | cfssljson -bare ca");
  }

  @ParameterizedTest
  @CsvSource({
    "flannel, rsa, 2048",
    "flannel, rsa, 3072",
    "flannel, rsa, 4096",
    "flannel, ecdsa, 256",
    "flannel, ecdsa, 384",
    "flannel, ecdsa, 521",
    "rich, rsa, 2048",
    "rich, ecdsa, 521"
  })
  void theSameRequestGivesTheSameCertificate(String name, String algorithm, int size)
      throws Exception {
    Request golden = Golden.request(name + "-csr.json");
    Request request =
        new Request(golden.commonName(), golden.hosts(), new Key(algorithm, size), golden.names());
    write("request-csr.json", CsrJson.write(request));
    run(
        "cfssl gencert -loglevel=5 -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json"
            + " -profile=kubernetes request-csr.json | cfssljson -bare theirs");
    IssuedCertificate ours =
        Golden.issuerAt(
                Pem.certificate(certificate("theirs.pem"))
                    .orElseThrow()
                    .notBefore()
                    .plus(SigningConfig.BACKDATE))
            .issue(authority(), Golden.config(), "kubernetes", request)
            .orElseThrow();
    write("ours.pem", ours.certificatePem());
    write("ours-key.pem", ours.keyPem().revealText());
    write("ours.csr", ours.csrPem());

    assertThat(Anatomy.ofCertificate(read("ours.pem")))
        .containsExactlyEntriesOf(Anatomy.ofCertificate(read("theirs.pem")));
    assertThat(Anatomy.ofRequest(read("ours.csr")))
        .containsExactlyEntriesOf(Anatomy.ofRequest(read("theirs.csr")));
    assertThat(Anatomy.ofKey(read("ours-key.pem")))
        .isEqualTo(Anatomy.ofKey(read("theirs-key.pem")));
    assertThat(opensslText("ours.pem")).isEqualTo(opensslText("theirs.pem"));
    // Theirs holds for ten years, whatever becomes of the authority; ours ends with it.
    assertThat(begin("ours.pem")).isEqualTo(begin("theirs.pem"));
    assertThat(end("ours.pem")).isEqualTo(end("ca.pem"));
    assertThat(run("openssl verify -purpose sslclient -CAfile ca.pem ours.pem"))
        .isEqualTo("ours.pem: OK\n");
    assertThat(run("openssl req -in ours.csr -noout -verify 2>&1")).contains("verify OK");
    assertThat(run("openssl pkey -in ours-key.pem -pubout"))
        .isEqualTo(run("openssl x509 -in ours.pem -noout -pubkey"));
    assertThat(inspect("theirs").matches(request)).isTrue();
    assertThat(inspect("theirs").chain()).isEqualTo(Known.of(new ChainVerdict.Trusted()));
    assertThat(inspect("theirs").keyMatches()).isEqualTo(Known.of(true));
  }

  @ParameterizedTest
  @CsvSource({"ca-csr.json", "ec-ca-csr.json"})
  void cfsslSignsWithAnAuthorityMadeHere(String requestFile) throws Exception {
    IssuedCertificate made =
        CertificateAuthority.create(
                Golden.request(requestFile),
                CertificateAuthority.DEFAULT_VALIDITY,
                Clock.systemUTC(),
                new SecureRandom())
            .orElseThrow();
    write("ca.pem", made.certificatePem());
    write("ca-key.pem", made.keyPem().revealText());
    write("request-csr.json", Golden.text("flannel-csr.json"));

    run(
        "cfssl gencert -loglevel=5 -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json"
            + " -profile=kubernetes request-csr.json | cfssljson -bare theirs");

    assertThat(run("openssl verify -purpose sslclient -CAfile ca.pem theirs.pem"))
        .isEqualTo("theirs.pem: OK\n");
    assertThat(inspect("theirs").chain()).isEqualTo(Known.of(new ChainVerdict.Trusted()));
  }

  private CertificateAuthority authority() throws IOException {
    return CertificateAuthority.load(
            certificate("ca.pem"), KeyPem.of("ca-key.pem", Secret.of(read("ca-key.pem"))))
        .orElseThrow();
  }

  private CertificateReport inspect(String name) throws IOException {
    return CertificateInspector.inspect(
            certificate(name + ".pem"),
            certificate("ca.pem"),
            KeyPem.of(name + "-key.pem", Secret.of(read(name + "-key.pem"))),
            Instant.now())
        .orElseThrow();
  }

  /** openssl's view, but for the line with the identifier of the key. */
  private String opensslText(String file) throws Exception {
    List<String> lines =
        run("openssl x509 -in " + file + " -text -noout -certopt " + WITHOUT_WHAT_DIFFERS)
            .lines()
            .toList();
    int own = lines.indexOf("            X509v3 Subject Key Identifier: ");
    assertThat(own).isPositive();
    return String.join("\n", lines.subList(0, own + 1))
        + "\n"
        + String.join("\n", lines.subList(own + 2, lines.size()));
  }

  private String begin(String file) throws Exception {
    return run("openssl x509 -in " + file + " -noout -startdate");
  }

  private String end(String file) throws Exception {
    return run("openssl x509 -in " + file + " -noout -enddate");
  }

  private CertificatePem certificate(String file) throws IOException {
    return new CertificatePem(file, read(file));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private String run(String command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("%s ends in time", command).isTrue();
    assertThat(process.exitValue()).as(command).isZero();
    return Files.readString(output);
  }
}
