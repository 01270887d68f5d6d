package org.flannelboard.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Path;

/**
 * Logback's configuration: warnings go to a file in the user's state folder, which is made when the
 * first one is written. Neither terminal nor window ever shows a library's log. In code, because
 * reading a configuration file would cost every command a tenth of a second.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_LOW_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} - %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> file = new FileAppender<>();
    file.setContext(context);
    file.setName("file");
    file.setFile(stateFolder().resolve("flannelboard.log").toString());
    file.setEncoder(encoder);
    OnFirstUse onFirstUse = new OnFirstUse(file);
    onFirstUse.setContext(context);
    onFirstUse.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(onFirstUse);
    // sshj tells every broken connection at ERROR with its stack; we tell it ourselves, by its
    // cause.
    context.getLogger("net.schmizz").setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** The XDG Base Directory Specification's state folder, and its likeness elsewhere. */
  private static Path stateFolder() {
    String xdg = System.getenv("XDG_STATE_HOME");
    Path base =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(xdg);
    return base.resolve("flannelboard");
  }

  /** Opens the file when there is something to write. */
  private static final class OnFirstUse extends AppenderBase<ILoggingEvent> {

    private final FileAppender<ILoggingEvent> file;

    OnFirstUse(FileAppender<ILoggingEvent> file) {
      this.file = file;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (!file.isStarted()) {
        file.start();
      }
      file.doAppend(event);
    }
  }
}
