package org.flannelboard.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every decision names what confirms it (a type or a setting of the build), and that exists. */
class DecisionsTest {

  private static final Pattern CONFIRMATION =
      Pattern.compile("## Confirmation\n\n`([\\w.-]+)`", Pattern.MULTILINE);

  static List<Path> decisions() {
    return Repository.filesUnder(Repository.root().resolve("src/docs/decisions"));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void isConfirmedBySomethingThatExists(Path decision) {
    Optional<String> name = confirmation(Repository.read(decision));
    assertThat(name).as("%s names its confirmation", decision.getFileName()).isPresent();
    assertThat(exists(name.orElseThrow())).as(name.orElseThrow()).isTrue();
  }

  @Test
  void areNumberedWithoutGaps() {
    List<Path> all = decisions();
    assertThat(all).isNotEmpty();
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).getFileName().toString()).startsWith("%04d-".formatted(i + 1));
    }
  }

  @Test
  void aConfirmationThatIsNotThereIsSeen() {
    assertThat(confirmation("## Context\n\n`FormatTest`")).isEmpty();
    assertThat(confirmation("## Confirmation\n\n`NoSuchTest`")).hasValue("NoSuchTest");
    assertThat(exists("NoSuch" + "Test")).isFalse();
  }

  private static Optional<String> confirmation(String text) {
    return CONFIRMATION.matcher(text).results().map(match -> match.group(1)).findFirst();
  }

  private static boolean exists(String name) {
    return Repository.javaSources("src").stream().anyMatch(it -> it.endsWith(name + ".java"))
        || Repository.read(Repository.root().resolve("pom.xml")).contains("<" + name + ">");
  }
}
