package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code profile import etcd}, the program of target/app, at a real etcd. */
class EtcdImportLabTest {

  @RegisterExtension static final EtcdLab LAB = new EtcdLab();

  private static final String CONFIG =
      "{\"Network\":\"10.7.0.0/16\",\"SubnetLen\":22,\"Backend\":{\"Type\":\"vxlan\",\"VNI\":7}}";

  /** As flanneld of either age writes it (flannel, pkg/lease: {@code LeaseAttrs}). */
  private static final String LEASE =
      "{\"PublicIP\":\"192.0.2.%d\",\"BackendType\":\"vxlan\","
          + "\"BackendData\":{\"VNI\":7,\"VtepMAC\":\"ee:00:00:00:00:0%d\"}}";

  @ParameterizedTest
  @EnumSource
  void readsWhatFlannelKeepsInEitherApi(KeyStore.Api api) throws Exception {
    String prefix = EtcdLab.freshDirectory();
    fill(api, prefix, LAB.access(LAB.etcd().endpoint()));

    Ran ran =
        run(
            "--endpoint=" + LAB.etcd().endpoint(),
            "--prefix=" + prefix,
            "--ca=" + LAB.certificates().certificate("ca"),
            "--cert=" + LAB.certificates().certificate("client"),
            "--key=" + LAB.certificates().key("client"));

    assertThat(ran.status()).as(ran.text()).isZero();
    assertThat(ran.text())
        .contains("192.0.2.1", "192.0.2.2", "10.7.0.0/16", "22", prefix)
        .contains(api == KeyStore.Api.V2 ? "api: v2" : "api: v3");
  }

  @Test
  void readsAnEtcdWithoutTls(@TempDir Path folder) throws Exception {
    try (EtcdProcess plain = new EtcdProcess(folder.resolve("data"), false, null, "none").start()) {
      fill(
          KeyStore.Api.V3,
          "/coreos.com/network",
          new EtcdAccess(List.of(plain.endpoint()), null, null));

      Ran ran = run("--endpoint=" + plain.endpoint(), "--prefix=/coreos.com/network");

      assertThat(ran.status()).as(ran.text()).isZero();
      assertThat(ran.text()).contains("192.0.2.1", "192.0.2.2", "10.7.0.0/16", "api: v3");
    }
  }

  @Test
  void anEtcdThatIsNotThereIsNamed() throws Exception {
    URI nowhere = URI.create("http://localhost:1");

    Ran ran = run("--endpoint=" + nowhere);

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.text()).contains("localhost:1");
  }

  private static void fill(KeyStore.Api api, String prefix, EtcdAccess access) {
    try (KeyStore store = EtcdLab.connector().open(access, api, soon()).orElseThrow()) {
      Expect anything = new Expect.Anything();
      store.put(prefix + "/config", CONFIG, anything, null, soon()).orElseThrow();
      for (int node = 1; node <= 2; node++) {
        store
            .put(
                prefix + "/subnets/10.7." + 4 * node + ".0-22",
                LEASE.formatted(node, node),
                anything,
                Duration.ofHours(24),
                soon())
            .orElseThrow();
      }
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private record Ran(int status, String text) {}

  private static Ran run(String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("target/app/bin/flannelboard").toAbsolutePath().toString(),
                "profile",
                "import",
                "etcd"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), text);
  }
}
