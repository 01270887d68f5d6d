package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Subject;
import org.junit.jupiter.api.Test;

/** When red cells are looked into, second by second. */
class DiagnosisPaceTest {

  private static final Instant START = Instant.parse("2030-06-13T15:15:17Z");
  private static final Set<Subject.OnPair> GREEN = Set.of();
  private static final Set<Subject.OnPair> RED = Set.of(pair(1));
  private static final Set<Subject.OnPair> REDDER = Set.of(pair(1), pair(2));

  private final DiagnosisPace pace = new DiagnosisPace();

  @Test
  void nothingIsLookedIntoWhileNothingWasEverRed() {
    assertThat(looks(600, _ -> GREEN)).isEmpty();
  }

  @Test
  void theFirstRedCellIsLookedIntoAtOnceAndMoreOfThemSoon() {
    assertThat(looks(60, second -> second < 2 ? RED : REDDER)).startsWith(0, 5);
  }

  @Test
  void whatStaysRedIsLookedIntoEverMoreRarely() {
    List<Integer> looks = looks(24 * 3600, _ -> RED);
    assertThat(looks).startsWith(0, 60, 180, 420, 900, 1860, 3780, 7380, 10980);
    assertThat(looks).hasSizeLessThan(31);
  }

  @Test
  void whatIsGreenAgainIsLookedAtOnceMoreAndThenNot() {
    assertThat(looks(3600, second -> second < 30 ? RED : GREEN)).containsExactly(0, 30);
  }

  @Test
  void whatFlapsIsNoStorm() {
    assertThat(looks(3600, second -> second / 10 % 2 == 0 ? RED : GREEN)).hasSizeLessThan(30);
    assertThat(pace.calm()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void afterARestTheNextIsLookedIntoAtOnceAgain() {
    looks(600, second -> second / 10 % 2 == 0 ? RED : GREEN);
    Instant later = START.plus(Duration.ofHours(1));
    assertThat(pace.due(REDDER, later)).isTrue();
    assertThat(pace.calm()).isEqualTo(Duration.ofSeconds(5));
  }

  /** The cells that are red in a second. */
  private interface Course {
    Set<Subject.OnPair> at(int second);
  }

  /** The seconds in which was looked. */
  private List<Integer> looks(int seconds, Course course) {
    List<Integer> looks = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      Instant now = START.plusSeconds(second);
      if (pace.due(course.at(second), now)) {
        pace.looked(course.at(second), now);
        looks.add(second);
      }
    }
    return looks;
  }

  private static Subject.OnPair pair(int to) {
    return new Subject.OnPair(new NodeId("vm09"), new NodeId("vm0" + to));
  }
}
