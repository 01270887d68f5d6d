package org.flannelboard.installer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Linux' packages: a tree of files as it lies on the installed system, and the same tree as .deb
 * and .rpm. What needs a reaction of the system (menu, file types, icons, manual pages) lies where
 * Debian's and Fedora's own file triggers look, so that no script of ours runs on anybody's
 * machine.
 */
final class LinuxPackages {

  private static final String HOME = "opt/flannelboard";

  private final Project project;

  LinuxPackages(Project project) {
    this.project = project;
  }

  /** Makes all of them. */
  void make() throws IOException, InterruptedException {
    Path tree = tree("debian", "usr/share/zsh/vendor-completions");
    Folders.copyFile(
        project.systemParts().resolve("copyright"),
        tree.resolve("usr/share/doc/flannelboard/copyright"));
    deb(tree, project.version(), "xz", project.packages());
    rpm(tree("rpm", "usr/share/zsh/site-functions"));
    portable();
  }

  /** The files as they lie on an installed system. */
  private Path tree(String name, String zsh) throws IOException {
    Path tree = Folders.fresh(project.target().resolve(name));
    Folders.copy(AppImage.folder(project), tree.resolve(HOME));
    Path command = tree.resolve("usr/bin/flannelboard");
    Files.createDirectories(command.getParent());
    Files.createSymbolicLink(command, Path.of("../../" + HOME + "/bin/flannelboard-cli"));
    share(tree.resolve("usr/share"));
    Folders.copyFile(
        project.systemParts().resolve("_flannelboard"), tree.resolve(zsh).resolve("_flannelboard"));
    return tree;
  }

  private void share(Path share) throws IOException {
    Path parts = project.systemParts();
    Folders.copyFile(
        parts.resolve("flannelboard.desktop"), share.resolve("applications/flannelboard.desktop"));
    Folders.copyFile(
        parts.resolve("flannelboard.xml"), share.resolve("mime/packages/flannelboard.xml"));
    Path papers = papers();
    Folders.write(
        share.resolve("man/man1/flannelboard.1.gz"),
        gzip(Files.readAllBytes(papers.resolve("flannelboard.1"))));
    Folders.copyFile(
        papers.resolve("flannelboard.bash"),
        share.resolve("bash-completion/completions/flannelboard"));
    Path icons = share.resolve("icons/hicolor");
    Path drawing = project.parts().resolve("icon.svg");
    Folders.copyFile(drawing, icons.resolve("scalable/apps/flannelboard.svg"));
    Icons sizes = new Icons(drawing);
    for (int size : Icons.SIZES) {
      Folders.write(icons.resolve(size + "x" + size + "/apps/flannelboard.png"), sizes.png(size));
    }
  }

  private Path papers() {
    return project.target().resolve("papers");
  }

  /** Makes a .deb of a tree, in a folder. */
  Path deb(Path tree, String version, String compression, Path folder)
      throws IOException, InterruptedException {
    long bytes = 0;
    for (Path path : Folders.walk(tree)) {
      bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    Path control = tree.resolve("DEBIAN/control");
    Folders.write(
        control,
        filled(
                Files.readString(project.systemParts().resolve("control")),
                Map.of(
                    "version",
                    version,
                    "deb-architecture",
                    project.platform().chip().debian,
                    "kilobytes",
                    String.valueOf(bytes / 1024)))
            .getBytes(StandardCharsets.UTF_8));
    settle(tree);
    Path file =
        folder.resolve("flannelboard_" + version + "_" + project.platform().chip().debian + ".deb");
    Tool.run(
        project.target(),
        dated(),
        List.of(
            "dpkg-deb",
            "--root-owner-group",
            "-Z" + compression,
            "-z1",
            "--build",
            tree.toString(),
            file.toString()));
    Signing.ofLinux(file);
    return file;
  }

  private void rpm(Path tree) throws IOException, InterruptedException {
    settle(tree);
    StringBuilder files = new StringBuilder();
    for (Path path : Folders.walk(tree).reversed()) {
      String name = "/" + tree.relativize(path);
      boolean ours = name.startsWith("/" + HOME) || !Files.isDirectory(path);
      if (ours && !path.equals(tree)) {
        files.append(Files.isDirectory(path) ? "%dir \"" : "\"").append(name).append("\"\n");
      }
    }
    Path spec = project.target().resolve("flannelboard.spec");
    Files.writeString(
        spec,
        filled(
            Files.readString(project.systemParts().resolve("flannelboard.spec")),
            Map.of("version", project.version(), "files", files.toString())));
    Path top = Folders.fresh(project.target().resolve("rpmbuild"));
    Tool.run(
        project.target(),
        dated(),
        List.of(
            "rpmbuild",
            "-bb",
            "--quiet",
            "--target",
            project.platform().chip().rpm,
            "--define",
            "_topdir " + top,
            "--define",
            "_rpmdir " + project.packages(),
            "--define",
            "_rpmfilename %{name}-%{version}-%{release}.%{arch}.rpm",
            "--define",
            "_buildhost localhost",
            "--define",
            "use_source_date_epoch_as_buildtime 1",
            "--buildroot",
            tree.toString(),
            spec.toString()));
    for (Path file : Folders.list(project.packages(), "*.rpm")) {
      Signing.ofLinux(file);
    }
  }

  /** The application in one folder, with what a package would place elsewhere. */
  private void portable() throws IOException, InterruptedException {
    String name = "flannelboard-" + project.version();
    Path above = Folders.fresh(project.target().resolve("portable"));
    Path folder = above.resolve(name);
    Folders.copy(AppImage.folder(project), folder);
    Path share = folder.resolve("share");
    Folders.write(
        share.resolve("man/man1/flannelboard.1"),
        Files.readAllBytes(papers().resolve("flannelboard.1")));
    Folders.copyFile(
        papers().resolve("flannelboard.bash"),
        share.resolve("bash-completion/completions/flannelboard"));
    Files.createSymbolicLink(folder.resolve("bin/flannelboard"), Path.of("flannelboard-cli"));
    Folders.copyFile(project.root().resolve("LICENSE"), folder.resolve("LICENSE"));
    settle(folder);
    Path file = project.packages().resolve(name + "-" + project.platform().suffix() + ".tar.gz");
    Tool.run(
        above,
        Map.of(),
        List.of(
            "tar",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--use-compress-program=gzip -n",
            "-cf",
            file.toString(),
            name));
    Signing.ofLinux(file);
  }

  /** Gives every file the mode and the date that it has when installed. */
  private void settle(Path tree) throws IOException {
    for (Path path : Folders.walk(tree)) {
      if (!Files.isSymbolicLink(path)) {
        boolean runs = Files.isDirectory(path) || Files.isExecutable(path);
        Files.setPosixFilePermissions(
            path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
    project.date(tree);
  }

  private Map<String, String> dated() {
    return Map.of("SOURCE_DATE_EPOCH", String.valueOf(project.time().getEpochSecond()));
  }

  private static String filled(String template, Map<String, String> values) {
    String text = template;
    for (var value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
