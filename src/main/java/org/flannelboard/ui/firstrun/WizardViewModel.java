package org.flannelboard.ui.firstrun;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.FirstLook;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.NodeForm;
import org.flannelboard.profile.ProfileDraft;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.kit.NewCluster;

/** A cluster that is being described step by step; nothing is written before the last one. */
final class WizardViewModel {

  private final NewCluster context;
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.NODES);
  private final ReadOnlyIntegerWrapper judged = new ReadOnlyIntegerWrapper();
  private final Set<Step> attempted = EnumSet.noneOf(Step.class);
  private final AccessViewModel access;
  private final EtcdViewModel etcd;
  private final AuthorityViewModel authority;
  private final ImportViewModel imports;
  private final FormViewModel form;
  private final Question<Path> writing;

  WizardViewModel(NewCluster context) {
    this.context = context;
    this.access = new AccessViewModel(context);
    this.etcd = new EtcdViewModel(context, access, this::detected);
    this.authority = new AuthorityViewModel(context, access);
    this.imports = new ImportViewModel(context, access, this::take);
    this.form = new FormViewModel(context.profiles(), authority::chosen);
    this.writing = new Question<>("write profile", context);
    authority.whereabouts().addListener((_, _, _) -> form.changed());
    form.reading().addListener((_, _, _) -> changed());
    access.checks().addListener((_, _, _) -> judge());
    writing
        .state()
        .addListener(
            (_, _, now) -> {
              if (now instanceof Asked.Answered<Path>(Path file)) {
                context.ends().finished().accept(file);
              }
            });
  }

  // Properties

  /** Where the person is. */
  ReadOnlyObjectProperty<Step> step() {
    return step.getReadOnlyProperty();
  }

  /** What was typed. */
  FormViewModel form() {
    return form;
  }

  AccessViewModel access() {
    return access;
  }

  EtcdViewModel etcd() {
    return etcd;
  }

  AuthorityViewModel authority() {
    return authority;
  }

  ImportViewModel imports() {
    return imports;
  }

  /** The writing of the profile. */
  ReadOnlyObjectProperty<Asked<Path>> writing() {
    return writing.state();
  }

  /** Moves on whenever a judgement about what was typed may be another. */
  ReadOnlyIntegerProperty judged() {
    return judged.getReadOnlyProperty();
  }

  /** What all that was typed comes to, with stand-ins where it comes to nothing. */
  ClusterProfile profile() {
    return form.reading().get().profile();
  }

  /** The profile exactly as it will be written. */
  String text() {
    return context.profiles().text(profile(), form.file());
  }

  // Judgements

  /** Whether what was typed in a step, and was seen of the nodes meanwhile, can be used. */
  boolean isSound(Step asked) {
    return problems(asked).stream().noneMatch(Problem::isError);
  }

  /** Whether the profile can be written. */
  boolean isWhole() {
    return Stream.of(Step.values()).allMatch(this::isSound);
  }

  /** Whether the person wanted to go on from a step, and what is wrong there is still wrong. */
  boolean wasRefused(Step asked) {
    return attempted.contains(asked) && !isSound(asked);
  }

  /** Whether a step was gone through and nothing is open there. */
  boolean isDone(Step asked) {
    List<NodeSpec> nodes = profile().nodes();
    boolean open = asked == Step.ACCESS && access.seen(nodes).size() < nodes.size();
    return attempted.contains(asked) && isSound(asked) && !open;
  }

  /** All that is wrong or doubtful in a step. */
  List<Problem> problems(Step asked) {
    List<Problem> all = new ArrayList<>(form.reading().get().at(asked.paths()));
    if (asked == Step.NODES && !FormViewModel.isName(form.form().text(Field.NAME))) {
      all.removeIf(it -> it.path().equals(Field.NAME.path()));
      all.add(Problem.error(Field.NAME.path(), "profile-name-unusable", Map.of()));
    }
    if (asked == Step.NETWORK) {
      all.addAll(FirstLook.overlaps(profile().network(), access.seen(profile().nodes())));
    }
    return all;
  }

  /** What is to be said at a field: nothing of one that waits for its first text. */
  List<Problem> problems(Field field) {
    Step asked = stepOf(field);
    boolean waits = form.field(field).get().isBlank() && !attempted.contains(asked);
    return waits
        ? List.of()
        : problems(asked).stream().filter(it -> isAt(it, field.path())).toList();
  }

  /** What is to be said at a node. */
  List<Problem> problems(NodeEntry entry) {
    int index = form.indexOf(entry);
    String path = "nodes[" + index + "]";
    return index < 0
        ? List.of()
        : form.reading().get().at(List.of(path)).stream()
            .filter(it -> attempted.contains(Step.NODES) || !waits(entry, path, it))
            .toList();
  }

  /** What is to be said of the nodes together. */
  List<Problem> nodesTogether() {
    return attempted.contains(Step.NODES)
        ? problems(Step.NODES).stream().filter(it -> it.path().equals("nodes")).toList()
        : List.of();
  }

  /** Whether a problem of a node is about a value, rather than about another. */
  static boolean isAbout(Problem problem, NodeEntry.Column column) {
    return problem.path().replaceFirst("^nodes\\[\\d+]\\.", "").startsWith(column.path());
  }

  // Commands

  /** Goes on if what was typed can be used; says whether it went. */
  boolean next() {
    Step now = step.get();
    attempted.add(now);
    judge();
    if (!isSound(now)) {
      return false;
    }
    now.next().ifPresent(this::enter);
    return true;
  }

  void back() {
    step.get().previous().ifPresent(step::set);
  }

  /** Goes back to a step, or on to it as far as those before it can be used. */
  void go(Step target) {
    while (step.get().compareTo(target) < 0) {
      if (!next()) {
        return;
      }
    }
    step.set(target);
  }

  /** Takes the nodes of lines that were pasted. */
  void paste(String lines) {
    form.add(NodeForm.parse(lines));
  }

  /** Goes to the sources of another's knowledge. */
  void beginImport() {
    imports.open().set(true);
    step.set(Step.NODES);
  }

  /** Takes the network that was found. */
  void take(NetworkConfig network) {
    form.fill(form.form().with(network));
  }

  /** Tries the ways to all nodes that were not reached yet. */
  void look() {
    access.look(profile());
  }

  /** Looks for etcd on the nodes. */
  void detectEtcd() {
    etcd.detect(profile());
  }

  /** Writes the profile if it is whole; the window then opens it. */
  void write() {
    if (isWhole()) {
      ClusterProfile whole = profile();
      Path file = form.file();
      writing.ask(() -> context.profiles().create(file, whole));
    }
  }

  /** Leaves everything as it was, but for the keys that were accepted. */
  void cancel() {
    close();
    context.ends().cancelled().accept(access.accepted());
  }

  /** Ends what is at work. */
  void close() {
    access.stop();
    etcd.close();
    authority.close();
    imports.close();
    writing.forget();
  }

  private void enter(Step next) {
    step.set(next);
    if (next == Step.ACCESS) {
      look();
    } else if (next == Step.ETCD && form.form().text(Field.ENDPOINTS).isEmpty()) {
      detectEtcd();
    }
  }

  private void take(ProfileDraft draft) {
    form.fill(form.form().with(draft));
  }

  private void detected(EtcdViewModel.Detected what) {
    if (form.form().text(Field.ENDPOINTS).isEmpty()) {
      form.field(Field.ENDPOINTS)
          .set(what.endpoints().stream().map(URI::toString).collect(Collectors.joining(", ")));
      if (!what.prefix().isEmpty()) {
        form.field(Field.PREFIX).set(what.prefix());
      }
    }
  }

  private void changed() {
    etcd.changed(profile());
    authority.changed(profile());
    writing.forget();
    judge();
  }

  private void judge() {
    judged.set(judged.get() + 1);
  }

  private static boolean waits(NodeEntry entry, String path, Problem problem) {
    return Stream.of(NodeEntry.Column.values())
        .filter(it -> problem.path().equals(path + "." + it.path()))
        .anyMatch(it -> entry.text(it).get().isBlank());
  }

  private static Step stepOf(Field field) {
    return Stream.of(Step.values())
        .filter(it -> it.paths().stream().anyMatch(path -> isWithin(field.path(), path)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isAt(Problem problem, String path) {
    return isWithin(problem.path(), path) || problem.path().startsWith(path + "[");
  }

  private static boolean isWithin(String inner, String outer) {
    return inner.equals(outer) || inner.startsWith(outer + ".");
  }

  /** The same profile with other nodes. */
  static ClusterProfile withNodes(ClusterProfile profile, List<NodeSpec> nodes) {
    return new ClusterProfile(
        profile.name(),
        nodes,
        profile.knownHosts(),
        profile.etcd(),
        profile.network(),
        profile.sizeReason(),
        profile.flannel(),
        profile.certificates(),
        profile.paths(),
        profile.docker());
  }
}
