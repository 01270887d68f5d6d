package org.flannelboard.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.house.HouseRule.Breach;
import org.flannelboard.house.canary.Breaks;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls of the house stand, and each of them is seen to stop somebody. */
class ArchitectureTest {

  private static final String ROOT = "org.flannelboard";
  private static final String CANARY_ROOT = ROOT + ".house.canary";

  /** How many exceptions by {@code @Allowed} there are. It may fall; raising it is a decision. */
  private static final int EXCEPTIONS = 3;

  private static final JavaClasses HOUSE = importFolder("target/classes");
  private static final JavaClasses CANARIES = new ClassFileImporter().importPackages(CANARY_ROOT);

  static List<HouseRule> rules() {
    return new HouseRules(ROOT).all();
  }

  static List<HouseRule> canaryRules() {
    return new HouseRules(CANARY_ROOT).all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theHouseKeeps(HouseRule rule) {
    rule.toArchRule().check(HOUSE);
  }

  @Test
  void roomsAreFreeOfCycles() {
    freeOfCycles(ROOT).check(HOUSE);
  }

  @Test
  void everyPackageIsARoom() {
    Set<String> unknown = unknownRooms(HOUSE, ROOT);
    assertThat(unknown)
        .as("packages no rule knows; give them a room and its arrows in Rooms and architecture.md")
        .isEmpty();
  }

  @Test
  void arrowsLeadToRoomsAndNeverBack() {
    for (String name : Rooms.names()) {
      Rooms.Room room = Rooms.find(name).orElseThrow();
      if (name.equals("boot")) {
        continue;
      }
      assertThat(Rooms.names()).as("arrows of %s", name).containsAll(room.arrows());
      assertThat(room.reachable()).as("a cycle through %s", name).doesNotContain(name);
    }
  }

  @Nested
  class Exceptions {

    @Test
    void areCounted() {
      assertThat(exceptions())
          .as("exceptions by @Allowed; when there are fewer, lower the count here")
          .hasSize(EXCEPTIONS);
    }

    @Test
    void nameARuleAndAReason() {
      Set<String> names = rules().stream().map(HouseRule::name).collect(Collectors.toSet());
      assertThat(exceptions())
          .allSatisfy(
              exception -> {
                assertThat(names).contains(exception.rule());
                assertThat(exception.because()).hasSizeGreaterThan(20);
              });
    }

    @Test
    void areStillNeeded() {
      Set<String> used =
          rules().stream()
              .filter(rule -> rule.all(HOUSE).anyMatch(it -> it.isAllowedBy(rule.name())))
              .map(HouseRule::name)
              .collect(Collectors.toSet());
      assertThat(exceptions()).extracting(Exception::rule).allMatch(used::contains);
    }
  }

  @Nested
  class Canaries {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.flannelboard.house.ArchitectureTest#canaryRules")
    void eachRuleCatchesItsOwn(HouseRule rule) {
      List<String> bait =
          CANARIES.stream()
              .filter(type -> type.isAnnotatedWith(Breaks.class))
              .filter(type -> baitOf(type).equals(rule.name()))
              .map(JavaClass::getName)
              .toList();
      Set<String> caught =
          rule.check(CANARIES).stream().map(it -> it.owner().getName()).collect(Collectors.toSet());
      assertThat(bait).as("canaries of %s", rule.name()).isNotEmpty();
      assertThat(caught).as("classes %s caught", rule.name()).containsAll(bait);
    }

    @Test
    void ofEveryRuleAreListed() {
      Set<String> names = canaryRules().stream().map(HouseRule::name).collect(Collectors.toSet());
      assertThat(CANARIES.stream().filter(type -> type.isAnnotatedWith(Breaks.class)))
          .extracting(Canaries::baitOf)
          .allMatch(names::contains);
    }

    @Test
    void ofACycleIsCaught() {
      assertThat(freeOfCycles(CANARY_ROOT).evaluate(CANARIES).getFailureReport().toString())
          .contains("Cycle detected");
    }

    @Test
    void inAnUnknownRoomIsCaught() {
      assertThat(unknownRooms(CANARIES, CANARY_ROOT)).containsExactly("attic");
    }

    @Test
    void withAnExceptionIsLetThrough() {
      HouseRule rule =
          canaryRules().stream()
              .filter(it -> it.name().equals("no-sleep"))
              .findFirst()
              .orElseThrow();
      assertThat(rule.all(CANARIES).filter(it -> it.isAllowedBy("no-sleep")))
          .singleElement()
          .extracting(Breach::owner)
          .extracting(JavaClass::getSimpleName)
          .isEqualTo("Dozer");
    }

    private static String baitOf(JavaClass type) {
      return type.getAnnotationOfType(Breaks.class).value();
    }
  }

  private record Exception(String rule, String because) {}

  private static List<Exception> exceptions() {
    return HOUSE.stream()
        .flatMap(
            type -> Stream.<HasAnnotations<?>>concat(Stream.of(type), type.getMembers().stream()))
        .flatMap(HouseRule::exceptions)
        .map(
            it ->
                new Exception(
                    it.get("rule").orElseThrow().toString(),
                    it.get("because").orElseThrow().toString()))
        .toList();
  }

  private static ArchRule freeOfCycles(String root) {
    return slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .because("what depends on itself can be neither read nor tested on its own");
  }

  private static Set<String> unknownRooms(JavaClasses classes, String root) {
    HouseRules rules = new HouseRules(root);
    return classes.stream()
        .flatMap(type -> rules.room(type).stream())
        .filter(room -> Rooms.find(room).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JavaClasses importFolder(String folder) {
    return new ClassFileImporter().importPath(Path.of(folder));
  }
}
