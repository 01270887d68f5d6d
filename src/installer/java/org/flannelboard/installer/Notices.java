package org.flannelboard.installer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the application is made of and under which licences: the bill of materials (CycloneDX), and
 * the same for people with every licence's text. A library whose licence has no text ends the
 * build.
 */
final class Notices {

  /** Names of the two files beside the jars. */
  static final String BILL = "bom.json";

  static final String NOTICES = "THIRD-PARTY.txt";

  private static final Pattern TEXT =
      Pattern.compile("META-INF/(?:LICENSE|NOTICE)(?:\\.txt|\\.md)?|.*/license\\.txt");

  private static final String RULE = "=".repeat(80);

  private final Project project;

  Notices(Project project) {
    this.project = project;
  }

  /** Writes both into the folder of the jars. */
  void write(Path jars) throws IOException {
    Path bill = project.root().resolve("target").resolve(BILL);
    Folders.copyFile(bill, jars.resolve(BILL));
    Files.writeString(jars.resolve(NOTICES), notices(JsonMapper.shared().readTree(bill)));
  }

  /** The notices of everything in a bill of materials. */
  String notices(JsonNode bill) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            Flannelboard contains these libraries, unchanged, each under its own licence. The Java
            that is installed with it lists its licences in its folder "legal". The list of
            certificate authorities is Mozilla's (MPL-2.0), the Chinese font is Droid Sans Fallback
            (Apache-2.0).
            """);
    var libraries = new TreeMap<String, JsonNode>();
    bill.get("components").forEach(it -> libraries.put(name(it), it));
    libraries.forEach(
        (name, it) -> text.append('\n').append(name).append("  ").append(licences(it)));
    text.append('\n');
    var texts = new TreeMap<String, List<String>>();
    for (var library : libraries.entrySet()) {
      List<String> own = texts(library.getValue());
      if (own.isEmpty()) {
        throw new IllegalStateException(
            "no text of a licence for "
                + library.getKey()
                + ", "
                + licences(library.getValue())
                + ": put one into jpackage/licenses");
      }
      own.forEach(it -> texts.computeIfAbsent(it, _ -> new ArrayList<>()).add(library.getKey()));
    }
    texts.forEach(
        (licence, of) ->
            text.append("\n" + RULE + "\n")
                .append(String.join("\n", of))
                .append("\n" + RULE + "\n\n")
                .append(licence.strip())
                .append('\n'));
    return text.toString();
  }

  private static String name(JsonNode library) {
    return library.get("name").asString() + " " + library.get("version").asString();
  }

  /** The licences of a library, by SPDX's names where it uses them. */
  static List<String> licences(JsonNode library) {
    List<String> licences = new ArrayList<>();
    for (JsonNode choice : library.path("licenses")) {
      JsonNode licence = choice.path("license");
      licences.add(
          choice.has("expression")
              ? choice.get("expression").asString()
              : licence.path("id").asString(licence.path("name").asString("")));
    }
    return licences;
  }

  /** The texts that lie in a library's jar, else the texts kept here for it or its licences. */
  private List<String> texts(JsonNode library) throws IOException {
    List<String> texts = new ArrayList<>();
    String name = library.get("name").asString();
    String version = library.get("version").asString();
    Path jar = project.jars().resolve(name + "-" + version + ".jar");
    if (Files.exists(jar)) {
      texts.addAll(inside(jar));
    }
    List<String> kept = new ArrayList<>(List.of(name));
    kept.addAll(licences(library));
    for (String licence : texts.isEmpty() ? kept : List.<String>of()) {
      Path file = kept(licence);
      if (Files.exists(file)) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private Path kept(String licence) {
    return switch (licence) {
      case "Apache-2.0" -> project.root().resolve("LICENSE");
      // The JDK's own text of it.
      case "GPL-2.0-with-classpath-exception" ->
          RuntimeImage.folder(project).resolve("legal").resolve("java.base").resolve("LICENSE");
      case String other ->
          project
              .parts()
              .resolve("licenses")
              .resolve(other.replaceAll("[^\\w.-]", "_").toLowerCase(Locale.ROOT) + ".txt");
    };
  }

  private static List<String> inside(Path jar) throws IOException {
    List<String> texts = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        if (TEXT.matcher(entry.getName()).matches()) {
          texts.add(
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                  .replace("\r\n", "\n"));
        }
      }
    }
    return texts;
  }
}
