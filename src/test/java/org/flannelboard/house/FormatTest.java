package org.flannelboard.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every Java file looks as google-java-format leaves it, so nobody ever argues about it. */
class FormatTest {

  /** {@code -Dformat.write=true} turns the check into the cure. */
  private static final boolean WRITE = Boolean.getBoolean("format.write");

  private static final String CURE = "mvn -q test -Dtest=FormatTest -Dformat.write=true";

  @Test
  void everyJavaFileIsFormatted() throws IOException {
    List<Formatted> differing =
        Repository.javaSources("src").parallelStream()
            .map(file -> new Formatted(file, formatted(file, Repository.read(file))))
            .filter(Formatted::differs)
            .toList();
    if (WRITE) {
      for (Formatted file : differing) {
        Files.writeString(file.path(), file.text());
      }
      return;
    }
    assertThat(differing.stream().map(Formatted::name))
        .as("files that are not formatted; this command formats them:%n  %s", CURE)
        .isEmpty();
  }

  @Test
  void aBadlyFormattedFileIsSeen() {
    String bad = "import java.util.List;\nclass A {int x ( ) {return 1 ;}}\n";
    assertThat(formatted(Path.of("A.java"), bad))
        .isEqualTo("class A {\n  int x() {\n    return 1;\n  }\n}\n");
  }

  private static String formatted(Path file, String source) {
    try {
      return new Formatter().formatSourceAndFixImports(source);
    } catch (FormatterException e) {
      throw new IllegalStateException("google-java-format cannot read " + file, e);
    }
  }

  private record Formatted(Path path, String text) {
    boolean differs() {
      return !text.equals(Repository.read(path));
    }

    String name() {
      return Repository.name(path);
    }
  }
}
