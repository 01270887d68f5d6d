package org.flannelboard.boot;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.flannelboard.cli.CommandLineFace;

/** Where the program starts, as a window or as a command. */
public final class Main {

  private Main() {}

  /** Runs one command, or the window if none is named, and ends with its exit status. */
  public static void main(String[] arguments) {
    // Without this, asking for the console loads a line editor, which costs a tenth of a second.
    System.setProperty("jdk.console", "java.base");
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    System.exit(new CommandLineFace(new Wiring(out, err).context()).run(meant(arguments)));
  }

  /**
   * A desktop names the file that somebody opened, and nothing else: that is a profile for the
   * window. Commands have no dot in their names.
   */
  static String[] meant(String... arguments) {
    boolean opened =
        arguments.length == 1
            && !arguments[0].startsWith("-")
            && arguments[0].contains(".")
            && new File(arguments[0]).isFile();
    return opened ? new String[] {"--profile", arguments[0]} : arguments;
  }

  /** Output in UTF-8 whatever the platform's own encoding is: node names and messages need it. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
