package org.flannelboard.ui.firstrun;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A page of the wizard, in its order. */
enum Step {
  NODES("firstrun.step.nodes", "firstrun.about.nodes", List.of("name", "nodes", "ssh")),
  ACCESS("firstrun.step.access", "firstrun.about.access", List.of()),
  ETCD("firstrun.step.etcd", "firstrun.about.etcd", List.of("etcd", "flannel")),
  NETWORK("firstrun.step.network", "firstrun.about.network", List.of("network")),
  AUTHORITY("firstrun.step.authority", "firstrun.about.authority", List.of("certificates")),
  SUMMARY("firstrun.step.summary", "firstrun.about.summary", List.of());

  private final String titleKey;
  private final String aboutKey;
  private final List<String> paths;

  Step(String titleKey, String aboutKey, List<String> paths) {
    this.titleKey = titleKey;
    this.aboutKey = aboutKey;
    this.paths = paths;
  }

  /** The key of its title. */
  String titleKey() {
    return titleKey;
  }

  /** The key of what it is about, in a sentence or two. */
  String aboutKey() {
    return aboutKey;
  }

  /** The values that are entered there, by their paths into the file. */
  List<String> paths() {
    return paths;
  }

  /** Its name in ids. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  Optional<Step> next() {
    return at(ordinal() + 1);
  }

  Optional<Step> previous() {
    return at(ordinal() - 1);
  }

  private static Optional<Step> at(int index) {
    return index >= 0 && index < values().length ? Optional.of(values()[index]) : Optional.empty();
  }
}
