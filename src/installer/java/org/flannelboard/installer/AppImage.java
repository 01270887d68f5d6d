package org.flannelboard.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The installed application as a folder: launchers, jars, its own Java, its classes made ready, and
 * what it is made of. Every package holds this folder.
 */
final class AppImage {

  /** Programs of a runtime that the application does without. */
  private static final List<String> RUNTIME_PROGRAMS =
      List.of("jfr", "jrunscript", "jwebserver", "keytool", "rmiregistry", "javaw");

  /** The window's launcher, and the terminal's. */
  private static final List<String> LAUNCHERS = List.of("Flannelboard", "flannelboard-cli");

  private final Project project;

  AppImage(Project project) {
    this.project = project;
  }

  /** The folder that it lies in alone. */
  static Path above(Project project) {
    return project.target().resolve("image");
  }

  /** The folder; on macOS the bundle. */
  static Path folder(Project project) {
    Path images = above(project);
    return switch (project.platform().system()) {
      case LINUX, WINDOWS -> images.resolve("Flannelboard");
      case MACOS -> images.resolve("Flannelboard.app");
    };
  }

  /** The folder of the jars in it. */
  static Path jars(Project project) {
    return switch (project.platform().system()) {
      case LINUX -> folder(project).resolve("lib").resolve("app");
      case MACOS -> folder(project).resolve("Contents").resolve("app");
      case WINDOWS -> folder(project).resolve("app");
    };
  }

  /** Its own Java. */
  static Path runtime(Project project) {
    return switch (project.platform().system()) {
      case LINUX -> folder(project).resolve("lib").resolve("runtime");
      case MACOS ->
          folder(project)
              .resolve("Contents")
              .resolve("runtime")
              .resolve("Contents")
              .resolve("Home");
      case WINDOWS -> folder(project).resolve("runtime");
    };
  }

  /** Makes it. */
  void make() throws IOException, InterruptedException {
    Path input = Folders.fresh(project.target().resolve("input"));
    for (Path jar : Folders.list(project.jars(), "*.jar")) {
      // JavaFX is in the runtime.
      if (!jar.getFileName().toString().startsWith("javafx-")) {
        Folders.copyFile(jar, input.resolve(jar.getFileName()));
      }
    }
    new Notices(project).write(input);
    Folders.remove(above(project));
    Tool.jdk("jpackage", options(input));
    // Dated before the rehearsal, which notes the dates of the jars.
    project.date(folder(project));
    rehearse();
    dropPrograms();
    if (project.platform().system() == Platform.System.LINUX) {
      for (String launcher : LAUNCHERS) {
        ownLauncher(launcher);
      }
      Files.delete(folder(project).resolve("lib").resolve("libapplauncher.so"));
    }
    project.date(folder(project));
  }

  /** The launchers' options of the JVM, as {@code app-image.args} has them. */
  private List<String> jvmOptions() throws IOException {
    String option = "--java-options ";
    return Files.readAllLines(project.parts().resolve("app-image.args")).stream()
        .filter(line -> line.startsWith(option))
        .map(line -> line.substring(option.length()).replace("\"", ""))
        .toList();
  }

  private List<String> options(Path input) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("@" + project.parts().resolve("app-image.args"));
    options.add("@" + project.systemParts().resolve("app-image.args"));
    options.addAll(
        List.of(
            "--app-version", packageVersion(project),
            "--input", input.toString(),
            "--main-jar", project.mainJar(),
            "--runtime-image", RuntimeImage.folder(project).toString(),
            "--icon", icon().toString(),
            "--dest", above(project).toString()));
    return options;
  }

  /**
   * The version as the system's packages take it. Apple's bundle versions begin with 1, so that
   * 0.2.3 becomes 1.2.3 there; file names and the application itself say 0.2.3.
   */
  static String packageVersion(Project project) {
    String version = project.version();
    return project.platform().system() == Platform.System.MACOS && version.startsWith("0.")
        ? "1" + version.substring(1)
        : version;
  }

  private Path icon() throws IOException {
    Icons icons = new Icons(project.parts().resolve("icon.svg"));
    Path file =
        project
            .target()
            .resolve(
                switch (project.platform().system()) {
                  case LINUX -> "icon.png";
                  case MACOS -> "icon.icns";
                  case WINDOWS -> "icon.ico";
                });
    Folders.write(
        file,
        switch (project.platform().system()) {
          case LINUX -> icons.png(512);
          case MACOS -> icons.icns();
          case WINDOWS -> icons.ico();
        });
    return file;
  }

  /**
   * Has the installed Java go through what commands and the window do, and keep their classes. The
   * options are the launchers', as classes made ready with others are of no use to them. No class
   * is linked before it is used: all of them at once take longer than what one run needs, and some
   * would have the signed jars' signatures checked first.
   */
  private void rehearse() throws IOException, InterruptedException {
    Path jars = jars(project);
    List<String> command = new ArrayList<>();
    command.add(runtime(project).resolve("bin").resolve("java").toString());
    jvmOptions().stream().filter(it -> !it.startsWith("-XX:AOTCache=")).forEach(command::add);
    command.addAll(
        List.of(
            "-XX:-AOTClassLinking",
            "-XX:AOTCacheOutput=" + jars.resolve("flannelboard.aot"),
            "-classpath",
            jars.resolve(project.mainJar()).toString(),
            "org.flannelboard.boot.Rehearsal"));
    Tool.run(command);
  }

  /** Puts a script in place of jpackage's launcher. */
  private void ownLauncher(String launcher) throws IOException {
    String options =
        jvmOptions().stream()
            .map(it -> "  \"" + it.replace("$APPDIR", "$home/lib/app") + "\" \\")
            .collect(Collectors.joining("\n"));
    Files.writeString(
        folder(project).resolve("bin").resolve(launcher),
        Files.readString(project.systemParts().resolve("launcher"))
            .replace("@options@", options)
            .replace("@jar@", project.mainJar()));
    Files.delete(jars(project).resolve(launcher + ".cfg"));
  }

  private void dropPrograms() throws IOException {
    Path bin = runtime(project).resolve("bin");
    boolean linux = project.platform().system() == Platform.System.LINUX;
    List<String> unused = new ArrayList<>(RUNTIME_PROGRAMS);
    if (!linux) {
      unused.add("java"); // jpackage's launchers are the JVM themselves
    }
    for (String program : unused) {
      Files.deleteIfExists(bin.resolve(program));
      Files.deleteIfExists(bin.resolve(program + ".exe"));
    }
    if (Folders.list(bin, "*").isEmpty()) {
      Files.delete(bin);
    }
  }
}
