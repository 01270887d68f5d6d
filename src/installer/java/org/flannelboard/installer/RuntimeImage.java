package org.flannelboard.installer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The Java that is installed with the application: the modules it uses, JavaFX among them. */
final class RuntimeImage {

  /**
   * What jdeps finds in the jars, JavaFX and what JavaFX asks for, and what is reached by name
   * alone: dates in Chinese (jdk.localedata), TLS with elliptic curves (jdk.crypto.ec), Unsafe
   * (jdk.unsupported).
   */
  static final Set<String> MODULES =
      Set.of(
          "java.base",
          "java.compiler",
          "java.desktop",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.scripting",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "javafx.controls",
          "javafx.fxml",
          "jdk.crypto.ec",
          "jdk.httpserver",
          "jdk.jfr",
          "jdk.localedata",
          "jdk.unsupported");

  private static final List<String> JAVAFX = List.of("base", "graphics", "controls", "fxml");

  private static final Set<String> NATIVE = Set.of("so", "dll", "dylib");

  private final Project project;

  RuntimeImage(Project project) {
    this.project = project;
  }

  static Path folder(Project project) {
    return project.target().resolve("runtime");
  }

  /** Links it. */
  void link() throws IOException, GeneralSecurityException {
    Path jmods = Folders.fresh(project.target().resolve("jmods"));
    for (String part : JAVAFX) {
      jmod(part, jmods);
    }
    Path runtime = folder(project);
    Folders.remove(runtime);
    // A JDK without a folder jmods links from itself (JEP 493), where it was built to.
    Tool.jdk(
        "jlink",
        List.of(
            "--module-path",
            jmods.toString(),
            "--add-modules",
            String.join(",", MODULES.stream().sorted().toList()),
            "--include-locales",
            "en,zh",
            "--compress",
            "zip-0",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            runtime.toString()));
    TrustStore.write(project.parts().resolve("cacerts.pem"), TrustStore.in(runtime));
    project.date(runtime);
  }

  /**
   * Makes a module of one of JavaFX's jars, which carry their native libraries among the classes.
   */
  private void jmod(String part, Path jmods) throws IOException {
    Path classes = Folders.fresh(project.target().resolve("javafx").resolve(part));
    Path libraries = Folders.fresh(project.target().resolve("javafx").resolve(part + "-native"));
    for (Path jar : Folders.list(project.jars(), "javafx-" + part + "-*-*.jar")) {
      unpack(jar, classes, libraries);
    }
    Tool.jdk(
        "jmod",
        List.of(
            "create",
            "--class-path",
            classes.toString(),
            "--libs",
            libraries.toString(),
            jmods.resolve("javafx." + part + ".jmod").toString()));
  }

  private static void unpack(Path jar, Path classes, Path libraries) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("META-INF/"))
          .forEach(entry -> unpack(zip, entry, classes, libraries));
    }
  }

  private static void unpack(ZipFile zip, ZipEntry entry, Path classes, Path libraries) {
    String name = entry.getName();
    String ending = name.substring(name.lastIndexOf('.') + 1);
    Path file = (NATIVE.contains(ending) ? libraries : classes).resolve(name);
    try (InputStream content = zip.getInputStream(entry)) {
      Folders.write(file, content.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
