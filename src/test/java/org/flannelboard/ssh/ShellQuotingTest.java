package org.flannelboard.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A real shell reads back whatever was quoted. */
class ShellQuotingTest {

  private static final String SPECIAL = "'\"\\$`!*?[]{}()<>|&;#~ \t\n=-%^aü网";

  @Test
  void anyWordsComeBackFromAShell() throws IOException, InterruptedException {
    Random random = new Random(7);
    List<String> words = new ArrayList<>(List.of("", "'", "''", "-n", "\n"));
    for (int i = 0; i < 2_000; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        word.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
      }
      words.add(word.toString());
    }
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "printf '%s\\001' " + ShellQuoting.join(words)).start();
    String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(said).isEqualTo(String.join("\1", words) + "\1");
  }

  @Test
  void nulIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ShellQuoting.quote("a\0b"));
  }
}
