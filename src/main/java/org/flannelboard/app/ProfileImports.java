package org.flannelboard.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.AnsibleImport;
import org.flannelboard.profile.EnvShImport;
import org.flannelboard.profile.FileFailure;
import org.flannelboard.profile.ImportFiles;
import org.flannelboard.profile.ProfileDraft;
import org.flannelboard.profile.SshConfigImport;
import org.jspecify.annotations.Nullable;

/** What files of other programs say of a cluster. Nothing in them is run. */
public final class ProfileImports {

  /** The one variable the guide exports before it reads env.sh. */
  private static final String NODE_IP = "NODE_IP";

  private final ImportFiles files;

  ProfileImports(ImportFiles files) {
    this.files = files;
  }

  /** What the guide's env.sh says. */
  public Result<ProfileDraft, Failure> envSh(Path file) {
    return read(
        file,
        () ->
            ProfileDraft.of(
                EnvShImport.read(Files.readString(file, StandardCharsets.UTF_8), exported()),
                file));
  }

  /**
   * What OpenSSH's client configuration says.
   *
   * @param file null for this user's own
   * @param hosts those that are wanted; empty for all that it names
   */
  public Result<ProfileDraft, Failure> sshConfig(@Nullable Path file, List<String> hosts) {
    Path config = file == null ? files.sshConfig() : file;
    return read(config, () -> SshConfigImport.read(config, hosts, files));
  }

  /**
   * What an Ansible inventory says.
   *
   * @param group the group whose hosts are wanted; null for all
   */
  public Result<ProfileDraft, Failure> ansible(Path file, @Nullable String group) {
    return read(file, () -> AnsibleImport.read(file, group, files));
  }

  private Map<String, String> exported() {
    String nodeIp = files.environment().get(NODE_IP);
    return nodeIp == null ? Map.of() : Map.of(NODE_IP, nodeIp);
  }

  /** A reading that can fail as files do. */
  private interface Reading {
    ProfileDraft read() throws IOException;
  }

  private static Result<ProfileDraft, Failure> read(Path file, Reading reading) {
    try {
      return Result.ok(reading.read());
    } catch (NoSuchFileException e) {
      return unreadable(file, "no such file");
    } catch (CharacterCodingException e) {
      return unreadable(file, "not UTF-8 text");
    } catch (IOException e) {
      return unreadable(file, FileFailure.reason(e));
    }
  }

  private static Result<ProfileDraft, Failure> unreadable(Path file, String why) {
    return Result.err(new AppFailure.LocalFileUnreadable(file.toString(), why));
  }
}
