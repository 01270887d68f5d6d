package org.flannelboard.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flannelboard.base.Allowed;

/**
 * One rule of the house: a name by which {@link Allowed} can except a place from it, a sentence
 * that completes "no class shall", and the reason.
 *
 * @param breaches what in a class is against the rule
 */
record HouseRule(
    String name, String shallNot, String because, Function<JavaClass, Stream<Breach>> breaches) {

  /**
   * Something against a rule.
   *
   * @param member where it stands; empty if the class itself is the matter
   */
  record Breach(JavaClass owner, Optional<JavaMember> member, String what) {

    static Breach of(JavaClass owner, String what) {
      return new Breach(owner, Optional.empty(), what);
    }

    static Breach of(JavaMember member, String what) {
      return new Breach(member.getOwner(), Optional.of(member), what);
    }

    /** Whether the member, its class or a class around it is excepted from the rule. */
    boolean isAllowedBy(String rule) {
      return member.map(it -> excepted(it, rule)).orElse(false)
          || Stream.iterate(
                  Optional.of(owner), Optional::isPresent, it -> it.get().getEnclosingClass())
              .anyMatch(it -> excepted(it.orElseThrow(), rule));
    }
  }

  /** What the rule finds in these classes, exceptions left out. */
  List<Breach> check(JavaClasses classes) {
    return all(classes).filter(breach -> !breach.isAllowedBy(name)).toList();
  }

  /** What the rule finds, exceptions included. */
  Stream<Breach> all(JavaClasses classes) {
    return classes.stream().flatMap(breaches);
  }

  /** The rule as ArchUnit's own reports print it. */
  ArchRule toArchRule() {
    return classes()
        .should(
            new ArchCondition<JavaClass>("not " + shallNot + " [" + name + "]") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                breaches
                    .apply(type)
                    .filter(breach -> !breach.isAllowedBy(name))
                    .forEach(
                        breach ->
                            events.add(
                                SimpleConditionEvent.violated(
                                    type, breach.what() + " in " + location(breach))));
              }
            })
        .because(because);
  }

  /** The exceptions written at a class or member. */
  static Stream<JavaAnnotation<?>> exceptions(HasAnnotations<?> place) {
    List<JavaAnnotation<?>> found = new ArrayList<>();
    for (JavaAnnotation<?> annotation : place.getAnnotations()) {
      if (annotation.getRawType().isEquivalentTo(Allowed.class)) {
        found.add(annotation);
      } else if (annotation.getRawType().isEquivalentTo(Allowed.List.class)) {
        for (Object one : (Object[]) annotation.get("value").orElseThrow()) {
          found.add((JavaAnnotation<?>) one);
        }
      }
    }
    return found.stream();
  }

  private static boolean excepted(HasAnnotations<?> place, String rule) {
    return exceptions(place)
        .anyMatch(annotation -> annotation.get("rule").orElseThrow().equals(rule));
  }

  private static String location(Breach breach) {
    return breach.member().map(JavaMember::getFullName).orElse(breach.owner().getName())
        + " "
        + breach.owner().getSourceCodeLocation();
  }
}
