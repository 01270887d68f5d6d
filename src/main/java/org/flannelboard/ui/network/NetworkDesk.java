package org.flannelboard.ui.network;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdStatus;
import org.flannelboard.app.LeaseBook;
import org.flannelboard.app.Network;
import org.flannelboard.app.NetworkDraft;
import org.flannelboard.app.NetworkMerge;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.NetworkDocument.Member;
import org.flannelboard.etcd.NetworkDocument.NotJson;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.WriteOutcome;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * The network configuration on somebody's desk: what was loaded, what became of it, and what saving
 * it would do. Follows etcd for as long as nothing was changed here. Used on the window's thread.
 */
final class NetworkDesk {

  private final Session session;
  private final Consumer<Assessment> assessed;
  private final Consumer<Boolean> judgedEnd;
  private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<NetworkDocument> document =
      new ReadOnlyObjectWrapper<>(NetworkDocument.empty());
  private final ReadOnlyObjectWrapper<@Nullable NotJson> notJson = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Network.@Nullable Judged> judged =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable LeaseBook> book = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Instant> readAt = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Base> base = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<SaveState> state =
      new ReadOnlyObjectWrapper<>(new SaveState.Idle());
  private boolean judging;
  private boolean judgeAgain;

  NetworkDesk(Session session) {
    this.session = session;
    this.assessed = session.bridge().latest(this::assessed);
    this.judgedEnd = session.bridge().latest(_ -> weighed());
    session.status().latest().addListener((_, _, now) -> arrived(now));
    arrived(session.status().latest().get());
  }

  // Properties

  /** The text in the editor, JSON or not. */
  ReadOnlyStringProperty text() {
    return text.getReadOnlyProperty();
  }

  /** What the text says, or last said when it could be read. */
  ReadOnlyObjectProperty<NetworkDocument> document() {
    return document.getReadOnlyProperty();
  }

  /** Why the text cannot be read; null if it can. */
  ReadOnlyObjectProperty<@Nullable NotJson> notJson() {
    return notJson.getReadOnlyProperty();
  }

  /**
   * The document against all that is known, a moment after it changed; null while etcd does not
   * answer.
   */
  ReadOnlyObjectProperty<Network.@Nullable Judged> judged() {
    return judged.getReadOnlyProperty();
  }

  /** The leases, held against the nodes; null while etcd does not answer. */
  ReadOnlyObjectProperty<@Nullable LeaseBook> book() {
    return book.getReadOnlyProperty();
  }

  /** What the edit began with; null until etcd has answered. */
  ReadOnlyObjectProperty<@Nullable Base> base() {
    return base.getReadOnlyProperty();
  }

  /** When etcd last answered; null until then. */
  ReadOnlyObjectProperty<@Nullable Instant> readAt() {
    return readAt.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<SaveState> state() {
    return state.getReadOnlyProperty();
  }

  /** Whether anything was changed here. */
  boolean dirty() {
    Base began = base.get();
    return began != null
        && !text.get().equals(began.text())
        && (notJson.get() != null
            || began.unreadable() != null
            || !began.document().equals(document.get()));
  }

  /** Whether it can be written: it was changed, it can be read, and nothing forbids it. */
  boolean savable() {
    Network.Judged now = judged.get();
    return dirty()
        && notJson.get() == null
        && now != null
        && now.draft().document().equals(document.get())
        && !now.draft().refused()
        && etcd().isPresent()
        && !(state.get() instanceof SaveState.Saving);
  }

  /** Whether somebody else wrote since the edit began. */
  boolean overtaken() {
    Base began = base.get();
    return began != null && etcd().filter(it -> !Base.of(it).equals(began)).isPresent();
  }

  // Commands

  /** Takes the text as it was typed. */
  void type(String typed) {
    if (typed.equals(text.get())) {
      return;
    }
    text.set(typed);
    switch (NetworkDocument.parse(typed)) {
      case Result.Ok<NetworkDocument, NotJson>(NetworkDocument read) -> {
        document.set(read);
        notJson.set(null);
      }
      case Result.Err<NetworkDocument, NotJson>(NotJson why) -> notJson.set(why);
    }
    edited();
  }

  /** Takes a member as the form has it; the text follows, unless it cannot be read. */
  void set(Member member, String value) {
    if (notJson.get() == null && !document.get().value(member).equals(value.strip())) {
      lay(document.get().with(member, value));
    }
  }

  /** Lays the profile's configuration on the desk. */
  void useProfile() {
    String wanted = NetworkConfigJson.write(session.profile().network());
    lay(NetworkDocument.parse(wanted).orElseThrow());
  }

  /** Lays what is stored on the desk, in place of what was changed. */
  void revert() {
    etcd().ifPresent(etcd -> begin(Base.of(etcd)));
    state.set(new SaveState.Idle());
  }

  /** Writes the document, if what is stored is still what the edit began with. */
  void save() {
    Network.Judged now = judged.get();
    Base began = base.get();
    if (now != null && began != null && savable()) {
      write(now.draft(), began);
    }
  }

  /** Lays both changes together on the desk, to be written over theirs. */
  void merge(Map<String, NetworkMerge.Side> choices) {
    if (state.get() instanceof SaveState.Conflicting(NetworkMerge merge, Base theirs)
        && merge.decided(choices)) {
      base.set(theirs);
      state.set(new SaveState.Idle());
      lay(merge.merged(choices));
    }
  }

  /**
   * Lays both changes together and writes them over theirs.
   *
   * @param draft the two in one, as it was judged
   */
  void mergeAndSave(Map<String, NetworkMerge.Side> choices, NetworkDraft draft) {
    merge(choices);
    Base began = base.get();
    if (began != null && document.get().equals(draft.document())) {
      write(draft, began);
    }
  }

  /** Puts their change beside ours, before anything is written. */
  void compare() {
    etcd().ifPresent(etcd -> state.set(conflict(Base.of(etcd))));
  }

  /** Goes back to the desk as it is. */
  void dismiss() {
    state.set(new SaveState.Idle());
  }

  private void write(NetworkDraft draft, Base began) {
    state.set(new SaveState.Saving());
    Network network = new Network(session.cluster(), session.door());
    Words words = Words.of(session.preferences().language().get());
    session
        .jobs()
        .change(words.text("network.saving"), _ -> write(network, draft, began), this::ended);
  }

  private static SaveState write(Network network, NetworkDraft draft, Base began) {
    return switch (network.save(draft, began.revision())) {
      case Result.Err<WriteOutcome, Failure>(Failure why) -> new SaveState.Failed(why);
      case Result.Ok<WriteOutcome, Failure>(WriteOutcome.Written(Revision revision)) ->
          new SaveState.Saved(draft.document(), revision);
      case Result.Ok<WriteOutcome, Failure>(WriteOutcome.InDoubt(String why)) ->
          new SaveState.InDoubt(new AppFailure.WriteInDoubt("config", why));
      case Result.Ok<WriteOutcome, Failure>(WriteOutcome.Conflict conflict) ->
          overtaken(network, draft, began, conflict.actual());
    };
  }

  /** Somebody wrote meanwhile. Who wrote what was there already is in nobody's way. */
  private static SaveState overtaken(
      Network network, NetworkDraft draft, Base began, @Nullable Entry actual) {
    if (actual == null) {
      return conflicting(began, draft.document(), new Base(NetworkDocument.empty(), null));
    }
    return switch (NetworkDocument.parse(actual.value())) {
      case Result.Ok<NetworkDocument, NotJson>(NetworkDocument theirs) -> {
        Base now = new Base(theirs, actual.revision());
        yield theirs.equals(began.document())
            ? write(network, draft, now)
            : conflicting(began, draft.document(), now);
      }
      case Result.Err<NetworkDocument, NotJson> _ ->
          new SaveState.Failed(new AppFailure.ConfigChangedMeanwhile(actual.value()));
    };
  }

  private SaveState conflict(Base theirs) {
    return conflicting(Objects.requireNonNull(base.get()), document.get(), theirs);
  }

  private static SaveState conflicting(Base began, NetworkDocument mine, Base theirs) {
    return new SaveState.Conflicting(
        NetworkMerge.of(began.document(), mine, theirs.document()), theirs);
  }

  private void ended(SaveState now) {
    if (now instanceof SaveState.Saved(NetworkDocument written, Revision revision)) {
      base.set(new Base(written, revision));
    }
    state.set(now);
    session.status().refresh();
  }

  private void arrived(@Nullable ClusterStatus status) {
    if (status == null || status.etcd().toOptional().isEmpty()) {
      judge();
      return;
    }
    readAt.set(status.at());
    Base stored = Base.of(status.etcd().orElseThrow());
    boolean written =
        state.get() instanceof SaveState.InDoubt && stored.document().equals(document.get());
    if (written && stored.revision() != null) {
      state.set(new SaveState.Saved(stored.document(), stored.revision()));
    }
    // A status may have been read before our own write, and then tells less than we know.
    boolean old =
        state.get() instanceof SaveState.Saved(NetworkDocument _, Revision revision)
            && stored.revision() != null
            && stored.revision().number() < revision.number();
    if ((written || !dirty()) && !old) {
      begin(stored);
    } else {
      judge();
    }
  }

  private void begin(Base stored) {
    boolean same = stored.equals(base.get()) && !dirty();
    base.set(stored);
    if (!same) {
      show(stored.document());
      lay(stored.text());
    }
    judge();
  }

  /** Lays a stored text on the desk that may be no JSON. */
  private void lay(String stored) {
    text.set(stored);
    notJson.set(NetworkDocument.parse(stored).toFailure().orElse(null));
  }

  private void lay(NetworkDocument next) {
    show(next);
    edited();
  }

  private void show(NetworkDocument next) {
    document.set(next);
    notJson.set(null);
    text.set(next.pretty());
  }

  private void edited() {
    if (!(state.get() instanceof SaveState.Saving)) {
      state.set(new SaveState.Idle());
    }
    judge();
  }

  /**
   * Weighs the document against what is known, in the background: with hundreds of nodes that takes
   * longer than a frame. What changes meanwhile is weighed afterwards.
   */
  private void judge() {
    if (judging) {
      judgeAgain = true;
      return;
    }
    judging = true;
    NetworkDocument now = document.get();
    ClusterStatus status = session.status().latest().get();
    session
        .cluster()
        .tasks()
        .start(
            "judge network",
            () -> {
              try {
                assessed.accept(Assessment.of(now, session.profile(), status));
                return true;
              } finally {
                judgedEnd.accept(true);
              }
            })
        .detach();
  }

  private void assessed(Assessment now) {
    judged.set(now.judged());
    book.set(now.book());
  }

  private void weighed() {
    judging = false;
    if (judgeAgain) {
      judgeAgain = false;
      judge();
    }
  }

  /** What follows from a document and a status; nothing as long as etcd does not answer. */
  private record Assessment(Network.@Nullable Judged judged, @Nullable LeaseBook book) {

    static Assessment of(
        NetworkDocument document, ClusterProfile profile, @Nullable ClusterStatus status) {
      EtcdStatus etcd = status == null ? null : status.etcd().toOptional().orElse(null);
      return status == null || etcd == null
          ? new Assessment(null, null)
          : new Assessment(
              Network.Judged.of(document, profile, etcd, status.nodes()),
              LeaseBook.of(profile, etcd, status.nodes()));
    }
  }

  private Optional<EtcdStatus> etcd() {
    ClusterStatus status = session.status().latest().get();
    return status == null ? Optional.empty() : status.etcd().toOptional();
  }
}
