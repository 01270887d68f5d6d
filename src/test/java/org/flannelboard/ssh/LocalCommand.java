package org.flannelboard.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * Runs a command on this machine as sshd(8) would: {@code sh -c} and three pumps. Once its channel
 * is closed it reads the end of its input, and is killed if that does not end it.
 */
final class LocalCommand implements Command {

  /** Enough for a script to do what it does at the end of its input. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final List<String> command;
  private InputStream stdin = InputStream.nullInputStream();
  private OutputStream stdout = OutputStream.nullOutputStream();
  private OutputStream stderr = OutputStream.nullOutputStream();
  private ExitCallback exit = (_, _, _) -> {};
  private volatile Runnable leave = () -> {};

  LocalCommand(String command) {
    this.command = List.of("/bin/sh", "-c", command);
  }

  @Override
  public void setInputStream(InputStream in) {
    stdin = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    stdout = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    stderr = err;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    Process process = new ProcessBuilder(command).start();
    leave = () -> thread().start(() -> end(process));
    Thread in = thread().start(() -> pump(stdin, process.getOutputStream(), true));
    Thread out = thread().start(() -> pump(process.getInputStream(), stdout, false));
    Thread err = thread().start(() -> pump(process.getErrorStream(), stderr, false));
    thread()
        .start(
            () -> {
              try {
                int status = process.waitFor();
                out.join();
                err.join();
                exit.onExit(status);
                in.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /**
   * A thread of the platform's: reading a process's pipe holds the carrier of a virtual one (JDK
   * 25), and there are only as many carriers as processors.
   */
  private static Thread.Builder thread() {
    return Thread.ofPlatform().daemon();
  }

  @Override
  public void destroy(ChannelSession channel) {
    leave.run();
  }

  private static void end(Process process) {
    close(process.getOutputStream());
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(InputStream from, OutputStream to, boolean closing) {
    try {
      byte[] buffer = new byte[64 * 1024];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } catch (IOException e) {
      // The process or the channel is gone: so is what there was to pump.
    } finally {
      if (closing) {
        close(to);
      }
    }
  }

  private static void close(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // A broken pipe cannot be closed any better.
    }
  }
}
