package org.flannelboard.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Error Prone and NullAway, configured as pom.xml configures them, stop the bugs they are there
 * for.
 */
class NullSafetyCanaryTest {

  private static final String MARKED = "@org.jspecify.annotations.NullMarked package canary;\n";

  @TempDir Path output;

  @Test
  void aNullThatCannotBeIsNoMatchForNullAway() {
    List<String> errors =
        compile(
            """
            package canary;

            import org.jspecify.annotations.Nullable;

            class Canary {
              static @Nullable String maybe() {
                return null;
              }

              static int length() {
                return maybe().length();
              }
            }
            """);
    assertThat(errors).singleElement().asString().contains("[NullAway]", "dereferenced");
  }

  @Test
  void aNullInAGenericTypeIsNoMatchForJSpecifyMode() {
    List<String> errors =
        compile(
            """
            package canary;

            import java.util.List;
            import org.jspecify.annotations.Nullable;

            class Canary {
              static List<String> certain(List<@Nullable String> doubtful) {
                return doubtful;
              }
            }
            """);
    assertThat(errors).singleElement().asString().contains("[NullAway]");
  }

  @Test
  void aBugThatErrorProneKnowsDoesNotCompile() {
    List<String> errors =
        compile(
            """
            package canary;

            class Canary {
              static boolean same(int[] one, int[] other) {
                return one.equals(other);
              }
            }
            """);
    assertThat(errors).singleElement().asString().contains("[ArrayEquals]");
  }

  @Test
  void cleanCodeCompiles() {
    List<String> errors =
        compile(
            """
            package canary;

            import org.jspecify.annotations.Nullable;

            class Canary {
              static int length(@Nullable String text) {
                return text == null ? 0 : text.length();
              }
            }
            """);
    assertThat(errors).isEmpty();
  }

  @Test
  void everyPackageOfTheProductIsNullMarked() {
    Stream<Path> packages =
        Repository.javaSources("src/main/java").stream().map(Path::getParent).distinct();
    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            folder ->
                assertThat(folder.resolve("package-info.java"))
                    .as("a package-info.java that says what the package is, with @NullMarked")
                    .exists()
                    .content()
                    .containsPattern("(?m)^@NullMarked$"));
  }

  private List<String> compile(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options = new ArrayList<>(pomArguments());
    options.addAll(
        List.of("-processorpath", classPath(), "-classpath", classPath(), "-d", output.toString()));
    compiler
        .getTask(
            null,
            null,
            diagnostics,
            options,
            null,
            List.of(
                new Source("canary/package-info.java", MARKED),
                new Source("canary/Canary.java", source)))
        .call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.getMessage(null))
        .toList();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** The compiler's arguments in pom.xml, without those for the JVM it is forked into. */
  private static List<String> pomArguments() {
    String pom = Repository.read(Repository.root().resolve("pom.xml"));
    List<String> arguments =
        Pattern.compile("<arg>([^<]*)</arg>")
            .matcher(pom)
            .results()
            .map((MatchResult match) -> match.group(1).strip())
            .filter(argument -> !argument.startsWith("-J"))
            .toList();
    assertThat(arguments)
        .as("pom.xml still turns Error Prone on")
        .anyMatch(argument -> argument.startsWith("-Xplugin:ErrorProne "));
    return arguments;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(Path.of("/").resolve(name).toUri(), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
