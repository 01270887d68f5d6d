package org.flannelboard.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where profiles and settings are on this machine.
 *
 * @param osName as in the system property {@code os.name}
 * @param environment the process's environment variables
 * @param home the home folder
 * @param working the folder the program was started in
 */
public record ProfileLocations(
    String osName, Map<String, String> environment, Path home, Path working) {

  /** The variable that names the profile to use. */
  public static final String VARIABLE = "FLANNELBOARD_PROFILE";

  /** What a profile is called where no name is given. */
  public static final String FILE = "cluster.yaml";

  public ProfileLocations {
    environment = Map.copyOf(environment);
  }

  /** Which profile to use. */
  public sealed interface Choice {

    /**
     * This one, which need not exist when somebody named it.
     *
     * @param by what decided
     */
    record Chosen(Path profile, By by) implements Choice {}

    /** There is none; these places were looked at. */
    record None(List<Path> looked) implements Choice {}

    /** There are several, and nobody said which. */
    record Several(List<Path> profiles) implements Choice {}
  }

  /** What decided on a profile. */
  public enum By {
    OPTION,
    VARIABLE,
    WORKING_FOLDER,
    ONLY_PROFILE
  }

  /**
   * The folder of settings: by the XDG Base Directory Specification, Apple's File System
   * Programming Guide or the Windows known folder of roaming application data.
   */
  public Path config() {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("windows")) {
      return folderFrom("APPDATA")
          .orElse(home.resolve("AppData").resolve("Roaming"))
          .resolve("Flannelboard");
    }
    if (os.contains("mac")) {
      return home.resolve("Library").resolve("Application Support").resolve("Flannelboard");
    }
    return folderFrom("XDG_CONFIG_HOME").orElse(home.resolve(".config")).resolve("flannelboard");
  }

  /**
   * The folder of what is remembered from one run to the next and is worth no backup: by the XDG
   * Base Directory Specification, on Windows the local application data, on macOS with the
   * settings.
   */
  public Path state() {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("windows")) {
      return folderFrom("LOCALAPPDATA")
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve("Flannelboard");
    }
    if (os.contains("mac")) {
      return config();
    }
    return folderFrom("XDG_STATE_HOME")
        .orElse(home.resolve(".local").resolve("state"))
        .resolve("flannelboard");
  }

  /** The folder of profiles. */
  public Path profiles() {
    return config().resolve("profiles");
  }

  /**
   * Which profile to use: the one given, else the variable's, else {@code cluster.yaml} in the
   * working folder, else the only one among the settings.
   *
   * @param option the value of {@code --profile}; null when it was not given
   */
  public Choice choose(@Nullable Path option) {
    if (option != null) {
      return new Choice.Chosen(working.resolve(option), By.OPTION);
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isEmpty()) {
      return new Choice.Chosen(working.resolve(variable), By.VARIABLE);
    }
    Path here = working.resolve(FILE);
    if (Files.isRegularFile(here)) {
      return new Choice.Chosen(here, By.WORKING_FOLDER);
    }
    List<Path> stored = stored();
    return switch (stored.size()) {
      case 0 -> new Choice.None(List.of(here, profiles().resolve("*.yaml")));
      case 1 -> new Choice.Chosen(stored.getFirst(), By.ONLY_PROFILE);
      default -> new Choice.Several(stored);
    };
  }

  /** The profiles among the settings, by name; none when the folder cannot be listed. */
  public List<Path> stored() {
    try (Stream<Path> entries = Files.list(profiles())) {
      return entries
          .filter(path -> path.toString().endsWith(".yaml") || path.toString().endsWith(".yml"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** The specification says that a relative path in such a variable is to be ignored. */
  private Optional<Path> folderFrom(String variable) {
    try {
      return Optional.ofNullable(environment.get(variable))
          .filter(text -> !text.isBlank())
          .map(Path::of)
          .filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
