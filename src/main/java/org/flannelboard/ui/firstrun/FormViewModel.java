package org.flannelboard.ui.firstrun;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.profile.NodeForm;
import org.flannelboard.profile.ProfileForm;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.firstrun.AuthorityViewModel.Whereabouts;

/** All that was typed of a profile, and what it comes to. */
final class FormViewModel {

  private static final Map<Field, String> BEGINNING =
      Map.of(
          Field.NAME, "flannel",
          Field.PREFIX, "/kubernetes/network",
          Field.CIDR, "10.253.0.0/16",
          Field.SUBNET_LENGTH, "24",
          Field.BACKEND, "vxlan",
          Field.VERSION, "0.10.0");

  private static final Set<Field> AUTHORITY =
      EnumSet.of(Field.CA_NODE, Field.CA_CERTIFICATE, Field.CA_KEY, Field.CA_CONFIG);

  /** Rows that wait for somebody who types. */
  private static final int EMPTY_ROWS = 3;

  private final ProfileCatalog profiles;
  private final Supplier<Whereabouts> authority;
  private final Map<Field, StringProperty> fields = new EnumMap<>(Field.class);
  private final ObservableList<NodeEntry> entries = FXCollections.observableArrayList();
  private final ObservableList<NodeEntry> nodes = FXCollections.unmodifiableObservableList(entries);
  private final ReadOnlyObjectWrapper<ProfileForm.Reading> reading;
  private Map<String, Object> backend = Map.of();
  private List<NodeEntry> read = List.of();
  private boolean filling;

  /**
   * A form with the guide's values.
   *
   * @param authority where the authority's files are, as far as that was chosen
   */
  FormViewModel(ProfileCatalog profiles, Supplier<Whereabouts> authority) {
    this.profiles = profiles;
    this.authority = authority;
    for (Field field : Field.values()) {
      StringProperty text = new SimpleStringProperty(BEGINNING.getOrDefault(field, ""));
      text.addListener((_, _, _) -> changed());
      fields.put(field, text);
    }
    for (int i = 0; i < EMPTY_ROWS; i++) {
      entries.add(entry(NodeForm.of("", "")));
    }
    this.reading = new ReadOnlyObjectWrapper<>(readForm());
  }

  // Properties

  StringProperty field(Field field) {
    return Objects.requireNonNull(fields.get(field));
  }

  ObservableList<NodeEntry> nodes() {
    return nodes;
  }

  /** What all of it comes to. */
  ReadOnlyObjectProperty<ProfileForm.Reading> reading() {
    return reading.getReadOnlyProperty();
  }

  /** Where a node stands among those of the profile; below 0 if it is blank. */
  int indexOf(NodeEntry entry) {
    return read.indexOf(entry);
  }

  /** Where the profile will be. */
  Path file() {
    String name = form().text(Field.NAME);
    return profiles.stored(isName(name) ? name : "cluster");
  }

  /** Whether a name can be a file's: letters, digits, dots, dashes; not a path. */
  static boolean isName(String name) {
    return name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,62}");
  }

  /** The name of the node that has the authority unless another is named. */
  String firstNode() {
    return entries.stream()
        .map(it -> it.form().name().strip())
        .filter(it -> !it.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The texts as they are. */
  ProfileForm form() {
    Map<Field, String> values = new EnumMap<>(Field.class);
    fields.forEach((field, text) -> values.put(field, text.get()));
    switch (authority.get()) {
      case LATER -> values.keySet().removeAll(AUTHORITY);
      case HERE -> values.remove(Field.CA_NODE);
      case NODE ->
          values.compute(Field.CA_NODE, (_, it) -> it == null || it.isBlank() ? firstNode() : it);
    }
    return new ProfileForm(
        values,
        backend,
        entries.stream().map(NodeEntry::form).filter(it -> !it.isBlank()).toList());
  }

  // Commands

  /** A further node to type; gives it. */
  NodeEntry add() {
    NodeEntry entry = entry(NodeForm.of("", ""));
    entries.add(entry);
    return entry;
  }

  void remove(NodeEntry entry) {
    entries.remove(entry);
    changed();
  }

  /** Adds nodes; they take the places of blank ones. */
  void add(List<NodeForm> more) {
    List<NodeForm> all = new ArrayList<>(form().nodes());
    all.addAll(more);
    fill(new ProfileForm(Map.of(), backend, all));
  }

  /** Puts other texts in the place of all that were typed. */
  void fill(ProfileForm form) {
    filling = true;
    try {
      form.values().forEach((field, text) -> field(field).set(text));
      backend = form.backend();
      List<NodeEntry> all = new ArrayList<>(entries);
      all.removeIf(it -> !form.nodes().contains(it.form()));
      List<NodeForm> there = all.stream().map(NodeEntry::form).toList();
      form.nodes().stream().filter(it -> !there.contains(it)).map(this::entry).forEach(all::add);
      entries.setAll(all);
    } finally {
      filling = false;
    }
    changed();
  }

  /** Reads it anew. */
  void changed() {
    if (!filling) {
      reading.set(readForm());
    }
  }

  private NodeEntry entry(NodeForm form) {
    NodeEntry entry = new NodeEntry(form);
    entry.texts().forEach(text -> text.addListener((_, _, _) -> changed()));
    return entry;
  }

  private ProfileForm.Reading readForm() {
    read = entries.stream().filter(it -> !it.form().isBlank()).toList();
    return profiles.read(form(), file());
  }
}
