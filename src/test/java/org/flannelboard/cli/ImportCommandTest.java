package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flannelboard.cli.CliBench.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Drafts from other programs' files, and from an etcd that runs. */
class ImportCommandTest {

  @TempDir Path folder;
  private CliBench bench;

  @BeforeEach
  void open() {
    bench = new CliBench(2, folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aWholeSourceGivesAProfileThatCanBeUsed() throws IOException {
    Path env =
        Files.writeString(
            folder.resolve("env.sh"),
            """
            NODE_IPS=(172.16.16.81 172.16.16.82)
            NODE_NAMES=(vm01 vm02)
            ETCD_ENDPOINTS=https://vm01:2379
            FLANNEL_ETCD_PREFIX=/kubernetes/network
            CLUSTER_CIDR=10.253.0.0/16
            """);
    Path to = folder.resolve("lab.yaml");

    Outcome made =
        bench.run("profile", "import", "env-sh", env.toString(), "--to", to.toString(), "--json");

    assertThat(made.status()).isZero();
    assertThat(made.json().get("file").asString()).isEqualTo(to.toString());
    assertThat(made.json().get("missing")).isEmpty();
    assertThat(bench.run("--profile", to.toString(), "profile", "check").status()).isZero();
    assertThat(
            bench
                .run("profile", "import", "env-sh", env.toString(), "--to", to.toString())
                .status())
        .as("a profile that is there is not overwritten")
        .isEqualTo(2);
  }

  @Test
  void whatAnSshConfigCannotKnowIsMissing() throws IOException {
    Files.createDirectories(folder.resolve(".ssh"));
    Files.writeString(
        folder.resolve(".ssh/config"), "Host vm01\n HostName 172.16.16.81\n Port x\nHost vm02\n");

    Outcome printed = bench.run("--language", "en", "profile", "import", "ssh-config");
    Outcome one = bench.run("profile", "import", "ssh-config", "vm01", "--json");

    assertThat(printed.status()).isEqualTo(1);
    assertThat(printed.out()).contains("ip: 172.16.16.81", "ip: # missing");
    assertThat(printed.err())
        .contains("config:3:1 vm01 Port: This value cannot be used", "nodes[1].ip: The address");
    assertThat(one.json().get("nodes")).hasSize(1);
    assertThat(one.json().at("/problems/0/line").asInt()).isEqualTo(3);
    assertThat(one.json().at("/missing/0/path").asString()).isEqualTo("etcd.endpoints");
  }

  @Test
  void aGroupOfAnInventory() throws IOException {
    Path inventory =
        Files.writeString(folder.resolve("hosts"), "[a]\nvm01 ansible_host=10.0.0.1\n[b]\nvm02\n");

    JsonNode json =
        bench
            .run("profile", "import", "ansible", inventory.toString(), "--group", "a", "--json")
            .json();

    assertThat(json.get("nodes")).hasSize(1);
    assertThat(json.at("/nodes/0/ip").asString()).isEqualTo("10.0.0.1");
    assertThat(json.get("file").isNull()).isTrue();
  }

  @Test
  void theLeasesOfARunningEtcdNameTheNodes() {
    assertThat(bench.practice("push", "--all", "--yes").status()).isZero();
    Path to = folder.resolve("found.yaml");

    Outcome found = bench.practice("profile", "import", "etcd", "--to", to.toString(), "--json");

    assertThat(found.err()).doesNotContain("✗");
    assertThat(found.status()).isZero();
    assertThat(found.json().at("/nodes/0/ip").asString()).isEqualTo("172.16.16.81");
    assertThat(found.json().get("nodes")).hasSize(2);
    assertThat(found.json().get("cidr").asString()).isEqualTo("10.253.0.0/16");
    assertThat(to).content().contains("api: v2", "cidr: 10.253.0.0/16");
    assertThat(bench.run("--profile", to.toString(), "profile", "check").status()).isZero();
  }

  @Test
  void anEtcdThatCannotBeAskedIsNoDraft() {
    Outcome nobody = bench.run("profile", "import", "etcd", "--endpoint", "https://127.0.0.1:1");

    assertThat(nobody.status()).isEqualTo(3);
    assertThat(bench.run("profile", "import", "ansible", "none").status()).isEqualTo(2);
  }
}
