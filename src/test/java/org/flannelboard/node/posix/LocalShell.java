package org.flannelboard.node.posix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;

/** This machine as a node: scripts run as child processes, with the rights of the test. */
public final class LocalShell implements NodeShell {

  /** Gives a script a process group of its own (setsid(1)); nothing where that is not to be had. */
  private static final List<String> GROUP =
      Stream.of("/usr/bin/setsid").filter(it -> Files.isExecutable(Path.of(it))).toList();

  private final NodeId node;
  private final List<String> sh;
  private final Map<String, String> environment;
  private final Set<Process> children = ConcurrentHashMap.newKeySet();

  /**
   * A node whose scripts are run by {@code sh}.
   *
   * @param sh the shell with its options, for example {@code busybox sh}
   * @param environment what to add to this process's own
   */
  public LocalShell(NodeId node, List<String> sh, Map<String, String> environment) {
    this.node = node;
    this.sh = List.copyOf(sh);
    this.environment = Map.copyOf(environment);
  }

  /** The environment in which the programs of these folders come first. */
  public static Map<String, String> finding(Path... folders) {
    Stream<String> first = Stream.of(folders).map(folder -> folder.toAbsolutePath().toString());
    return Map.of(
        "PATH",
        Stream.concat(first, Stream.of(System.getenv("PATH"))).collect(Collectors.joining(":")));
  }

  @Override
  public NodeId node() {
    return node;
  }

  @Override
  public Result<ExecResult, NodeFailure> exec(Script script, Deadline deadline) {
    if (deadline.expired()) {
      return timedOut(script);
    }
    Process process = spawn(script);
    background(
        () -> {
          feed(process, script.stdin());
          return script;
        });
    CompletableFuture<byte[]> stdout = background(() -> drain(process.getInputStream()));
    CompletableFuture<byte[]> stderr = background(() -> drain(process.getErrorStream()));
    try {
      if (!process.waitFor(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
        return timedOut(script);
      }
      return Result.ok(result(process, stdout.join(), stderr.join()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return timedOut(script);
    } finally {
      end(process);
    }
  }

  @Override
  public Result<Running, NodeFailure> start(
      Script script, Consumer<String> lines, Deadline deadline) {
    if (deadline.expired()) {
      return timedOut(script);
    }
    Process process = spawn(script);
    CompletableFuture<byte[]> stderr = background(() -> drain(process.getErrorStream()));
    CompletableFuture<Result<ExecResult, NodeFailure>> end =
        background(
            () -> {
              readLines(process, lines);
              return Result.ok(result(process, new byte[0], stderr.join()));
            });
    return Result.ok(new LocalRunning(process, end));
  }

  @Override
  public void close() {
    children.forEach(this::end);
  }

  private record LocalRunning(
      Process process, CompletableFuture<Result<ExecResult, NodeFailure>> end) implements Running {

    @Override
    public Result<ExecResult, NodeFailure> await() {
      return end.join();
    }

    /** Closes standard input alone, so that the test sees whether the script ends by that. */
    @Override
    public void close() {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Process spawn(Script script) {
    List<String> command = new ArrayList<>(GROUP);
    command.addAll(sh);
    command.addAll(List.of("-c", script.text(), "sh"));
    command.addAll(script.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      children.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(Process process) {
    if (!GROUP.isEmpty() && process.isAlive()) {
      endGroup(process.pid());
    }
    process.descendants().forEach(ProcessHandle::destroy);
    // Process.destroy would close the pipes under those who read them to their end.
    process.toHandle().destroy();
    children.remove(process);
  }

  /** Also ends what the script starts at this very moment, which would keep its output open. */
  private static void endGroup(long leader) {
    try {
      new ProcessBuilder("sh", "-c", "kill -TERM -" + leader)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExecResult result(Process process, byte[] stdout, byte[] stderr) {
    return new ExecResult(
        process.onExit().join().exitValue(), stdout, new String(stderr, StandardCharsets.UTF_8));
  }

  /** A script may end before it has read everything. */
  private static void feed(Process process, byte[] stdin) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(stdin);
    } catch (IOException e) {
      // EPIPE: its end is the exit status, not this.
    }
  }

  private static byte[] drain(InputStream in) {
    try (in) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readLines(Process process, Consumer<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> CompletableFuture<T> background(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    // Reading a process's pipe would hold a virtual thread's carrier (JDK 25).
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                done.complete(work.get());
              } catch (RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  private <T> Result<T, NodeFailure> timedOut(Script script) {
    return Result.err(new NodeFailure.TimedOut(node, script.operation()));
  }
}
