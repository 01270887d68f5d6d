package org.flannelboard.ui.network;

import org.flannelboard.app.EtcdStatus;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What an edit begins with.
 *
 * @param document as it is stored; empty if nothing is, or if that is no JSON
 * @param revision when it was written; null if nothing is
 * @param unreadable the stored text, if flannel cannot read it; else null
 */
record Base(
    NetworkDocument document,
    @Nullable Revision revision,
    FlannelStore.@Nullable UnreadableConfig unreadable) {

  Base(NetworkDocument document, @Nullable Revision revision) {
    this(document, revision, null);
  }

  static Base of(EtcdStatus etcd) {
    FlannelStore.UnreadableConfig unreadable = etcd.unreadable();
    if (unreadable != null) {
      return new Base(read(unreadable.raw()), unreadable.revision(), unreadable);
    }
    FlannelStore.StoredConfig stored = etcd.config();
    return stored == null
        ? new Base(NetworkDocument.empty(), null)
        : new Base(read(stored.raw()), stored.revision());
  }

  private static NetworkDocument read(String raw) {
    return NetworkDocument.parse(raw).toOptional().orElseGet(NetworkDocument::empty);
  }

  /** What an editor begins with: JSON in lines, and what is none as it stands. */
  String text() {
    return unreadable == null || NetworkDocument.parse(unreadable.raw()).toOptional().isPresent()
        ? document.pretty()
        : unreadable.raw();
  }
}
