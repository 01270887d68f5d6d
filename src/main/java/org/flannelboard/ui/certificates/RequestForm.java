package org.flannelboard.ui.certificates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.flannelboard.app.Certificates;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.PkiFailure.RequestFieldBad;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/** A certificate request as it is being filled in, with what is wrong in each field. */
final class RequestForm {

  /** What can be typed. */
  enum Field {
    COMMON_NAME("CN"),
    HOSTS("hosts"),
    COUNTRY("C"),
    STATE("ST"),
    LOCALITY("L"),
    ORGANISATION("O"),
    UNIT("OU");

    private final String word;

    Field(String word) {
      this.word = word;
    }

    /** The word of cfssl's request for it. */
    String word() {
      return word;
    }

    private boolean isName() {
      return this != COMMON_NAME && this != HOSTS;
    }

    /** Whether a problem's path leads here. */
    private boolean at(String path) {
      return isName()
          ? path.startsWith("names[0]." + word) && path.endsWith("." + word)
          : path.equals(word) || path.startsWith(word + "[");
    }
  }

  /** The keys that can be had, the guide's first. */
  static final List<Key> KEYS =
      List.of(
          new Key("rsa", 2048),
          new Key("rsa", 3072),
          new Key("rsa", 4096),
          new Key("ecdsa", 256),
          new Key("ecdsa", 384),
          new Key("ecdsa", 521));

  private final Request asked;
  private final Words words;
  private final Map<Field, StringProperty> texts = new EnumMap<>(Field.class);
  private final ObjectProperty<Key> key;
  private final ObjectBinding<Map<Field, String>> problems;
  private final BooleanBinding valid;

  /** A form that begins with what the profile asks. */
  RequestForm(Request asked, Words words) {
    this.asked = asked;
    this.words = words;
    this.key = new SimpleObjectProperty<>(asked.key());
    for (Field field : Field.values()) {
      texts.put(field, new SimpleStringProperty(""));
    }
    reset();
    List<Observable> all = new ArrayList<>(texts.values());
    all.add(key);
    this.problems =
        Bindings.createObjectBinding(this::findProblems, all.toArray(Observable[]::new));
    this.valid = Bindings.createBooleanBinding(() -> problems.get().isEmpty(), problems);
  }

  // Properties

  StringProperty text(Field field) {
    return Objects.requireNonNull(texts.get(field), "every field has one");
  }

  ObjectProperty<Key> key() {
    return key;
  }

  /** What is wrong, by field. */
  ObjectBinding<Map<Field, String>> problems() {
    return problems;
  }

  BooleanBinding valid() {
    return valid;
  }

  /** What is asked now. */
  Request request() {
    List<Map<String, String>> names = new ArrayList<>(asked.names());
    Map<String, String> first = new HashMap<>();
    Arrays.stream(Field.values())
        .filter(Field::isName)
        .filter(field -> !typed(field).isEmpty())
        .forEach(field -> first.put(field.word(), typed(field)));
    if (names.isEmpty()) {
      names.add(first);
    } else {
      names.set(0, first);
    }
    names.removeIf(Map::isEmpty);
    List<String> hosts =
        Arrays.stream(typed(Field.HOSTS).split("[,;\\s]+")).filter(it -> !it.isEmpty()).toList();
    return new Request(typed(Field.COMMON_NAME), hosts, key.get(), names);
  }

  // Commands

  /** Begins with what was being filled in, where the window had another language before. */
  void keepIn(Session session) {
    texts.forEach((field, text) -> session.keep("certificates-request-" + field.word(), text));
    session.keep("certificates-request-key", key);
  }

  /** Goes back to what the profile asks. */
  void reset() {
    Map<String, String> names = asked.names().isEmpty() ? Map.of() : asked.names().getFirst();
    for (Field field : Field.values()) {
      text(field)
          .set(
              switch (field) {
                case COMMON_NAME -> asked.commonName();
                case HOSTS -> String.join(", ", asked.hosts());
                case COUNTRY, STATE, LOCALITY, ORGANISATION, UNIT ->
                    names.getOrDefault(field.word(), "");
              });
    }
    key.set(asked.key());
  }

  private String typed(Field field) {
    return text(field).get().strip();
  }

  private Map<Field, String> findProblems() {
    Map<Field, String> found = new EnumMap<>(Field.class);
    for (RequestFieldBad problem : Certificates.problems(request())) {
      for (Field field : Field.values()) {
        if (field.at(problem.path())) {
          found.put(field, wanted(field));
        }
      }
    }
    return found;
  }

  private String wanted(Field field) {
    return switch (field) {
      case COMMON_NAME -> words.text("certificates.request.bad-cn");
      case HOSTS -> words.text("certificates.request.bad-hosts");
      case COUNTRY, STATE, LOCALITY, ORGANISATION, UNIT ->
          words.text("certificates.request.bad-name");
    };
  }
}
