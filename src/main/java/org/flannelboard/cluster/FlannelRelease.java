package org.flannelboard.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.flannelboard.base.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The flannel to install.
 *
 * @param version its release number
 * @param tarball where the release archive is
 * @param ipMasq whether flanneld masquerades traffic that leaves the network ({@code -ip-masq})
 * @param extraOptions further flanneld arguments, one each, appended as they are
 */
public record FlannelRelease(
    FlannelVersion version, Tarball tarball, boolean ipMasq, List<String> extraOptions) {

  public FlannelRelease {
    extraOptions = List.copyOf(extraOptions);
  }

  /** Where the release archive is. */
  public sealed interface Tarball {

    /**
     * A file on this machine.
     *
     * @param sha256 the digest it must have; null when the profile names none
     */
    record OnDisk(Path path, @Nullable Digest sha256) implements Tarball {}

    /** A download, used only if it has this digest. */
    record Download(URI url, Digest sha256) implements Tarball {}
  }
}
