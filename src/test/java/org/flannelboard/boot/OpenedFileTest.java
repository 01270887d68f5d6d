package org.flannelboard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a desktop hands the program when somebody opens a file. */
class OpenedFileTest {

  @TempDir Path folder;

  @Test
  void aFileAloneIsTheProfile() throws IOException {
    String file = Files.createFile(folder.resolve("east.flannelboard.yaml")).toString();
    assertThat(Main.meant(file)).containsExactly("--profile", file);
  }

  @Test
  void everythingElseIsACommandLine() throws IOException {
    String file = Files.createFile(folder.resolve("east.flannelboard.yaml")).toString();
    String absent = folder.resolve("none.yaml").toString();
    assertThat(Main.meant()).isEmpty();
    assertThat(Main.meant("status")).containsExactly("status");
    assertThat(Main.meant(absent)).containsExactly(absent);
    assertThat(Main.meant(file, "status")).containsExactly(file, "status");
    assertThat(Main.meant("--profile=" + file)).containsExactly("--profile=" + file);
  }
}
