package org.flannelboard.ui.network;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Network;
import org.flannelboard.app.NetworkImpact;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.NetworkDocument.Member;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The network configuration as form and text, with what is wrong with it and what it does. */
final class NetworkViewModel {

  private static final Set<String> FIELDS =
      Stream.of(Member.values()).map(Member::path).collect(Collectors.toUnmodifiableSet());

  private final Session session;
  private final Words words;
  private final NetworkDesk desk;
  private final StringBinding text;
  private final ObjectBinding<NetworkDocument> document;
  private final ObjectBinding<Map<String, Problem>> problems;
  private final ObjectBinding<List<Problem>> otherProblems;
  private final ObjectBinding<@Nullable NetworkImpact> impact;
  private final ObjectBinding<Verdict> verdict;
  private final ObjectBinding<Messages.@Nullable Explanation> unreachable;
  private final ObjectBinding<SaveState> state;
  private final StringBinding origin;
  private final BooleanBinding readable;
  private final BooleanBinding savable;
  private final BooleanBinding dirty;
  private final BooleanBinding overtaken;
  private final BooleanBinding nothingStored;
  private final BooleanBinding known;

  /**
   * How the edit stands.
   *
   * @param remedy what to do; empty if there is nothing to do
   */
  record Verdict(Light light, String remedy) {}

  NetworkViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.desk = session.kept(NetworkDesk.class, () -> new NetworkDesk(session));
    Observable[] edit = {desk.text(), desk.notJson(), desk.judged(), desk.base(), desk.state()};
    var status = session.status().latest();
    this.text = Bindings.createStringBinding(() -> desk.text().get(), desk.text());
    this.document = Bindings.createObjectBinding(() -> desk.document().get(), desk.document());
    this.problems = Bindings.createObjectBinding(this::readProblems, desk.judged());
    this.otherProblems = Bindings.createObjectBinding(this::readOthers, desk.judged());
    this.impact =
        Bindings.createObjectBinding(
            () -> {
              Network.Judged now = desk.judged().get();
              return now == null ? null : now.impact();
            },
            desk.judged());
    this.verdict = Bindings.createObjectBinding(this::readVerdict, edit);
    this.unreachable =
        Bindings.createObjectBinding(
            () -> {
              ClusterStatus now = status.get();
              return now == null ? null : now.etcd().toFailure().map(words::describe).orElse(null);
            },
            status);
    this.state = Bindings.createObjectBinding(() -> desk.state().get(), desk.state());
    this.origin =
        Bindings.createStringBinding(this::readOrigin, desk.base(), session.now(), desk.readAt());
    this.readable =
        Bindings.createBooleanBinding(() -> desk.notJson().get() == null, desk.notJson());
    this.savable = Bindings.createBooleanBinding(desk::savable, edit);
    this.dirty = Bindings.createBooleanBinding(desk::dirty, edit);
    this.overtaken = Bindings.createBooleanBinding(() -> desk.dirty() && desk.overtaken(), edit);
    this.nothingStored =
        Bindings.createBooleanBinding(
            () -> desk.base().get() != null && desk.base().get().revision() == null, edit);
    this.known = Bindings.createBooleanBinding(() -> desk.base().get() != null, desk.base());
  }

  // Properties

  StringBinding text() {
    return text;
  }

  ObjectBinding<NetworkDocument> document() {
    return document;
  }

  /** The gravest problem of each field, by path. */
  ObjectBinding<Map<String, Problem>> problems() {
    return problems;
  }

  /** Problems of members that have no field. */
  ObjectBinding<List<Problem>> otherProblems() {
    return otherProblems;
  }

  /** What saving would do; null until etcd has answered. */
  ObjectBinding<@Nullable NetworkImpact> impact() {
    return impact;
  }

  ObjectBinding<Verdict> verdict() {
    return verdict;
  }

  /** Why etcd cannot be asked just now; null if it can, or has not been yet. */
  ObjectBinding<Messages.@Nullable Explanation> unreachable() {
    return unreachable;
  }

  ObjectBinding<SaveState> state() {
    return state;
  }

  /** Which revision the edit began with, and how old that knowledge is. */
  StringBinding origin() {
    return origin;
  }

  /** Whether the text is JSON, so that the form can follow it. */
  BooleanBinding readable() {
    return readable;
  }

  BooleanBinding savable() {
    return savable;
  }

  BooleanBinding dirty() {
    return dirty;
  }

  /** Whether somebody else wrote since the edit began. */
  BooleanBinding overtaken() {
    return overtaken;
  }

  /** Whether etcd holds no configuration yet. */
  BooleanBinding nothingStored() {
    return nothingStored;
  }

  /** Whether etcd has ever answered. */
  BooleanBinding known() {
    return known;
  }

  /** Which of etcd's APIs holds the configuration, and who reads it there. */
  String api() {
    boolean v3 = session.profile().api() == EtcdSpec.ApiChoice.V3;
    String version = session.profile().flannel().version().toString();
    return words.text(v3 ? "network.api.v3" : "network.api.v2", "version", version);
  }

  /** Whether packets or containers would stop, so that saving asks first. */
  boolean disrupts() {
    Network.Judged now = desk.judged().get();
    return now != null && now.impact().disrupts();
  }

  NetworkDesk desk() {
    return desk;
  }

  // Commands

  void type(String typed) {
    desk.type(typed);
  }

  void set(Member member, String value) {
    desk.set(member, value);
  }

  void useProfile() {
    desk.useProfile();
  }

  void revert() {
    desk.revert();
  }

  /** Asks nodes and etcd anew, so that the impact rests on fresh facts. */
  void check() {
    session.status().refresh();
  }

  void save() {
    desk.save();
  }

  void compare() {
    desk.compare();
  }

  private Map<String, Problem> readProblems() {
    Network.Judged now = desk.judged().get();
    return now == null
        ? Map.of()
        : now.draft().problems().stream()
            .filter(problem -> FIELDS.contains(problem.path()))
            .collect(
                Collectors.toMap(Problem::path, problem -> problem, (a, b) -> a.isError() ? a : b));
  }

  private List<Problem> readOthers() {
    Network.Judged now = desk.judged().get();
    return now == null
        ? List.of()
        : now.draft().problems().stream()
            .filter(problem -> !FIELDS.contains(problem.path()))
            .toList();
  }

  private Verdict readVerdict() {
    Failure notJson = desk.notJson().get();
    if (notJson != null) {
      return failed(Status.FAILED, notJson);
    }
    return switch (desk.state().get()) {
      case SaveState.Saving _ ->
          new Verdict(new Light(Status.BUSY, words.text("network.saving")), "");
      case SaveState.Failed(Failure why) -> failed(Status.FAILED, why);
      case SaveState.InDoubt(Failure why) -> failed(Status.WARNING, why);
      case SaveState.Saved saved when !desk.dirty() ->
          new Verdict(
              new Light(
                  Status.OK, words.text("network.saved", "revision", saved.revision().number())),
              words.text("network.saved.next"));
      case SaveState.Conflicting _, SaveState.Idle _, SaveState.Saved _ -> standing();
    };
  }

  private Verdict standing() {
    Base began = desk.base().get();
    if (began != null && began.unreadable() != null && !desk.dirty()) {
      return failed(Status.FAILED, began.unreadable().why());
    }
    Network.Judged now = desk.judged().get();
    if (now == null) {
      String why = desk.readAt().get() == null ? "network.not-read" : "network.not-answering";
      return new Verdict(new Light(Status.UNKNOWN, words.text(why)), "");
    }
    if (!now.draft().document().equals(desk.document().get())) {
      return new Verdict(new Light(Status.BUSY, words.text("network.weighing")), "");
    }
    if (desk.dirty() && desk.overtaken()) {
      return new Verdict(new Light(Status.WARNING, words.text("network.overtaken")), "");
    }
    if (now.draft().refused() && (desk.dirty() || now.stored() != null)) {
      long errors = now.draft().problems().stream().filter(Problem::isError).count();
      return new Verdict(
          new Light(Status.FAILED, words.text("network.refused", "count", errors)), "");
    }
    if (desk.dirty()) {
      return new Verdict(new Light(Status.WARNING, words.text("network.changed")), "");
    }
    return now.stored() == null
        ? new Verdict(new Light(Status.UNKNOWN, words.text("network.none")), "")
        : new Verdict(new Light(Status.OK, words.text("network.as-stored")), "");
  }

  private Verdict failed(Status status, Failure why) {
    Messages.Explanation said = words.describe(why);
    return new Verdict(new Light(status, said.message()), said.remedy());
  }

  private String readOrigin() {
    Base began = desk.base().get();
    Instant at = desk.readAt().get();
    if (began == null || at == null) {
      return words.text("network.reading");
    }
    String age = words.age(Duration.between(at, session.now().get()));
    return Optional.ofNullable(began.revision())
        .map(it -> words.text("network.origin", "revision", it.number(), "age", age))
        .orElseGet(() -> words.text("network.origin.none", "age", age));
  }
}
