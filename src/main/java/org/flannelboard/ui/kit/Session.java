package org.flannelboard.ui.kit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.Incident;
import org.flannelboard.app.Messages;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.history.History;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in the window: its live status, its mesh, the work on it, and where the person is.
 * Outlives views, which come and go with the language. Used on the window's thread; what waits runs
 * elsewhere.
 */
public final class Session implements AutoCloseable {

  private final Opened opened;
  private final Bridge bridge;
  private final Preferences preferences;
  private final LiveStatus status;
  private final LiveMesh mesh;
  private final LiveCauses diagnosis;
  private final LiveDrift drift;
  private final Push push;
  private final Rollback rollback;
  private final Jobs jobs;
  private final BooleanBinding changing;
  private final BooleanBinding engaged;
  private final Map<Class<?>, Object> kept = new HashMap<>();
  private final Map<String, @Nullable Object> values = new HashMap<>();
  private final ReadOnlyObjectWrapper<Instant> now;
  private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.TOPOLOGY);
  private final ObjectProperty<@Nullable NodeId> node = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<Subject.@Nullable OnPair> pair =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Sheet> sheet = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Notice> notice = new ReadOnlyObjectWrapper<>();

  public Session(Opened opened, Bridge bridge, Preferences preferences) {
    this.opened = opened;
    this.bridge = bridge;
    this.preferences = preferences;
    this.status = new LiveStatus(opened, bridge);
    this.mesh = new LiveMesh(opened, bridge, preferences);
    this.diagnosis = new LiveCauses(opened, bridge, mesh.board(), this::hear, this::complain);
    this.drift = new LiveDrift(opened, bridge);
    this.jobs = new Jobs(opened, bridge);
    this.push = new Push(opened, bridge, this::besidesPush, this::changed);
    this.rollback = new Rollback(opened, bridge, this::besidesRollback, this::changed);
    Sheet question = new Sheet(spoken -> RollbackSheet.of(rollback, spoken), this::leaveRollback);
    rollback.state().addListener((_, before, now) -> follow(before, now, question));
    this.changing =
        Bindings.createBooleanBinding(
            () ->
                push.state().get() instanceof PushState.Running
                    || rollback.state().get() instanceof RollbackState.Running
                    || jobs.changing().get(),
            push.state(),
            rollback.state(),
            jobs.changing());
    this.engaged =
        Bindings.createBooleanBinding(
            () -> push.state().get().engaged() || besidesPush(),
            push.state(),
            rollback.state(),
            jobs.changing());
    this.now = new ReadOnlyObjectWrapper<>(opened.clock().instant());
  }

  // Properties

  public ClusterProfile profile() {
    return opened.cluster().profile();
  }

  public List<NodeSpec> nodes() {
    return profile().nodes();
  }

  /** The open cluster, for the use cases of a view; only background work may wait for it. */
  public Cluster cluster() {
    return opened.cluster();
  }

  /** The cluster's etcd, for the use cases of a view; only background work may wait for it. */
  public EtcdDoor door() {
    return opened.door();
  }

  /** The way back from background work. */
  public Bridge bridge() {
    return bridge;
  }

  public Preferences preferences() {
    return preferences;
  }

  /** Whether this is the practice cluster. */
  public boolean practice() {
    return opened.practice() != null;
  }

  /** The switches of the practice cluster; null if this is a real one. */
  public @Nullable PracticeControls practiceControls() {
    return opened.practice();
  }

  /** Whether nothing can be changed in this session. */
  public boolean readOnly() {
    return opened.cluster().readOnly();
  }

  public LiveStatus status() {
    return status;
  }

  public LiveMesh mesh() {
    return mesh;
  }

  /** Why cells are red, found out as the mesh is measured. */
  public LiveCauses diagnosis() {
    return diagnosis;
  }

  /** What happened to the cluster; only background work may wait for it. */
  public History history() {
    return opened.cluster().history();
  }

  /** How far the cluster is from what its profile wants. */
  public LiveDrift drift() {
    return drift;
  }

  public Push push() {
    return push;
  }

  /** The undoing of a node's latest push. */
  public Rollback rollback() {
    return rollback;
  }

  /** The long work, with its progress. */
  public Jobs jobs() {
    return jobs;
  }

  /** Whether nodes or etcd are being changed just now, from whichever view that was begun. */
  public BooleanBinding changing() {
    return changing;
  }

  /** Whether a change is at work, or the person is asked about one: no other may be begun. */
  public BooleanBinding engaged() {
    return engaged;
  }

  /** The present, to the second: what ages are counted from. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /** Where the person is; set it to lead them elsewhere. */
  public ObjectProperty<Place> place() {
    return place;
  }

  /** The node the person is concerned with, the same in every view; null if none. */
  public ObjectProperty<@Nullable NodeId> node() {
    return node;
  }

  /** The pair whose cell the person was led to last; null if to none. */
  public ReadOnlyObjectProperty<Subject.@Nullable OnPair> pair() {
    return pair.getReadOnlyProperty();
  }

  /**
   * What a view keeps while it goes and comes with the language, such as a text that was begun.
   *
   * @param make makes it when it is first asked for
   */
  public <T> T kept(Class<T> type, Supplier<T> make) {
    return type.cast(kept.computeIfAbsent(type, _ -> make.get()));
  }

  /**
   * Lets a view's property begin where that of the same view in another language ended. The session
   * holds the value and not the property, so it keeps no view that has gone.
   *
   * @param name unique in the window, such as {@code connectivity.filter}
   */
  @SuppressWarnings("unchecked") // only a property of the same view has the name
  public <T extends @Nullable Object> void keep(String name, Property<T> property) {
    if (values.containsKey(name)) {
      property.setValue((T) values.get(name));
    }
    property.addListener((_, _, now) -> values.put(name, now));
  }

  /** What lies over the frame; null if nothing does. */
  public ReadOnlyObjectProperty<@Nullable Sheet> sheet() {
    return sheet.getReadOnlyProperty();
  }

  /** The latest notice; null before the first. */
  public ReadOnlyObjectProperty<@Nullable Notice> notice() {
    return notice.getReadOnlyProperty();
  }

  // Commands

  /** Lets a second pass. */
  public void tick() {
    now.set(opened.clock().instant());
  }

  /** Leads the person to a pair's cell, even if they were led there before and have left it. */
  public void lead(Subject.OnPair to) {
    place.set(Place.CONNECTIVITY);
    pair.set(null);
    pair.set(to);
  }

  /** Lays a sheet over the frame, in place of any other. */
  public void show(Sheet next) {
    sheet.set(next);
  }

  /** Takes the sheet away. */
  public void closeSheet() {
    sheet.set(null);
  }

  /** Tells the person something. */
  public void tell(Notice next) {
    notice.set(next);
  }

  /**
   * Asks what is being changed to stop: each node ends the step it is at. A rollback and a single
   * write are carried to their end.
   */
  public void stopChanges() {
    push.cancel();
    jobs.cancelChanges();
  }

  private boolean besidesPush() {
    return rollback.state().get().engaged() || jobs.changing().get();
  }

  private boolean besidesRollback() {
    return push.state().get().engaged() || jobs.changing().get();
  }

  /** The cluster is no longer what it was when it was last looked at. */
  private void changed() {
    status.refresh();
    drift.changed();
  }

  private void hear(Incident incident) {
    Words words = Words.of(preferences.language().get());
    tell(new IncidentNotice(words, () -> lead(incident.first())).of(incident));
  }

  private void complain(Failure failure) {
    Messages.Explanation said = Words.of(preferences.language().get()).describe(failure);
    tell(new Notice(Status.WARNING, said.message(), said.remedy()));
  }

  /** The question of a rollback stays for its progress and its proof. */
  private void follow(RollbackState before, RollbackState now, Sheet question) {
    if (now instanceof RollbackState.Idle) {
      closeSheet();
    } else if (!(now instanceof RollbackState.Running && before instanceof RollbackState.Running)
        && sheet.get() != question) {
      show(question);
    }
  }

  /** What is at work goes on without its sheet, which comes back with the proof. */
  private void leaveRollback() {
    if (rollback.state().get().busy()) {
      closeSheet();
    }
    rollback.decline();
  }

  /**
   * Asks a change at work to stop and ends the mesh. The cluster itself is closed by whoever opened
   * it, as that may take a moment and the window's thread has none.
   */
  @Override
  public void close() {
    stopChanges();
    diagnosis.close();
    mesh.close();
  }
}
