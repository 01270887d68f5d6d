package org.flannelboard.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.flannelboard.boot.CommandPapers;

/** Makes the packages for this kind of machine; {@code mvn -Pinstaller package} runs it. */
public final class Build {

  private Build() {}

  /**
   * Makes them.
   *
   * @param arguments the project's version, and the date of every file in a package
   */
  public static void main(String[] arguments)
      throws IOException, GeneralSecurityException, InterruptedException {
    Project project = Project.here(arguments[0], Instant.parse(arguments[1]));
    Folders.fresh(project.packages());
    CommandPapers.write(project.target().resolve("papers"), project.version());
    new RuntimeImage(project).link();
    new AppImage(project).make();
    switch (project.platform().system()) {
      case LINUX -> new LinuxPackages(project).make();
      case MACOS -> new MacPackages(project).make();
      case WINDOWS -> new WindowsPackages(project).make();
    }
    for (Path file : Folders.list(project.packages(), "*")) {
      System.out.printf("%s, %d MB%n", file.getFileName(), Files.size(file) / 1_000_000);
    }
  }
}
