package org.flannelboard.app;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;

/** Made-up values of any record: enough of them that each constant of its enums occurs. */
final class Specimens {

  /** Texts of the forms our values ask for; the first that a constructor takes is used. */
  private static final List<String> TEXTS =
      List.of("vm01", "/etc/flanneld/flanneld", "172.16.16.81", "10.1.0.0/16", "02:42:ac:10:10:51");

  private Specimens() {}

  /** At least one value of a type. */
  static Stream<Object> of(Class<?> type) {
    if (type == Cidr.class) {
      return Stream.of(Cidr.of("10.1.0.0/16"));
    }
    if (type.isRecord()) {
      return records(type);
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants());
    }
    if (type.isSealed()) {
      return Arrays.stream(type.getPermittedSubclasses()).limit(1).flatMap(Specimens::of);
    }
    return switch (type.getName()) {
      case "java.lang.String" -> TEXTS.stream().map(Object.class::cast);
      case "int" -> Stream.of(1);
      case "long" -> Stream.of(1L);
      case "boolean" -> Stream.of(true, false);
      case "java.util.Map" -> Stream.of(Map.of("one", "1"));
      case "java.util.List" -> Stream.of(List.of());
      case "java.util.Set" -> Stream.of(Set.of());
      case "java.time.Instant" -> Stream.of(Instant.EPOCH);
      case "java.time.Duration" -> Stream.of(Duration.ofSeconds(1));
      case "java.nio.file.Path" -> Stream.of(Path.of("/etc/hosts"));
      case "java.net.URI" -> Stream.of(URI.create("https://172.16.16.81:2379"));
      default -> throw new IllegalArgumentException("no specimen of " + type + "; add one here");
    };
  }

  /** One value for each value of each component, the others at their first. */
  private static Stream<Object> records(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<List<Object>> values =
        Arrays.stream(components).map(component -> of(component.getType()).toList()).toList();
    List<Object> made = new ArrayList<>();
    for (int text = 0; text < TEXTS.size() && made.isEmpty(); text++) {
      for (int varied = 0; varied < Math.max(1, components.length); varied++) {
        int variants = components.length == 0 ? 1 : values.get(varied).size();
        for (int variant = 0; variant < variants; variant++) {
          make(type, components, values, text, varied, variant, made);
        }
      }
    }
    if (made.isEmpty()) {
      throw new IllegalStateException("no specimen of " + type + " is valid");
    }
    return made.stream();
  }

  private static void make(
      Class<?> type,
      RecordComponent[] components,
      List<List<Object>> values,
      int text,
      int varied,
      int variant,
      List<Object> made) {
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      boolean isText = components[i].getType() == String.class;
      int choice = i == varied ? variant : isText ? text : 0;
      arguments[i] = values.get(i).get(choice);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      made.add(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      // A value its constructor refuses; another text may do.
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException(type.getName(), e.getCause());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }
}
