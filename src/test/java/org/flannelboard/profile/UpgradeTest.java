package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier or later program left on this machine is found again, whole. */
class UpgradeTest {

  @TempDir Path folder;

  /** The file is as it was written when this form was new; it is never to be written anew. */
  @Test
  void aProfileOfTheFirstFormIsReadAndLeftAlone() throws IOException {
    byte[] content = resource("full.yaml");
    Path file = Files.write(profiles().resolve("lab.yaml"), content);

    ProfileOutcome outcome = new ProfileYaml(folder).read(file);

    assertThat(outcome).isInstanceOf(ProfileOutcome.Loaded.class);
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void aProfileOfALaterFormIsRefusedByItsNumberAndLeftAlone() throws IOException {
    String later = "version: 2\nname: lab\nfuture: { a: 1 }\n";
    Path file = Files.writeString(profiles().resolve("lab.yaml"), later);

    ProfileOutcome outcome = new ProfileYaml(folder).read(file);

    assertThat(((ProfileOutcome.Refused) outcome).problems())
        .extracting(found -> found.problem().code())
        .containsExactly("profile-version-unsupported");
    assertThat(file).hasContent(later);
    assertThat(locations().stored()).isEqualTo(List.of(file));
  }

  private Path profiles() throws IOException {
    return Files.createDirectories(locations().profiles());
  }

  private ProfileLocations locations() {
    return new ProfileLocations("Linux", Map.of(), folder, folder);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(UpgradeTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
