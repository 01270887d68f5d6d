package org.flannelboard.house.canary.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flannelboard.house.canary.Breaks;

/** A pure room's class that is open and reads a file. */
@Breaks("closed-types")
public class OpenPlan {

  @Breaks("pure-rooms")
  static final class Reader {
    String read(Path file) throws IOException {
      return Files.readString(file);
    }
  }
}
