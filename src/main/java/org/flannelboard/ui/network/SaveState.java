package org.flannelboard.ui.network;

import org.flannelboard.app.NetworkMerge;
import org.flannelboard.base.Failure;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.Revision;

/** How far the writing of an edited configuration is. */
sealed interface SaveState {

  /** Nothing was asked for. */
  record Idle() implements SaveState {}

  /** Etcd is asked. */
  record Saving() implements SaveState {}

  /** That document is written. */
  record Saved(NetworkDocument document, Revision revision) implements SaveState {}

  /** Nothing was written. */
  record Failed(Failure why) implements SaveState {}

  /** No answer came: it may or may not be written. */
  record InDoubt(Failure why) implements SaveState {}

  /**
   * Somebody else was faster; nothing was written.
   *
   * @param merge both changes, member by member
   * @param theirs what is stored now
   */
  record Conflicting(NetworkMerge merge, Base theirs) implements SaveState {}
}
