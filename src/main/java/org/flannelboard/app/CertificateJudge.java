package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flannelboard.app.CertificateFinding.AuthorityEnded;
import org.flannelboard.app.CertificateFinding.AuthorityMissing;
import org.flannelboard.app.CertificateFinding.AuthorityNotBegun;
import org.flannelboard.app.CertificateFinding.AuthorityUnusable;
import org.flannelboard.app.CertificateFinding.Expired;
import org.flannelboard.app.CertificateFinding.Expiring;
import org.flannelboard.app.CertificateFinding.ExpiringWithAuthority;
import org.flannelboard.app.CertificateFinding.KeyMismatch;
import org.flannelboard.app.CertificateFinding.KeyMissing;
import org.flannelboard.app.CertificateFinding.KeyUnreadable;
import org.flannelboard.app.CertificateFinding.Missing;
import org.flannelboard.app.CertificateFinding.ModeOpen;
import org.flannelboard.app.CertificateFinding.NotAsRequested;
import org.flannelboard.app.CertificateFinding.NotForClients;
import org.flannelboard.app.CertificateFinding.NotVouchedFor;
import org.flannelboard.app.CertificateFinding.NotYetValid;
import org.flannelboard.app.CertificateFinding.OtherFileInUse;
import org.flannelboard.app.CertificateFinding.Unreadable;
import org.flannelboard.app.CertificateFinding.WrongAuthority;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;
import org.flannelboard.pki.CertificateInspector;
import org.flannelboard.pki.CertificatePem;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.ChainVerdict;
import org.flannelboard.pki.KeyPem;
import org.flannelboard.pki.PkiFailure;
import org.jspecify.annotations.Nullable;

/** Says what is right and wrong with the certificate that was seen on a node. */
final class CertificateJudge {

  private static final String CERTIFICATE_OPTION = "-etcd-certfile=";

  /** Writable by others than the owner. */
  private static final int OTHERS_WRITE = 0022;

  /** Of any use to others than the owner. */
  private static final int OTHERS = 0077;

  private final ClusterProfile profile;
  private final @Nullable Content ca;
  private final Instant now;

  CertificateJudge(ClusterProfile profile, @Nullable Content ca, Instant now) {
    this.profile = profile;
    this.ca = ca;
    this.now = now;
  }

  InstalledCertificate unreachable(NodeSpec node, Failure why) {
    return new InstalledCertificate(
        node,
        CertificateState.UNREACHABLE,
        profile.paths().certificate(),
        null,
        null,
        null,
        List.of(why));
  }

  InstalledCertificate judge(NodeSpec node, Observation seen) {
    return new Case(node, seen).judge();
  }

  /** One node's certificate, and what was found so far. */
  private final class Case {

    private final NodeSpec spec;
    private final String node;
    private final Observation seen;
    private final RemotePath path = profile.paths().certificate();
    private final RemotePath keyPath = profile.paths().key();
    private final List<CertificateFinding> findings = new ArrayList<>();

    Case(NodeSpec spec, Observation seen) {
      this.spec = spec;
      this.node = spec.id().name();
      this.seen = seen;
    }

    InstalledCertificate judge() {
      RemotePath used = inUse();
      if (!used.equals(path)) {
        findings.add(new OtherFileInUse(node, used.text(), path.text()));
      }
      FileState.Regular file = regular(path);
      FileState.Regular key = regular(keyPath);
      CertificateReport report = file == null ? absent() : read(file, key);
      if (report != null) {
        judgeKey(key, report);
        judgeChain(report);
        if (!waitsForAuthority(report)) {
          judgeTime(report);
          judgeRequest(report);
        }
      }
      judgeMode(file, OTHERS_WRITE, "0644");
      judgeMode(key, OTHERS, "0600");
      findings.sort(Comparator.comparing(CertificateFinding::state).reversed());
      CertificateState state =
          findings.stream()
              .map(CertificateFinding::state)
              .reduce(CertificateState.GOOD, CertificateState::graver);
      return new InstalledCertificate(spec, state, used, report, file, key, List.copyOf(findings));
    }

    private RemotePath inUse() {
      return seen.unit("flanneld.service").process().toOptional().stream()
          .flatMap(process -> process.arguments().stream())
          .map(argument -> argument.startsWith("--") ? argument.substring(1) : argument)
          .filter(argument -> argument.startsWith(CERTIFICATE_OPTION))
          .map(argument -> argument.substring(CERTIFICATE_OPTION.length()))
          .filter(RemotePath::isValid)
          .map(RemotePath::of)
          .findFirst()
          .orElse(path);
    }

    private FileState.@Nullable Regular regular(RemotePath at) {
      return seen.file(at) instanceof FileState.Regular file ? file : null;
    }

    private @Nullable CertificateReport absent() {
      switch (seen.file(path)) {
        case FileState.Unreadable(RemotePath at, String why) ->
            findings.add(new Unreadable(node, at.text(), why));
        case FileState.Other(RemotePath at, String kind) ->
            findings.add(new Unreadable(node, at.text(), kind));
        case FileState.Absent _, FileState.Regular _ ->
            findings.add(new Missing(node, path.text()));
      }
      return null;
    }

    private @Nullable CertificateReport read(
        FileState.Regular file, FileState.@Nullable Regular key) {
      if (file.content() == null) {
        findings.add(new Unreadable(node, path.text(), file.size() + " bytes"));
        return null;
      }
      KeyPem pem =
          key == null || key.content() == null
              ? null
              : KeyPem.of(keyPath.text(), Secret.of(key.content().text()));
      Result<CertificateReport, PkiFailure> report =
          CertificateInspector.inspect(
              new CertificatePem(path.text(), file.content().text()), authority(), pem, now);
      report
          .toFailure()
          .ifPresent(
              failure ->
                  findings.add(
                      new Unreadable(
                          node,
                          path.text(),
                          failure.arguments().getOrDefault("why", failure.code()))));
      return report.toOptional().orElse(null);
    }

    /** The profile's CA, else the node's own. */
    private @Nullable CertificatePem authority() {
      if (ca != null) {
        return new CertificatePem(profile.certificates().ca().certificate().toString(), ca.text());
      }
      FileState.Regular own = regular(profile.paths().etcdCa());
      return own == null || own.content() == null
          ? null
          : new CertificatePem(own.path().text(), own.content().text());
    }

    private void judgeKey(FileState.@Nullable Regular key, CertificateReport report) {
      if (key == null) {
        findings.add(
            seen.file(keyPath) instanceof FileState.Unreadable(RemotePath at, String why)
                ? new KeyUnreadable(node, at.text(), why)
                : new KeyMissing(node, keyPath.text()));
        return;
      }
      switch (report.keyMatches()) {
        case Known.Value<Boolean>(Boolean matches) -> {
          if (!matches) {
            findings.add(new KeyMismatch(node, path.text(), keyPath.text()));
          }
        }
        case Known.Unknown<Boolean>(String why) ->
            findings.add(new KeyUnreadable(node, keyPath.text(), why));
        case Known.NotChecked<Boolean> _ ->
            findings.add(new KeyUnreadable(node, keyPath.text(), key.size() + " bytes"));
      }
    }

    private void judgeChain(CertificateReport report) {
      String file = Optional.ofNullable(authority()).map(CertificatePem::label).orElse("");
      switch (report.chain()) {
        case Known.Value<ChainVerdict>(ChainVerdict verdict) -> judgeVerdict(verdict, file);
        case Known.Unknown<ChainVerdict>(String why) ->
            findings.add(new AuthorityUnusable(node, file, file, why));
        case Known.NotChecked<ChainVerdict> _ ->
            findings.add(new AuthorityMissing(node, profile.paths().etcdCa().text()));
      }
    }

    private void judgeVerdict(ChainVerdict verdict, String file) {
      switch (verdict) {
        case ChainVerdict.Trusted _ -> {}
        case ChainVerdict.WrongIssuer(String issuer, String authority) ->
            findings.add(new WrongAuthority(node, issuer, authority, file));
        case ChainVerdict.WrongSignature(String authority) ->
            findings.add(new NotVouchedFor(node, authority, file));
        case ChainVerdict.IssuerNotAnAuthority(String authority) ->
            findings.add(new AuthorityUnusable(node, authority, file, "CA:FALSE"));
        case ChainVerdict.IssuerExpired(String _, Instant notAfter) ->
            findings.add(new AuthorityEnded(node, file, notAfter));
        case ChainVerdict.IssuerNotYetValid(String _, Instant notBefore) ->
            findings.add(new AuthorityNotBegun(node, file, notBefore));
        case ChainVerdict.NotForClients(List<String> usages) ->
            findings.add(new NotForClients(node, String.join(", ", usages)));
        // Said by the certificate's own times, whoever vouches for it.
        case ChainVerdict.Expired _, ChainVerdict.NotYetValid _ -> {}
      }
    }

    /** Whether a renewal, which is what would be advised, could be no better. */
    private static boolean waitsForAuthority(CertificateReport report) {
      return report
          .chain()
          .toOptional()
          .filter(
              it ->
                  it instanceof ChainVerdict.IssuerExpired
                      || it instanceof ChainVerdict.IssuerNotYetValid)
          .isPresent();
    }

    /** The end of the CA that vouches for it; empty if none does. */
    private Optional<Instant> authorityEnd(CertificateReport report) {
      return report
          .chain()
          .toOptional()
          .filter(ChainVerdict::isTrusted)
          .flatMap(_ -> Optional.ofNullable(authority()))
          .flatMap(pem -> CertificateInspector.inspect(pem, null, null, now).toOptional())
          .map(CertificateReport::notAfter);
    }

    private void judgeTime(CertificateReport report) {
      Optional<Instant> last = authorityEnd(report).filter(end -> !report.notAfter().isBefore(end));
      if (last.isPresent()) {
        Duration left = Duration.between(now, last.get());
        if (left.compareTo(FlannelCertificate.RENEW_BEFORE) < 0) {
          findings.add(new ExpiringWithAuthority(node, left.toDays(), last.get()));
        }
        return;
      }
      Duration left = Duration.between(now, report.notAfter());
      if (left.isNegative()) {
        findings.add(new Expired(node, report.notAfter()));
      } else if (now.isBefore(report.notBefore())) {
        findings.add(new NotYetValid(node, report.notBefore()));
      } else if (left.compareTo(FlannelCertificate.RENEW_BEFORE) < 0) {
        findings.add(new Expiring(node, left.toDays(), report.notAfter()));
      }
    }

    private void judgeRequest(CertificateReport report) {
      Set<CertificateReport.Aspect> differences =
          report.differences(profile.certificates().request());
      if (!differences.isEmpty()) {
        String named =
            differences.stream().map(CertificateJudge::field).collect(Collectors.joining(", "));
        findings.add(new NotAsRequested(node, named));
      }
    }

    private void judgeMode(FileState.@Nullable Regular file, int forbidden, String wanted) {
      boolean open =
          file != null && ((file.mode() & forbidden) != 0 || !file.owner().equals("root"));
      if (file != null && open) {
        findings.add(
            new ModeOpen(node, file.path().text(), InstalledCertificate.mode(file), wanted));
      }
    }
  }

  /** The word of cfssl's request for it. */
  private static String field(CertificateReport.Aspect aspect) {
    return switch (aspect) {
      case SUBJECT -> "CN, names";
      case HOSTS -> "hosts";
      case KEY -> "key";
      case USAGES -> "usages";
    };
  }
}
