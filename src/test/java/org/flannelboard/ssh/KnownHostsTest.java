package org.flannelboard.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.flannelboard.base.HostPort;
import org.flannelboard.ssh.KnownHosts.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsTest {

  private static final HostPort HOST = new HostPort("vm01.example.org", 22);
  private static final HostPort OTHER_PORT = new HostPort("vm01.example.org", 2222);
  private static final HostKey KEY = key("ssh-ed25519", 1);
  private static final HostKey OTHER = key("ssh-ed25519", 2);
  private static final HostKey RSA = key("ssh-rsa", 3);

  private static HostKey key(String type, int seed) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    byte[] blob = new byte[4 + name.length + 36];
    blob[3] = (byte) name.length;
    System.arraycopy(name, 0, blob, 4, name.length);
    blob[blob.length - 1] = (byte) seed;
    return HostKey.of(blob).orElseThrow();
  }

  private static Verdict check(HostPort host, HostKey presented, String... lines) {
    KnownHosts known = new KnownHosts();
    known.add(Path.of("kh"), String.join("\n", lines));
    return known.check(host, presented);
  }

  private static String line(String hosts, HostKey key) {
    return hosts + " " + key.type() + " " + key.base64() + " a comment";
  }

  @Test
  void aKeyOnFileIsTrusted() {
    assertThat(check(HOST, KEY, "# all", line("other,vm01.example.org", KEY)))
        .isEqualTo(new Verdict.Trusted());
    assertThat(check(HOST, KEY, line("VM01.example.*", KEY))).isEqualTo(new Verdict.Trusted());
    assertThat(check(HOST, KEY, line("vm01.example.org", OTHER), line("vm0?.example.org", KEY)))
        .isEqualTo(new Verdict.Trusted());
  }

  @Test
  void aHostWithoutAKeyIsUnknown() {
    assertThat(check(HOST, KEY)).isEqualTo(new Verdict.Unknown());
    assertThat(check(HOST, KEY, line("vm01", KEY))).isEqualTo(new Verdict.Unknown());
    assertThat(check(HOST, KEY, line("*,!vm01.example.org", KEY))).isEqualTo(new Verdict.Unknown());
    assertThat(check(HOST, KEY, "vm01.example.org ssh-ed25519 @@@", "vm01.example.org"))
        .isEqualTo(new Verdict.Unknown());
    assertThat(check(HOST, KEY, "@cert-authority " + line("*", KEY)))
        .isEqualTo(new Verdict.Unknown());
  }

  @Test
  void anotherPortIsAnotherHost() {
    assertThat(check(OTHER_PORT, KEY, line("vm01.example.org", KEY)))
        .isEqualTo(new Verdict.Unknown());
    assertThat(check(OTHER_PORT, KEY, line("[vm01.example.org]:2222", KEY)))
        .isEqualTo(new Verdict.Trusted());
  }

  @Test
  void anotherKeyIsAChangeWhateverItsType() {
    assertThat(check(HOST, KEY, "", line("vm01.example.org", OTHER)))
        .isEqualTo(new Verdict.Changed(OTHER, "kh:2"));
    assertThat(check(HOST, KEY, line("vm01.example.org", RSA)))
        .isEqualTo(new Verdict.Changed(RSA, "kh:1"));
  }

  @Test
  void aRevokedKeyIsRefusedEvenWhereItIsAlsoTrusted() {
    assertThat(check(HOST, KEY, line("*", KEY), "@revoked " + line("*", KEY)))
        .isEqualTo(new Verdict.Revoked("kh:2"));
  }

  @Test
  void hashedNamesAreRecognised() {
    String salt = "AAECAwQFBgcICQoLDA0ODxAREhM=";
    assertThat(check(HOST, KEY, line("|1|" + salt + "|ue8jw2MXRRV8xyf+vDYcu047hgA=", KEY)))
        .isEqualTo(new Verdict.Trusted());
    assertThat(check(OTHER_PORT, KEY, line("|1|" + salt + "|ue8jw2MXRRV8xyf+vDYcu047hgA=", KEY)))
        .isEqualTo(new Verdict.Unknown());
  }

  @Test
  void theFingerprintIsOpenSshs() {
    HostKey known =
        HostKey.of(
                "ssh-ed25519",
                "AAAAC3NzaC1lZDI1NTE5AAAAICKou80nQRsGPAAdrtrYsXEelzPIHEKyxi3m5/Mes4pH")
            .orElseThrow();
    assertThat(known.fingerprint()).isEqualTo("SHA256:5ODQNL1J8jt72iPcnxWYoBuk2c3EkoS2+7velemZwGs");
  }

  @Test
  void aNewLineIsAddedAndTheRestKept(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("known_hosts");
    byte[] before = "# \u00e9\r\n\n  junk".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, before);
    new KnownHostsFiles(List.of(file)).append(OTHER_PORT, KEY);
    String expected =
        new String(before, StandardCharsets.ISO_8859_1)
            + "\n[vm01.example.org]:2222 ssh-ed25519 "
            + KEY.base64()
            + "\n";
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(file);
    }
  }
}
