package org.flannelboard.ui.firstrun;

import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.flannelboard.app.AuthorityReport;
import org.flannelboard.app.Certificates;
import org.flannelboard.app.Cluster;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.ui.kit.NewCluster;
import org.jspecify.annotations.Nullable;

/** The authority that will sign flannel's certificate: where it is, and what it says. */
final class AuthorityViewModel {

  private final NewCluster context;
  private final AccessViewModel access;
  private final ObjectProperty<Whereabouts> whereabouts =
      new SimpleObjectProperty<>(Whereabouts.LATER);
  private final Question<AuthorityReport> question;
  private CertificateSpec.@Nullable Ca read;

  /** Where its files are. */
  enum Whereabouts {
    /** The profile says nothing of it: the first node has it, as in the guide. */
    LATER("firstrun.authority.later"),
    NODE("firstrun.authority.node"),
    HERE("firstrun.authority.here");

    private final String titleKey;

    Whereabouts(String titleKey) {
      this.titleKey = titleKey;
    }

    /** The key of its title. */
    String titleKey() {
      return titleKey;
    }

    /** Its name in ids. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  AuthorityViewModel(NewCluster context, AccessViewModel access) {
    this.context = context;
    this.access = access;
    this.question = new Question<>("read authority", context);
  }

  ObjectProperty<Whereabouts> whereabouts() {
    return whereabouts;
  }

  Whereabouts chosen() {
    return Objects.requireNonNull(whereabouts.get());
  }

  /** Where reading it stands. */
  ReadOnlyObjectProperty<Asked<AuthorityReport>> state() {
    return question.state();
  }

  /** Reads its certificate, its key and its configuration. */
  void read(ClusterProfile profile) {
    CertificateSpec.Ca source = profile.certificates().ca();
    read = source;
    question.ask(
        () -> {
          try (Cluster cluster = context.visits().visit(profile, access::trusts)) {
            return new Certificates(cluster).authority(source);
          }
        });
  }

  /** Forgets what was read of another one. */
  void changed(ClusterProfile profile) {
    if (read != null && !read.equals(profile.certificates().ca())) {
      read = null;
      question.forget();
    }
  }

  /** Ends what is at work. */
  void close() {
    question.forget();
  }
}
