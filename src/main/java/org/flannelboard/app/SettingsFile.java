package org.flannelboard.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.FileFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings on this machine: one small JSON file that people can read.
 *
 * <p>A member that is missing or means nothing has its default, so that files of older and newer
 * versions can be read. A file that is no JSON object is set aside, never overwritten.
 *
 * @param file where it is, whether it exists or not
 */
public record SettingsFile(Path file) {

  /** What the file is called in the folder of settings. */
  public static final String NAME = "settings.json";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /**
   * What was read.
   *
   * @param problem why defaults hold although there was a file; null if all is well
   */
  public record Loaded(Settings settings, @Nullable Failure problem) {}

  /** Reads the file; defaults hold where there is none. */
  public Loaded load() {
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file));
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

  /** Writes the settings, whole or not at all. */
  public Result<Path, FileFailure> save(Settings settings) {
    String json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json(settings)) + "\n";
    return AtomicFiles.replace(file, json.getBytes(StandardCharsets.UTF_8));
  }

  private Loaded setAside(String why) {
    Path aside = file.resolveSibling(NAME + ".unreadable");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      return new Loaded(
          Settings.defaults(),
          new AppFailure.SettingsSetAside(file.toString(), aside.toString(), why));
    } catch (IOException e) {
      return new Loaded(
          Settings.defaults(), new AppFailure.SettingsUnreadable(file.toString(), why));
    }
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

  private static ObjectNode json(Settings settings) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("language", settings.language());
    root.put("look", name(settings.look()));
    root.put("palette", name(settings.palette()));
    root.put("scale", settings.scale());
    root.put("pingIntervalMs", settings.pingInterval().toMillis());
    root.put("statusIntervalMs", settings.statusInterval().toMillis());
    root.put("diffSideBySide", settings.diffSideBySide());
    root.putObject("thresholds")
        .put("rttMs", settings.thresholds().rtt().toMillis())
        .put("lossPercent", settings.thresholds().lossPercent());
    return root;
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
