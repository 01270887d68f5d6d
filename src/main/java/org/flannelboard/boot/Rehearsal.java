package org.flannelboard.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flannelboard.cli.CommandLineFace;

/**
 * A run for the JVM alone: it goes through what commands do, so that their classes can be kept
 * loaded and linked in an ahead-of-time cache (JEP 483, JEP 514). The build calls it once; what it
 * prints nobody reads.
 *
 * <p>Commands run for real on the practice cluster. etcd over mutual TLS runs against a server in
 * this process. For SSH, whose other end this program has not got, the classes are loaded by name.
 * The window opens on JavaFX's headless platform.
 */
public final class Rehearsal {

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--practice", "push", "--all", "--yes", "--json"),
          List.of("--practice-deployed", "push", "--all", "--yes"),
          List.of("--practice-deployed", "ping", "--count", "1", "--interval", "100", "--json"),
          List.of("--practice-deployed", "status", "--json"),
          List.of("--practice-deployed", "leases"),
          List.of("--practice-deployed", "diagnose"));

  /** A class of each library whose code a command runs without the rehearsal reaching it. */
  private static final List<String> LIBRARIES =
      List.of(
          "org/flannelboard/boot/Rehearsal.class",
          "net/schmizz/sshj/SSHClient.class",
          "org/snakeyaml/engine/v2/api/Load.class",
          "org/h2/mvstore/MVStore.class",
          "ch/qos/logback/classic/Logger.class",
          "ch/qos/logback/core/Context.class");

  /** A class of JavaFX's platform jar. */
  private static final String TOOLKIT = "com/sun/glass/ui/Application.class";

  /** The platform's own half of the toolkit, which has no part in a run without a display. */
  private static final List<String> PLATFORM =
      List.of(
          "com/sun/glass/ui/gtk/",
          "com/sun/glass/ui/win/",
          "com/sun/glass/ui/mac/",
          "com/sun/prism/sw/",
          "com/sun/prism/es2/",
          "com/sun/prism/d3d/",
          "com/sun/prism/mtl/",
          "com/sun/pisces/");

  private Rehearsal() {}

  /** Runs the rehearsal. */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("jdk.console", "java.base");
    OutputStream nowhere = new ByteArrayOutputStream();
    commands(nowhere);
    window(nowhere);
  }

  private static void commands(OutputStream nowhere) throws Exception {
    CommandLineFace face = new CommandLineFace(new Wiring(nowhere, nowhere).context());
    for (List<String> command : COMMANDS) {
      face.run(command.toArray(String[]::new));
    }
    EtcdRehearsal.run();
    CryptoRehearsal.run();
    for (String library : LIBRARIES) {
      load(library, "");
    }
  }

  private static void window(OutputStream nowhere) throws IOException {
    for (String folder : PLATFORM) {
      load(TOOLKIT, folder);
    }
    WindowRehearsal.run(nowhere);
  }

  /**
   * Loads every class of a folder in the jar, or in the module of the runtime, that one class is
   * from; those that lack an optional part stay out.
   */
  private static void load(String member, String folder) throws IOException {
    ClassLoader loader = Rehearsal.class.getClassLoader();
    URL url = loader.getResource(member);
    // A class from a folder of classes is none to keep.
    if (url != null && url.openConnection() instanceof JarURLConnection jar) {
      jar.getJarFile().stream().forEach(entry -> load(entry.getName(), folder, loader));
    } else if (url != null && url.getProtocol().equals("jrt")) {
      String module = url.getPath().substring(1, url.getPath().length() - member.length() - 1);
      Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
      Path inside = root.resolve(folder);
      if (Files.isDirectory(inside)) { // another system's half is not in this system's module
        try (Stream<Path> files = Files.walk(inside)) {
          files.forEach(file -> load(root.relativize(file).toString(), folder, loader));
        }
      }
    }
  }

  private static void load(String name, String folder, ClassLoader loader) {
    if (name.startsWith(folder)
        && name.endsWith(".class")
        && !name.contains("-")
        && !name.startsWith("META-INF/")) {
      try {
        Class.forName(name.replace('/', '.').replaceFirst("\\.class$", ""), false, loader);
      } catch (ClassNotFoundException | LinkageError absent) {
        return;
      }
    }
  }
}
