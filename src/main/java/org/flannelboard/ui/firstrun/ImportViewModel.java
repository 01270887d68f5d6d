package org.flannelboard.ui.firstrun;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdScout;
import org.flannelboard.app.ProfileImports;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.profile.ProfileDraft;
import org.flannelboard.ui.kit.NewCluster;

/** What other programs know of a cluster, brought into the form. */
final class ImportViewModel {

  private final NewCluster context;
  private final AccessViewModel access;
  private final BooleanProperty open = new SimpleBooleanProperty();
  private final ObjectProperty<Source> source = new SimpleObjectProperty<>(Source.ENV_SH);
  private final StringProperty file = new SimpleStringProperty("");
  private final StringProperty only = new SimpleStringProperty("");
  private final Question<ProfileDraft> question;

  /** Where a cluster may be known already. */
  enum Source {
    ENV_SH("firstrun.import.env-sh", "env.sh"),
    SSH_CONFIG("firstrun.import.ssh-config", "~/.ssh/config"),
    ANSIBLE("firstrun.import.ansible", "hosts"),
    ETCD("firstrun.import.etcd", "");

    private final String titleKey;
    private final String usual;

    Source(String titleKey, String usual) {
      this.titleKey = titleKey;
      this.usual = usual;
    }

    /** The key of its title. */
    String titleKey() {
      return titleKey;
    }

    /** The file people usually have; empty where it is none. */
    String usual() {
      return usual;
    }
  }

  /**
   * The sources.
   *
   * @param take gets what one of them says
   */
  ImportViewModel(NewCluster context, AccessViewModel access, Consumer<ProfileDraft> take) {
    this.context = context;
    this.access = access;
    this.question = new Question<>("import", context);
    question
        .state()
        .addListener(
            (_, _, now) -> {
              if (now instanceof Asked.Answered<ProfileDraft>(ProfileDraft draft)) {
                take.accept(draft);
              }
            });
  }

  /** Whether the sources are offered. */
  BooleanProperty open() {
    return open;
  }

  ObjectProperty<Source> source() {
    return source;
  }

  Source chosen() {
    return Objects.requireNonNull(source.get());
  }

  /** The file to be read, as it is typed. */
  StringProperty file() {
    return file;
  }

  /** Which hosts are wanted, or which group; blank for all. */
  StringProperty only() {
    return only;
  }

  /** Where reading stands. */
  ReadOnlyObjectProperty<Asked<ProfileDraft>> state() {
    return question.state();
  }

  /**
   * Reads the source.
   *
   * @param profile says which etcd is asked
   */
  void read(ClusterProfile profile) {
    Source from = chosen();
    String typed = file.get().isBlank() ? from.usual() : file.get().strip();
    List<String> wanted =
        Stream.of(only.get().split("[,\\s]+")).filter(it -> !it.isEmpty()).toList();
    question.ask(() -> from == Source.ETCD ? leases(profile) : read(from, typed, wanted));
  }

  /** Takes back what was asked. */
  void close() {
    question.forget();
  }

  private Result<ProfileDraft, Failure> read(Source from, String typed, List<String> wanted) {
    return context
        .profiles()
        .path(typed)
        .map(path -> read(from, path, wanted))
        .orElseGet(() -> Result.err(new AppFailure.LocalFileUnreadable(typed, "no path")));
  }

  private Result<ProfileDraft, Failure> read(Source from, Path path, List<String> wanted) {
    ProfileImports imports = context.profiles().imports();
    return switch (from) {
      case ENV_SH -> imports.envSh(path);
      case SSH_CONFIG -> imports.sshConfig(path, wanted);
      case ANSIBLE -> imports.ansible(path, wanted.isEmpty() ? null : wanted.getFirst());
      case ETCD -> throw new IllegalArgumentException("etcd is no file");
    };
  }

  private Result<ProfileDraft, Failure> leases(ClusterProfile profile) {
    try (Cluster cluster = context.visits().visit(profile, access::trusts)) {
      EtcdScout scout = new EtcdScout(cluster);
      return scout.look().map(scout::draft);
    }
  }
}
