package org.flannelboard.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.flannelboard.base.Allowed;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.node.Content;
import org.jspecify.annotations.Nullable;

/** Reads the release archive, once its digest is the one the profile names. */
@Allowed(
    rule = "libraries",
    because = "one archive is fetched, and trusted by its digest alone: a room would hold one call")
public final class ReleaseReader {

  private static final String FLANNELD = "flanneld";
  private static final String MK_DOCKER_OPTS = "mk-docker-opts.sh";

  /** flanneld has 20 to 50 MB; nothing near this size is one. */
  private static final int LARGEST_PROGRAM = 256 * 1024 * 1024;

  private static final Duration DOWNLOAD = Duration.ofMinutes(5);

  private ReleaseReader() {}

  /**
   * Reads both programs. Downloads only where the profile names a URL, and keeps nothing on disk.
   */
  public static Result<Release, Failure> read(FlannelRelease.Tarball tarball) {
    return switch (tarball) {
      case FlannelRelease.Tarball.OnDisk(Path path, Digest sha256) ->
          load(path).flatMap(bytes -> checked(bytes, path.toString(), sha256));
      case FlannelRelease.Tarball.Download(URI url, Digest sha256) ->
          download(url).flatMap(bytes -> checked(bytes, url.toString(), sha256));
    };
  }

  private static Result<Release, Failure> checked(
      byte[] archive, String name, @Nullable Digest expected) {
    if (expected != null) {
      Digest actual = Digest.of(archive);
      if (!actual.equals(expected)) {
        return Result.err(
            new AppFailure.TarballDigestWrong(name, expected.sha256(), actual.sha256()));
      }
    }
    return unpack(archive, name);
  }

  private static Result<byte[], Failure> load(Path path) {
    try {
      return Result.ok(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return unreadable(path, "no such file");
    } catch (IOException e) {
      return unreadable(path, String.valueOf(e));
    }
  }

  private static Result<byte[], Failure> unreadable(Path path, String why) {
    return Result.err(
        new AppFailure.ProfileFileUnreadable(path.toString(), "flannel.tarball.file", why));
  }

  private static Result<byte[], Failure> download(URI url) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20))
            .build()) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(DOWNLOAD).build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return response.statusCode() == 200
          ? Result.ok(response.body())
          : Result.err(
              new AppFailure.DownloadFailed(url.toString(), "HTTP " + response.statusCode()));
    } catch (IOException e) {
      return Result.err(new AppFailure.DownloadFailed(url.toString(), String.valueOf(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.err(new AppFailure.DownloadFailed(url.toString(), "cancelled"));
    }
  }

  private static Result<Release, Failure> unpack(byte[] archive, String name) {
    Map<String, Content> programs = new HashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(
                new GZIPInputStream(new ByteArrayInputStream(archive), 64 * 1024), 256 * 1024))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String file = entry.getName().replaceFirst("^.*/", "");
        if (entry.isFile() && (file.equals(FLANNELD) || file.equals(MK_DOCKER_OPTS))) {
          if (entry.getSize() > LARGEST_PROGRAM) {
            return unusable(name, file + " has " + entry.getSize() + " bytes");
          }
          programs.put(file, Content.of(tar.readNBytes((int) entry.getSize())));
        }
      }
    } catch (IOException e) {
      return unusable(name, e.getMessage() == null ? "ends too early" : e.getMessage());
    }
    Content flanneld = programs.get(FLANNELD);
    Content mkDockerOpts = programs.get(MK_DOCKER_OPTS);
    return flanneld == null || mkDockerOpts == null
        ? unusable(name, "no " + (flanneld == null ? FLANNELD : MK_DOCKER_OPTS) + " in it")
        : Result.ok(new Release(flanneld, mkDockerOpts));
  }

  private static Result<Release, Failure> unusable(String file, String why) {
    return Result.err(new AppFailure.TarballUnusable(file, why));
  }
}
