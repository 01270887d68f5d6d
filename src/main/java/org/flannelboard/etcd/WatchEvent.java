package org.flannelboard.etcd;

import java.util.List;

/** Something a watch saw. */
public sealed interface WatchEvent {

  /** The whole directory as it is now: at the start, and whenever events were missed. */
  record Resync(List<Entry> entries) implements WatchEvent {
    public Resync {
      entries = List.copyOf(entries);
    }
  }

  /** A key was written. */
  record Put(Entry entry) implements WatchEvent {}

  /** A key was removed or expired. */
  record Deleted(String key, Revision revision) implements WatchEvent {}

  /** The store cannot be reached for now; the watch goes on trying. */
  record Interrupted(StoreFailure failure) implements WatchEvent {}
}
