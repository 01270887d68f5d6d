package org.flannelboard.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** macOS' packages: a disk image to drag from, and an installer. */
final class MacPackages {

  private final Project project;

  MacPackages(Project project) {
    this.project = project;
  }

  /** Makes both. */
  void make() throws IOException, InterruptedException {
    seal(AppImage.folder(project));
    for (String type : List.of("dmg", "pkg")) {
      Path made = Folders.fresh(project.target().resolve(type));
      Tool.jdk(
          "jpackage",
          Stream.of(
                  List.of(
                      "@" + project.systemParts().resolve(type + ".args"),
                      "--name",
                      "Flannelboard",
                      "--app-version",
                      AppImage.packageVersion(project),
                      "--app-image",
                      AppImage.folder(project).toString(),
                      "--dest",
                      made.toString()),
                  Signing.ofMac())
              .flatMap(List::stream)
              .toList());
      Path file =
          project
              .packages()
              .resolve(
                  "flannelboard-"
                      + project.version()
                      + "-"
                      + project.platform().suffix()
                      + "."
                      + type);
      Files.move(Folders.list(made, "*." + type).getFirst(), file);
      Signing.notarise(file);
    }
  }

  /**
   * Signs the bundle as it is now, its classes made ready; without an identity so that the seal at
   * least fits, as Apple's chips run nothing that has none.
   */
  private static void seal(Path bundle) throws IOException, InterruptedException {
    List<String> identity = Signing.ofMac();
    if (identity.isEmpty()) {
      Tool.run(List.of("codesign", "--force", "--deep", "--sign", "-", bundle.toString()));
    } else {
      Tool.jdk(
          "jpackage",
          Stream.of(List.of("--type", "app-image", "--app-image", bundle.toString()), identity)
              .flatMap(List::stream)
              .toList());
    }
  }
}
