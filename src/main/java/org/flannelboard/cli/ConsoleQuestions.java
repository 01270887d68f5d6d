package org.flannelboard.cli;

import java.io.Console;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Secret;
import org.flannelboard.node.NodeQuestions;

/** Asks the person at the terminal. Answers that are read are not echoed where they are secret. */
final class ConsoleQuestions implements NodeQuestions {

  private final Console console;
  private final Terminal terminal;

  ConsoleQuestions(Console console, Terminal terminal) {
    this.console = console;
    this.terminal = terminal;
  }

  @Override
  public synchronized boolean trust(UnknownHost host) {
    terminal.note(
        terminal.text(
            "cli.ask.host",
            Map.of(
                "node", host.node().name(),
                "host", host.host(),
                "port", Integer.toString(host.port()),
                "keyType", host.keyType(),
                "fingerprint", host.fingerprint())));
    return yes(terminal.text("cli.ask.trust"));
  }

  @Override
  public synchronized Optional<Secret> secret(SecretRequest request) {
    String prompt =
        switch (request) {
          case SecretRequest.KeyPassphrase key ->
              terminal.text(
                  "cli.ask.passphrase", Map.of("node", key.node().name(), "file", key.file()));
          case SecretRequest.LoginPassword login ->
              terminal.text(
                  "cli.ask.login",
                  Map.of("node", login.node().name(), "user", login.user(), "host", login.host()));
          case SecretRequest.SudoPassword sudo ->
              terminal.text(
                  "cli.ask.sudo", Map.of("node", sudo.node().name(), "user", sudo.user()));
        };
    char[] answer = console.readPassword("%s", prompt + " ");
    if (answer == null || answer.length == 0) {
      return Optional.empty();
    }
    Secret secret = Secret.of(answer);
    Arrays.fill(answer, '\0');
    return Optional.of(secret);
  }

  /** Asks for a plain yes; anything else is a no. */
  synchronized boolean yes(String question) {
    String answer = console.readLine("%s ", question);
    return answer != null && answer.strip().equalsIgnoreCase("yes");
  }
}
