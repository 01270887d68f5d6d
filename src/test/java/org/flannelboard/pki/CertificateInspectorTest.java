package org.flannelboard.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.pki.Golden.certificate;
import static org.flannelboard.pki.Golden.key;
import static org.flannelboard.pki.Golden.request;
import static org.flannelboard.pki.Golden.text;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.CertificateReport.Aspect;
import org.flannelboard.pki.ChainVerdict.Expired;
import org.flannelboard.pki.ChainVerdict.IssuerExpired;
import org.flannelboard.pki.ChainVerdict.IssuerNotAnAuthority;
import org.flannelboard.pki.ChainVerdict.IssuerNotYetValid;
import org.flannelboard.pki.ChainVerdict.NotForClients;
import org.flannelboard.pki.ChainVerdict.NotYetValid;
import org.flannelboard.pki.ChainVerdict.Trusted;
import org.flannelboard.pki.ChainVerdict.WrongIssuer;
import org.flannelboard.pki.ChainVerdict.WrongSignature;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificateInspectorTest {

  private static final String CA = "C=CN,ST=Fuzhou,L=Fujian,O=k8s,OU=System,CN=kubernetes";
  private static final Instant NOW = Golden.madeAt("flannel.pem");

  @Test
  void tellsWhatTheGuidesCertificateSays() throws Exception {
    CertificateReport report =
        inspect(certificate("flannel.pem"), certificate("ca.pem"), key("flannel-key.pem"), NOW);

    assertThat(report.subject()).isEqualTo("C=CN,ST=Fuzhou,L=Fujian,O=k8s,OU=System,CN=flanneld");
    assertThat(report.issuer()).isEqualTo(CA);
    assertThat(report.usages())
        .containsExactly("digital signature", "key encipherment", "server auth", "client auth");
    assertThat(report.sans()).isEmpty();
    assertThat(report.key()).isEqualTo(new Key("rsa", 2048));
    assertThat(Duration.between(report.notBefore(), report.notAfter()))
        .isEqualTo(Duration.ofHours(87600));
    assertThat(report.chain()).isEqualTo(Known.of(new Trusted()));
    assertThat(report.keyMatches()).isEqualTo(Known.of(true));
    byte[] der = Anatomy.certificate(text("flannel.pem")).getEncoded();
    assertThat(report.fingerprint().sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
  }

  @Test
  void tellsAllKindsOfNames() {
    CertificateReport report = inspect(certificate("rich.pem"), null, null, NOW);
    assertThat(report.subject())
        .isEqualTo(
            "C=AB+C=CN,ST=zz+ST=aaa,L=福建,O=k8s+O=system:masters,OU=a*b+OU=System,CN=café & co");
    assertThat(report.sans())
        .extracting(SubjectAltName::value)
        .containsExactly(
            "etcd.example.com",
            "*.k8s.local",
            "ops@example.com",
            "10.0.0.1",
            "0:0:0:0:0:0:0:1",
            "fe80:0:0:0:0:0:0:1",
            "1.2.3.4");
    assertThat(report.key()).isEqualTo(new Key("ecdsa", 384));
  }

  @Test
  void whatWasNotGivenIsNotChecked() {
    CertificateReport report = inspect(certificate("flannel.pem"), null, null, NOW);
    assertThat(report.chain()).isEqualTo(Known.notChecked());
    assertThat(report.keyMatches()).isEqualTo(Known.notChecked());
  }

  @Test
  void whatCannotBeReadIsUnknownAndNamesTheFile() {
    CertificateReport report =
        inspect(
            certificate("flannel.pem"),
            new CertificatePem("node-ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n"),
            key("ca-key-pkcs8-aes.pem"),
            NOW);
    assertThat(report.chain())
        .isInstanceOfSatisfying(
            Known.Unknown.class, unknown -> assertThat(unknown.why()).contains("node-ca.pem"));
    assertThat(report.keyMatches())
        .isEqualTo(Known.unknown("ca-key-pkcs8-aes.pem: passphrase missing"));
  }

  @Test
  void seesTheKeyOfAnother() {
    assertThat(inspect(certificate("flannel.pem"), null, key("ca-key.pem"), NOW).keyMatches())
        .isEqualTo(Known.of(false));
    assertThat(inspect(certificate("flannel.pem"), null, key("rich-key.pem"), NOW).keyMatches())
        .isEqualTo(Known.of(false));
  }

  @Test
  void saysWhyAChainDoesNotHold() {
    Instant end = Golden.parsed("flannel.pem").notAfter();
    Instant begin = Golden.parsed("flannel.pem").notBefore();
    Instant caBegin = Golden.parsed("ca.pem").notBefore();
    Instant caEnd = Golden.parsed("ca.pem").notAfter();

    assertThat(verdict("flannel.pem", "ec-ca.pem", NOW))
        .isEqualTo(new WrongIssuer(CA, "C=CN,ST=Fuzhou,L=Fujian,O=k8s,OU=System,CN=kubernetes-ec"));
    assertThat(verdict("flannel.pem", "other-ca.pem", NOW)).isEqualTo(new WrongSignature(CA));
    assertThat(verdict("flannel.pem", "ca.pem", caEnd.plusSeconds(1)))
        .isEqualTo(new IssuerExpired(CA, caEnd));
    assertThat(verdict("flannel.pem", "ca.pem", caBegin.minusSeconds(1)))
        .isEqualTo(new IssuerNotYetValid(CA, caBegin));
    assertThat(verdict("server.pem", "ca.pem", NOW))
        .isEqualTo(new NotForClients(List.of("digital signature", "server auth")));
    assertThat(verdict("server.pem", "ca.pem", NOW.plus(Duration.ofHours(2))))
        .isEqualTo(new Expired(Golden.parsed("server.pem").notAfter()));
    assertThat(verdict("ec-leaf.pem", "ec-ca.pem", NOW)).isEqualTo(new Trusted());
    assertThat(end).isAfter(caEnd);
    assertThat(begin).isAfterOrEqualTo(caBegin);
  }

  @Test
  void aCertificateOfTomorrowDoesNotHoldToday() {
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    CertificatePem made = issueEc(tomorrow, Golden.authority("ca"));
    assertThat(inspect(made, certificate("ca.pem"), null, NOW).chain())
        .isEqualTo(
            Known.of(
                new NotYetValid(
                    Golden.parsed("flannel.pem").notBefore().plus(Duration.ofDays(1)))));
  }

  @Test
  void aCertificateUnderOneThatMayNotSignIsNotTrusted() throws Exception {
    // No authority here would do it, so the leaf's key signs by hand through BouncyCastle.
    ParsedCertificate leaf = Golden.parsed("flannel.pem");
    var builder =
        new X509v3CertificateBuilder(
            leaf.holder().getSubject(),
            BigInteger.TWO,
            Date.from(NOW),
            Date.from(NOW.plusSeconds(60)),
            leaf.holder().getSubject(),
            leaf.holder().getSubjectPublicKeyInfo());
    var holder =
        builder.build(
            new JcaContentSignerBuilder("SHA256withRSA")
                .build(Pem.privateKey(key("flannel-key.pem")).orElseThrow()));
    CertificatePem forged =
        new CertificatePem("forged.pem", Pem.encode("CERTIFICATE", holder.getEncoded()));
    assertThat(inspect(forged, certificate("flannel.pem"), null, NOW).chain())
        .isEqualTo(Known.of(new IssuerNotAnAuthority(leaf.subject())));
  }

  @Test
  void duringAChangeOfAuthorityEitherWillDo() {
    CertificatePem both =
        new CertificatePem("ca.pem", text("ec-ca.pem") + text("other-ca.pem") + text("ca.pem"));
    assertThat(inspect(certificate("flannel.pem"), both, null, NOW).chain())
        .isEqualTo(Known.of(new Trusted()));
    CertificatePem neither = new CertificatePem("ca.pem", text("ec-ca.pem") + text("other-ca.pem"));
    assertThat(inspect(certificate("flannel.pem"), neither, null, NOW).chain())
        .isEqualTo(Known.of(new WrongSignature(CA)));
  }

  @Test
  void aTamperedCertificateIsNotTrusted() throws Exception {
    byte[] der = Anatomy.certificate(text("flannel.pem")).getEncoded();
    der[der.length - 1] ^= 1;
    CertificatePem tampered = new CertificatePem("flannel.pem", Pem.encode("CERTIFICATE", der));
    assertThat(inspect(tampered, certificate("ca.pem"), null, NOW).chain())
        .isEqualTo(Known.of(new WrongSignature(CA)));
  }

  @Test
  void knowsWhetherARequestIsStillFulfilled() {
    CertificateReport report = inspect(certificate("flannel.pem"), null, null, NOW);
    SigningConfig.Profile profile = Golden.config().profile("kubernetes").orElseThrow();
    Request guide = request("flannel-csr.json");
    assertThat(report.matches(guide)).isTrue();
    assertThat(report.differences(guide, profile)).isEmpty();
    assertThat(inspect(certificate("rich.pem"), null, null, NOW).matches(request("rich-csr.json")))
        .isTrue();
    assertThat(
            inspect(certificate("server.pem"), null, null, NOW).matches(request("server-csr.json")))
        .isFalse();
  }

  @Test
  void namesWhatARequestChanges() {
    CertificateReport report = inspect(certificate("flannel.pem"), null, null, NOW);
    SigningConfig config = Golden.config();
    SigningConfig.Profile profile = config.profile("kubernetes").orElseThrow();
    Request guide = request("flannel-csr.json");

    Request renamed = new Request("other", guide.hosts(), guide.key(), guide.names());
    assertThat(report.differences(renamed, profile)).containsExactly(Aspect.SUBJECT);
    Request moved =
        new Request(guide.commonName(), guide.hosts(), guide.key(), List.of(Map.of("C", "CN")));
    assertThat(report.differences(moved, profile)).containsExactly(Aspect.SUBJECT);
    Request hosted = new Request("flanneld", List.of("vm01"), guide.key(), guide.names());
    assertThat(report.differences(hosted, profile)).containsExactly(Aspect.HOSTS);
    Request stronger = new Request("flanneld", List.of(), new Key("rsa", 4096), guide.names());
    assertThat(report.differences(stronger, profile)).containsExactly(Aspect.KEY);
    assertThat(report.differences(guide, config.profile("servers").orElseThrow()))
        .containsExactly(Aspect.USAGES);
    for (Request changed : List.of(renamed, moved, hosted, stronger)) {
      assertThat(report.matches(changed)).isFalse();
    }
  }

  private static CertificatePem issueEc(Instant now, CertificateAuthority ca) {
    Request request = new Request("x", List.of(), new Key("ecdsa", 256), List.of());
    return new CertificatePem(
        "x.pem",
        Golden.issuerAt(now)
            .issue(ca, Golden.config(), "kubernetes", request)
            .orElseThrow()
            .certificatePem());
  }

  private static ChainVerdict verdict(String certificate, String ca, Instant now) {
    return inspect(certificate(certificate), certificate(ca), null, now)
        .chain()
        .toOptional()
        .orElseThrow();
  }

  private static CertificateReport inspect(
      CertificatePem certificate, @Nullable CertificatePem ca, @Nullable KeyPem key, Instant now) {
    return CertificateInspector.inspect(certificate, ca, key, now).orElseThrow();
  }
}
