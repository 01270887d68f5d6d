package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import java.util.PropertyResourceBundle;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.node.NodeFailure;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static final NodeFailure MISSING = new NodeFailure.ToolMissing(new NodeId("vm01"), "ss");

  @Test
  void aFailureIsToldInBothLanguagesWithItsRemedy() {
    assertThat(Messages.of(Locale.UK).describe(MISSING))
        .isEqualTo(
            new Messages.Explanation(
                "vm01 has no program ss.", "Install it on the node, then try again."));
    assertThat(Messages.of(Locale.CHINA).describe(MISSING).message()).isEqualTo("vm01 上没有程序 ss。");
  }

  @Test
  void aLanguageNotSpokenGetsEnglish() {
    assertThat(Messages.of(Locale.FRENCH).describe(MISSING))
        .isEqualTo(Messages.of(Locale.ENGLISH).describe(MISSING));
  }

  @Test
  void aProblemIsOneSentence() {
    Problem twice = Problem.error("nodes[1].name", "node-name-twice", Map.of("name", "vm01"));
    assertThat(Messages.of(Locale.ENGLISH).describe(twice))
        .isEqualTo(
            new Messages.Explanation(
                "Another node has this name already; each needs its own.", ""));
  }

  @Test
  void valuesAreShownAsTheyAre() throws IOException {
    assertThat(messages(true).text("greeting", Map.of("name", "$1 \\ {name}")))
        .isEqualTo("Hello $1 \\ {name}!");
  }

  @Test
  void aNumberHasItsWordInBothForms() {
    Messages messages = Messages.of(Locale.ENGLISH);
    assertThat(messages.text("cli.certificate.renewed", Map.of("count", "1")))
        .isEqualTo("Renewed and verified on 1 node.");
    assertThat(messages.text("cli.certificate.renewed", Map.of("count", "0")))
        .isEqualTo("Renewed and verified on 0 nodes.");
    assertThat(Messages.of(Locale.CHINA).text("cli.certificate.renewed", Map.of("count", "1")))
        .contains("1")
        .doesNotContain("|");
  }

  @Test
  void aGapIsABugThatTestsSee() throws IOException {
    Messages strict = messages(true);
    assertThatThrownBy(() -> strict.text("no.such.key")).hasMessageContaining("no.such.key");
    assertThatThrownBy(() -> strict.text("greeting")).hasMessageContaining("greeting.name");
    assertThatThrownBy(() -> Messages.of(Locale.ENGLISH).text("no.such.key"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aGapIsVisibleInProduction() throws IOException {
    assertThat(messages(false).text("no.such.key")).isEqualTo("⟦no.such.key⟧");
    assertThat(messages(false).text("greeting")).isEqualTo("Hello ⟦greeting.name⟧!");
  }

  private static Messages messages(boolean strict) throws IOException {
    return new Messages(
        new PropertyResourceBundle(new StringReader("greeting = Hello {name}!")), strict);
  }
}
