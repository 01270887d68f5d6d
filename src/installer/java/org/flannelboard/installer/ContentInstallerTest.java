package org.flannelboard.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is in the installed application, and what is not. */
class ContentInstallerTest {

  private Project project;
  private Path jars;

  @BeforeEach
  void open() throws IOException {
    project = Installed.project();
    jars = AppImage.jars(project);
  }

  @Test
  void itTrustsTheListInTheRepositoryAndNobodyElse() throws Exception {
    Path cacerts = TrustStore.in(AppImage.runtime(project));
    assertThat(TrustStore.trusted(cacerts))
        .hasSizeGreaterThan(100)
        .containsExactlyInAnyOrderElementsOf(
            List.copyOf(TrustStore.read(project.parts().resolve("cacerts.pem"))));
    // Read as Java reads it at run time: without a password.
    KeyStore store = KeyStore.getInstance(cacerts.toFile(), (char[]) null);
    assertThat(store.size()).isGreaterThan(100);
  }

  @Test
  void itsJavaHasTheModulesThatAreUsed() throws IOException {
    String release = Files.readString(AppImage.runtime(project).resolve("release"));
    String line = release.lines().filter(it -> it.startsWith("MODULES=")).findFirst().orElseThrow();
    Set<String> linked = Set.of(line.substring(9, line.length() - 1).split(" "));
    assertThat(linked)
        .containsAll(RuntimeImage.MODULES)
        .doesNotContain("jdk.compiler", "jdk.jlink");
    assertThat(AppImage.runtime(project).resolve("bin/keytool")).doesNotExist();
    assertThat(AppImage.runtime(project).resolve("legal/java.base/LICENSE")).exists();
  }

  @Test
  void everyJarIsInTheBillWithItsDigest() throws Exception {
    Set<String> digests = new TreeSet<>();
    for (JsonNode component : bill().get("components")) {
      for (JsonNode hash : component.path("hashes")) {
        digests.add(hash.get("content").asString());
      }
    }
    List<Path> libraries = new ArrayList<>(Folders.list(jars, "*.jar"));
    assertThat(libraries.remove(jars.resolve(project.mainJar()))).isTrue();
    assertThat(libraries).hasSizeGreaterThan(50);
    for (Path jar : libraries) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      assertThat(digests).as(jar.toString()).contains(HexFormat.of().formatHex(digest));
    }
  }

  @Test
  void everyLibraryIsNamedInTheNotices() throws IOException {
    String notices = Files.readString(jars.resolve(Notices.NOTICES));
    for (JsonNode component : bill().get("components")) {
      assertThat(Notices.licences(component)).as(component.toString()).isNotEmpty();
      assertThat(notices)
          .contains(
              "\n" + component.get("name").asString() + " " + component.get("version").asString());
    }
    assertThat(notices)
        .contains("Apache License", "GNU General Public License", "Copyright (c) 2022 mkpaz");
  }

  @Test
  void signedJarsAreStillSigned() throws IOException {
    List<Path> signed = Folders.list(jars, "bc*.jar");
    assertThat(signed).hasSize(3);
    for (Path path : signed) {
      try (JarFile jar = new JarFile(path.toFile(), true)) {
        JarEntry entry =
            jar.stream().filter(it -> it.getName().endsWith(".class")).findFirst().orElseThrow();
        jar.getInputStream(entry).readAllBytes();
        assertThat(entry.getCodeSigners()).as(path.toString()).isNotNull();
      }
    }
  }

  @Test
  void itsOwnClassesKnowTheirLines() throws IOException {
    try (JarFile jar = new JarFile(jars.resolve(project.mainJar()).toFile())) {
      byte[] bytes =
          jar.getInputStream(jar.getEntry("org/flannelboard/boot/Main.class")).readAllBytes();
      var code =
          ClassFile.of().parse(bytes).methods().stream()
              .filter(it -> it.methodName().equalsString("main"))
              .findFirst()
              .flatMap(it -> it.findAttribute(Attributes.code()))
              .orElseThrow();
      assertThat(code.findAttribute(Attributes.lineNumberTable())).isPresent();
    }
  }

  @Test
  void theWindowsIconsAreTheDrawing() throws IOException {
    Icons icons = new Icons(project.parts().resolve("icon.svg"));
    for (int size : Icons.WINDOW_SIZES) {
      BufferedImage kept =
          Objects.requireNonNull(
              ImageIO.read(
                  project
                      .root()
                      .resolve("resources/org/flannelboard/ui/shell/mark-" + size + ".png")
                      .toFile()));
      assertThat(kept.getRGB(0, 0, size, size, null, 0, size))
          .as("draw it again: java org.flannelboard.installer.Icons, size " + size)
          .isEqualTo(icons.image(size).getRGB(0, 0, size, size, null, 0, size));
    }
  }

  private JsonNode bill() throws IOException {
    return JsonMapper.shared().readTree(jars.resolve(Notices.BILL));
  }
}
