package org.flannelboard.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.flannelboard.base.Deadline;

/** A running program of this machine, whose lines can be waited for. */
final class Program implements AutoCloseable {

  private final List<String> command;
  private final Process process;
  private final Lines out;
  private final Lines err;

  private Program(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.out = new Lines(process.getInputStream());
    this.err = new Lines(process.getErrorStream());
  }

  /** Starts a program in the project's folder, with nothing to read. */
  static Program start(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Path.of("").toAbsolutePath().toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      return new Program(command, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  Ran await(Duration patience) {
    try (this) {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("no end after " + patience + ": " + result(-1));
      }
      return result(process.exitValue());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Ran result(int status) {
    return new Ran(command, status, out.text(), err.text());
  }

  /** Its lines on stdout. */
  Lines out() {
    return out;
  }

  /** Its lines on stderr. */
  Lines err() {
    return err;
  }

  /** Asks it to end and waits until it has, at most so long (SIGTERM). */
  void end(Duration patience) {
    try (this) {
      process.destroy();
      process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Ends it at once, without a chance to clear up (SIGKILL). */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  /** What a program writes, line by line. */
  static final class Lines {

    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final Thread reader;

    private Lines(InputStream in) {
      // Both streams have to be drained, or the program would stop at a full pipe.
      reader = Thread.ofVirtual().name("lines").start(() -> read(in));
    }

    private void read(InputStream in) {
      try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          synchronized (text) {
            text.append(line).append('\n');
          }
          unread.add(line);
        }
      } catch (IOException e) {
        unread.add("(" + e.getMessage() + ")"); // the program was killed
      }
    }

    /** The next line not yet read that fits. */
    String await(Predicate<String> wanted, Duration patience) {
      Deadline deadline = Deadline.after(patience);
      try {
        while (!deadline.expired()) {
          String line = unread.poll(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
          if (line != null && wanted.test(line)) {
            return line;
          }
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      throw new AssertionError("the line did not come within " + patience + ":\n" + soFar());
    }

    private String soFar() {
      synchronized (text) {
        return text.toString();
      }
    }

    private String text() {
      try {
        reader.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      return soFar();
    }
  }
}
