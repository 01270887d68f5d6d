package org.flannelboard.ui.certificates;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.AuthorityReport;
import org.flannelboard.app.Certificates;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.ui.kit.Session;
import org.jspecify.annotations.Nullable;

/** The authority that signs: the profile's, or another one that the person looks at. */
final class AuthorityViewModel {

  private final Session session;
  private final Certificates certificates;
  private final Consumer<Look> show;
  private final ReadOnlyObjectWrapper<CertificateSpec.Ca> source;
  private final ReadOnlyObjectWrapper<@Nullable Result<AuthorityReport, Failure>> report =
      new ReadOnlyObjectWrapper<>();

  /** What came of looking at an authority. */
  private record Look(CertificateSpec.Ca source, Result<AuthorityReport, Failure> report) {}

  AuthorityViewModel(Session session) {
    this.session = session;
    this.certificates = new Certificates(session.cluster());
    this.source = new ReadOnlyObjectWrapper<>(ofProfile());
    this.show = session.bridge().latest(this::arrived);
    look(ofProfile());
  }

  // Properties

  /** Whose certificates are issued with. */
  ReadOnlyObjectProperty<CertificateSpec.Ca> source() {
    return source.getReadOnlyProperty();
  }

  /** What was found; null while it is looked at. */
  ReadOnlyObjectProperty<@Nullable Result<AuthorityReport, Failure>> report() {
    return report.getReadOnlyProperty();
  }

  /** The profile's own. */
  CertificateSpec.Ca ofProfile() {
    return session.profile().certificates().ca();
  }

  // Commands

  /** Looks at an authority, and issues with it from now on. */
  void look(CertificateSpec.Ca ca) {
    source.set(ca);
    report.set(null);
    session
        .cluster()
        .tasks()
        .start(
            "look at CA",
            () -> {
              show.accept(new Look(ca, certificates.authority(ca)));
              return true;
            })
        .detach();
  }

  /** The same with its certificate and key, each a path here or {@code node:/path}. */
  void look(String certificate, String key) {
    look(new CertificateSpec.Ca(file(certificate), file(key), ofProfile().config()));
  }

  private FileRef file(String text) {
    String typed = text.strip();
    int colon = typed.indexOf(":/");
    Optional<NodeSpec> node =
        session.nodes().stream()
            .filter(it -> colon > 0 && it.id().name().equals(typed.substring(0, colon)))
            .findFirst();
    return node.filter(_ -> RemotePath.isValid(typed.substring(colon + 1)))
        .<FileRef>map(it -> new FileRef.OnNode(it.id(), RemotePath.of(typed.substring(colon + 1))))
        .orElseGet(() -> new FileRef.Local(Path.of(typed).toAbsolutePath()));
  }

  private void arrived(Look look) {
    // A slow answer about another one than the one asked for last is of no use.
    if (look.source().equals(source.get())) {
      report.set(look.report());
    }
  }
}
