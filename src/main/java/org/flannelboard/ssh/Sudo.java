package org.flannelboard.ssh;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions.SecretRequest;
import org.flannelboard.node.posix.ExecResult;
import org.flannelboard.node.posix.Script;
import org.jspecify.annotations.Nullable;

/**
 * sudo on one connection (sudo(8)): found out once whether it wants a password, which is then asked
 * for once and proved before any script's input is near it.
 *
 * <p>With a password, its line goes ahead of the script's input. A marker line follows it, and what
 * sudo starts first reads up to that marker: should sudo after all not ask, because its rules were
 * changed meanwhile, the password is dropped there and never becomes input of the script.
 */
final class Sudo {

  private static final String MARKER = "flannelboard: input follows";

  /** Drops a password nobody read, then becomes the script. {@code read} takes single bytes. */
  private static final String AFTER_MARKER =
      "IFS= read -r line; [ \"$line\" = '"
          + MARKER
          + "' ] || IFS= read -r line; unset line; exec sh -c \"$@\"";

  /** Messages in English, whatever the node's language, for the one comparison below. */
  private static final String PROBE = "exec env LC_ALL=C sudo -k -n -- sh -c :";

  private static final String PROOF = "exec env LC_ALL=C sudo -k -S -p '' -- sh -c :";

  private final String user;
  private final SshConnection connection;
  private final RememberedSecrets secrets;
  private final Turn finding = new Turn();
  private @Nullable Way way;

  /** How sudo is to be called. */
  private sealed interface Way {
    record WithoutPassword() implements Way {}

    record WithPassword(Secret password) implements Way {}
  }

  /**
   * A command line and what goes in ahead of the script's own input.
   *
   * @param ahead to be wiped after use
   */
  record Command(String line, byte[] ahead) {}

  Sudo(String user, SshConnection connection, RememberedSecrets secrets) {
    this.user = user;
    this.connection = connection;
    this.secrets = secrets;
  }

  /** The script as the login user. */
  static Command plain(Script script) {
    return new Command("exec sh -c " + words(script), new byte[0]);
  }

  /** The script through sudo. */
  Command elevated(Attempt attempt, Script script) throws NodeFailed, IOException, Bounded.GaveUp {
    return switch (way(attempt)) {
      case Way.WithoutPassword _ ->
          new Command("exec sudo -n -- sh -c " + words(script), new byte[0]);
      case Way.WithPassword(Secret password) ->
          new Command(
              "exec sudo -k -S -p '' -- sh -c "
                  + ShellQuoting.quote(AFTER_MARKER)
                  + " sh "
                  + words(script),
              line(password, MARKER + "\n"));
    };
  }

  private Way way(Attempt attempt) throws NodeFailed, IOException, Bounded.GaveUp {
    try (Turn.Held _ = finding.take(attempt)) {
      Way found = way;
      if (found == null) {
        found = find(attempt);
        way = found;
      }
      return found;
    }
  }

  private Way find(Attempt attempt) throws NodeFailed, IOException, Bounded.GaveUp {
    NodeId node = attempt.node();
    ExecResult probe = run(node, PROBE, new byte[0], attempt.deadline());
    if (probe.succeeded()) {
      return new Way.WithoutPassword();
    }
    if (probe.exitStatus() == 127) {
      throw new NodeFailed(new NodeFailure.ToolMissing(node, "sudo"));
    }
    if (!wantsPassword(probe.stderr())) {
      throw refused(node, lastWord(probe.stderr()));
    }
    SecretRequest request = new SecretRequest.SudoPassword(node, user);
    Optional<Secret> given = secrets.obtain(request, attempt);
    Secret password = given.orElseThrow(() -> refused(node, "its password was not given"));
    byte[] line = line(password, "");
    ExecResult proof;
    try {
      proof = run(node, PROOF, line, attempt.deadline());
    } finally {
      Arrays.fill(line, (byte) 0);
    }
    if (!proof.succeeded()) {
      secrets.forget(request, password);
      throw refused(node, lastWord(proof.stderr()));
    }
    secrets.remember(request, password);
    return new Way.WithPassword(password);
  }

  private ExecResult run(NodeId node, String command, byte[] input, Deadline deadline)
      throws IOException, Bounded.GaveUp {
    CommandRun run = new CommandRun(node, "sudo", connection);
    return run.toEnd(new Command(command, input), new byte[0], deadline);
  }

  /** sudo's words for it since 1.7 (sudo.pot: "a password is required"), after {@code -n}. */
  static boolean wantsPassword(String stderr) {
    return stderr.lines().anyMatch(line -> line.equals("sudo: a password is required"));
  }

  /** The line that says most: sudo's last but for the count of attempts. */
  static String lastWord(String stderr) {
    List<String> lines =
        stderr
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .filter(line -> !line.equals("sudo: no password was provided"))
            .toList();
    return lines.isEmpty() ? "it gave no reason" : lines.getLast().replaceFirst("^sudo: ", "");
  }

  private static String words(Script script) {
    String text = ShellQuoting.quote(script.text()) + " sh";
    return script.arguments().isEmpty() ? text : text + " " + ShellQuoting.join(script.arguments());
  }

  private static byte[] line(Secret password, String after) {
    char[] characters = password.reveal();
    byte[] encoded = new byte[4 * characters.length];
    var bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
    int length = bytes.remaining();
    bytes.get(encoded, 0, length);
    Arrays.fill(bytes.array(), (byte) 0);
    Arrays.fill(characters, '\0');
    byte[] tail = ("\n" + after).getBytes(StandardCharsets.UTF_8);
    byte[] line = Arrays.copyOf(encoded, length + tail.length);
    System.arraycopy(tail, 0, line, length, tail.length);
    Arrays.fill(encoded, (byte) 0);
    return line;
  }

  private NodeFailed refused(NodeId node, String why) {
    return new NodeFailed(new NodeFailure.SudoRefused(node, user, why));
  }
}
