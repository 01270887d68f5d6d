package org.flannelboard.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flannelboard.cli.CliContext;
import org.flannelboard.cli.ManualPage;

/**
 * What is installed beside the command line: its manual page and its completion, both made from the
 * commands themselves.
 */
public final class CommandPapers {

  private CommandPapers() {}

  /** Writes {@code flannelboard.1} and {@code flannelboard.bash} into a folder. */
  public static void write(Path folder, String version) throws IOException {
    OutputStream nowhere = OutputStream.nullOutputStream();
    CliContext context = new Wiring(nowhere, nowhere).context();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("flannelboard.1"), ManualPage.text(context, version));
    Files.writeString(folder.resolve("flannelboard.bash"), ManualPage.completion(context));
  }
}
