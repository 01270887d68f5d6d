package org.flannelboard.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.FileFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings on this machine: one small JSON file that people can read.
 *
 * <p>A member that is missing or means nothing has its default, and one that is not known here
 * stays in the file when that is written, so that files of older and newer versions can be read and
 * lose nothing. A file that is no JSON object is set aside, never overwritten.
 *
 * @param file where it is, whether it exists or not
 * @param clock tells when a file was set aside
 */
public record SettingsFile(Path file, InstantSource clock) {

  /** What the file is called in the folder of settings. */
  public static final String NAME = "settings.json";

  /** The version of this form; files of before it had a number have none. */
  static final int VERSION = 1;

  /** Without colons, which Windows has no room for in a name. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * What was read.
   *
   * @param problem why defaults hold although there was a file; null if all is well
   */
  public record Loaded(Settings settings, @Nullable Failure problem) {}

  /** Reads the file; defaults hold where there is none. */
  public Loaded load() {
    try {
      String text = Files.readString(file);
      JsonNode root = JsonMapper.shared().readTree(text);
      return root.isObject() ? new Loaded(settings(root), null) : setAside("not a JSON object");
    } catch (NoSuchFileException e) {
      return new Loaded(Settings.defaults(), null);
    } catch (JacksonException e) {
      return setAside(e.getOriginalMessage());
    } catch (IOException e) {
      return new Loaded(
          Settings.defaults(),
          new AppFailure.SettingsUnreadable(file.toString(), FileFailure.reason(e)));
    }
  }

  /** Writes the settings, whole or not at all; what is not known here stays as it stands. */
  public Result<Path, FileFailure> save(Settings settings) {
    ObjectNode root = present();
    write(settings, root);
    String json =
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    return AtomicFiles.replace(file, json.getBytes(StandardCharsets.UTF_8));
  }

  /** What is in the file now; nothing where there is none, or none that can be read. */
  private ObjectNode present() {
    try {
      return JsonMapper.shared().readTree(Files.readString(file)) instanceof ObjectNode root
          ? root
          : JsonMapper.shared().createObjectNode();
    } catch (IOException | JacksonException nothingToKeep) {
      return JsonMapper.shared().createObjectNode();
    }
  }

  private Loaded setAside(String why) {
    Path aside = freeName();
    try {
      Files.move(file, aside);
      return new Loaded(
          Settings.defaults(),
          new AppFailure.SettingsSetAside(file.toString(), aside.toString(), why));
    } catch (IOException e) {
      return new Loaded(
          Settings.defaults(), new AppFailure.SettingsUnreadable(file.toString(), why));
    }
  }

  /** A name that tells what happened when; what was set aside before is never overwritten. */
  private Path freeName() {
    String name = NAME + ".corrupt-" + TIME.format(clock.instant());
    Path aside = file.resolveSibling(name);
    for (int i = 2; Files.exists(aside); i++) {
      aside = file.resolveSibling(name + "-" + i);
    }
    return aside;
  }

  private static Settings settings(JsonNode root) {
    Settings defaults = Settings.defaults();
    JsonNode thresholds = root.path("thresholds");
    return new Settings(
        root.path("language").isString() ? root.path("language").asString() : null,
        constant(Settings.Look.values(), root.path("look"), defaults.look()),
        constant(Settings.Palette.values(), root.path("palette"), defaults.palette()),
        root.path("scale").asDouble(defaults.scale()),
        duration(root.path("pingIntervalMs"), defaults.pingInterval()),
        duration(root.path("statusIntervalMs"), defaults.statusInterval()),
        new Settings.Thresholds(
            duration(thresholds.path("rttMs"), defaults.thresholds().rtt()),
            thresholds.path("lossPercent").asInt(defaults.thresholds().lossPercent())),
        root.path("diffSideBySide").asBoolean(defaults.diffSideBySide()));
  }

  private static void write(Settings settings, ObjectNode root) {
    // A newer program that wrote the file knows more than this one, and finds its number again.
    root.put("version", Math.max(VERSION, root.path("version").asInt(VERSION)));
    root.put("language", settings.language());
    root.put("look", name(settings.look()));
    root.put("palette", name(settings.palette()));
    root.put("scale", settings.scale());
    root.put("pingIntervalMs", settings.pingInterval().toMillis());
    root.put("statusIntervalMs", settings.statusInterval().toMillis());
    root.put("diffSideBySide", settings.diffSideBySide());
    ObjectNode thresholds =
        root.path("thresholds") instanceof ObjectNode known ? known : root.putObject("thresholds");
    thresholds
        .put("rttMs", settings.thresholds().rtt().toMillis())
        .put("lossPercent", settings.thresholds().lossPercent());
  }

  private static <E extends Enum<E>> E constant(E[] all, JsonNode node, E otherwise) {
    for (E each : all) {
      if (name(each).equals(node.asString(""))) {
        return each;
      }
    }
    return otherwise;
  }

  private static Duration duration(JsonNode millis, Duration otherwise) {
    return Duration.ofMillis(millis.asLong(otherwise.toMillis()));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
