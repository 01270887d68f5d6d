package org.flannelboard.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a few typed letters find. */
class FuzzyMatchTest {

  @Test
  void theBeginningBeatsAWordBeatsAPartBeatsScatteredLetters() {
    List<String> texts = List.of("Upper hustle", "All pushes", "Repush", "Push all");
    assertThat(
            texts.stream()
                .filter(text -> FuzzyMatch.score("push", text).isPresent())
                .sorted(Comparator.comparingInt(FuzzyMatchTest::push).reversed())
                .toList())
        .containsExactly("Push all", "All pushes", "Repush");
    assertThat(FuzzyMatch.score("uph", "Upper hustle")).isPresent();
    assertThat(FuzzyMatch.score("gtt", "Go to Topology").orElseThrow())
        .isGreaterThan(FuzzyMatch.score("gtt", "Forgot to test").orElse(0));
  }

  @Test
  void nothingTypedFitsEverythingAndWhatIsNotThereNothing() {
    assertThat(FuzzyMatch.score("  ", "Push all")).isEqualTo(OptionalInt.of(0));
    assertThat(FuzzyMatch.score("xyz", "Push all")).isEmpty();
    assertThat(FuzzyMatch.score("推送", "全部推送")).isPresent();
  }

  private static int push(String text) {
    return FuzzyMatch.score("push", text).orElse(0);
  }
}
