package org.flannelboard.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Windows' packages: an installer, and the application's folder as a zip file. */
final class WindowsPackages {

  private final Project project;

  WindowsPackages(Project project) {
    this.project = project;
  }

  /** Makes both. */
  void make() throws IOException, InterruptedException {
    Path image = AppImage.folder(project);
    for (Path program : Folders.list(image, "*.exe")) {
      Signing.ofWindows(program);
    }
    project.date(image);
    String name = "flannelboard-" + project.version() + "-" + project.platform().suffix();
    Path msi = project.packages().resolve(name + ".msi");
    Path made = Folders.fresh(project.target().resolve("msi"));
    Tool.jdk(
        "jpackage",
        List.of(
            "@" + project.systemParts().resolve("msi.args"),
            "--name",
            "Flannelboard",
            "--app-version",
            AppImage.packageVersion(project),
            "--app-image",
            image.toString(),
            "--dest",
            made.toString()));
    Files.move(Folders.list(made, "*.msi").getFirst(), msi);
    Signing.ofWindows(msi);
    Tool.jdk(
        "jar",
        List.of(
            "--create",
            "--no-manifest",
            "--file",
            project.packages().resolve(name + ".zip").toString(),
            "-C",
            AppImage.above(project).toString(),
            image.getFileName().toString()));
  }
}
