package org.flannelboard.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.EnvShImport;
import org.flannelboard.profile.FileFailure;
import org.flannelboard.profile.ImportFiles;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileDraft;
import org.flannelboard.profile.ProfileForm;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.profile.ProfileTemplate;
import org.flannelboard.profile.ProfileWriter;
import org.flannelboard.profile.ProfileYaml;

/** The profiles of this machine: which there are, and how a new one comes about. */
public final class ProfileCatalog {

  /** The one variable the guide exports before it reads env.sh. */
  private static final String NODE_IP = "NODE_IP";

  private final ProfileLocations locations;

  public ProfileCatalog(ProfileLocations locations) {
    this.locations = locations;
  }

  /**
   * A profile.
   *
   * @param outcome what reading it came to
   */
  public record Entry(Path file, ProfileOutcome outcome) {}

  /**
   * A profile that was made from another file.
   *
   * @param problems what of that file could not be taken over as it was
   */
  public record Imported(Path file, List<LocatedProblem> problems) {
    public Imported {
      problems = List.copyOf(problems);
    }
  }

  /** The one that was named or lies in the working folder, then those among the settings. */
  public List<Entry> list() {
    Set<Path> files = new LinkedHashSet<>();
    if (locations.choose(null) instanceof ProfileLocations.Choice.Chosen(Path chosen, var _)) {
      files.add(chosen);
    }
    files.addAll(locations.stored());
    return files.stream().map(this::read).toList();
  }

  /** Reads one. */
  public Entry read(Path file) {
    return new Entry(file, new ProfileYaml(locations.home()).read(file));
  }

  /** The file a cluster of that name has among the settings. */
  public Path stored(String name) {
    return locations.profiles().resolve(name + ".yaml");
  }

  /** Writes a commented profile with the guide's values; an existing file stays as it is. */
  public Result<Path, Failure> create(Path file) {
    return write(file, ProfileTemplate.guide(clusterName(file)).text());
  }

  /** Writes a profile from the guide's env.sh, nothing of which is run. */
  public Result<Imported, Failure> importEnv(Path source, Path file) {
    String text;
    try {
      text = Files.readString(source, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return Result.err(
          new AppFailure.LocalFileUnreadable(source.toString(), FileFailure.reason(e)));
    }
    EnvShImport imported = EnvShImport.read(text, exported());
    return write(file, imported.template(clusterName(file)).text())
        .map(written -> new Imported(written, imported.problems()));
  }

  private Map<String, String> exported() {
    String nodeIp = locations.environment().get(NODE_IP);
    return nodeIp == null ? Map.of() : Map.of(NODE_IP, nodeIp);
  }

  /** The path that was typed, {@code ~} being this user's home; empty if it can be none. */
  public Optional<Path> path(String text) {
    boolean atHome = text.equals("~") || text.startsWith("~/");
    try {
      return Optional.of(
          atHome
              ? locations.home().resolve(text.substring(1).replaceFirst("^/", ""))
              : Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** What files of other programs say of a cluster. */
  public ProfileImports imports() {
    Map<String, String> environment = locations.environment();
    String user =
        Stream.of("LOGNAME", "USER", "USERNAME")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(name -> !name.isEmpty())
            .findFirst()
            .orElseGet(() -> System.getProperty("user.name"));
    return new ProfileImports(new ImportFiles(locations.home(), user, environment));
  }

  /** A draft as the text of the profile it would be in that file, with gaps for what is missing. */
  public String text(ProfileDraft draft, Path file) {
    return draft.text(clusterName(file), file.toAbsolutePath(), locations.home());
  }

  /** A profile as the text of that file. */
  public String text(ClusterProfile profile, Path file) {
    return ProfileWriter.write(profile, file.toAbsolutePath(), locations.home());
  }

  /** What a form comes to as the profile in that file. */
  public ProfileForm.Reading read(ProfileForm form, Path file) {
    return form.read(file, locations.home());
  }

  /** Writes a draft; an existing file stays as it is. */
  public Result<Path, Failure> create(Path file, ProfileDraft draft) {
    return write(file, text(draft, file));
  }

  /** Writes a profile; an existing file stays as it is. */
  public Result<Path, Failure> create(Path file, ClusterProfile profile) {
    return write(file, text(profile, file));
  }

  /** The profile that the guide's values give in that file, to put others in their place. */
  public ClusterProfile guide(Path file) {
    byte[] text = ProfileTemplate.guide(clusterName(file)).text().getBytes(StandardCharsets.UTF_8);
    return switch (new ProfileYaml(locations.home()).parse(text, file)) {
      case ProfileOutcome.Loaded(ClusterProfile profile, var _) -> profile;
      case ProfileOutcome.Refused(var problems) ->
          throw new IllegalStateException("the guide's own profile is refused: " + problems);
    };
  }

  private static Result<Path, Failure> write(Path file, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return AtomicFiles.create(file.toAbsolutePath(), content)
        .<Failure>mapFailure(failure -> failure);
  }

  private static String clusterName(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    return name.equals("cluster") ? "flannel" : name;
  }
}
