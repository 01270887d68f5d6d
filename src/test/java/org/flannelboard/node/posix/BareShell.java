package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;

/** This machine as a node that has no other programs than those of one folder. */
record BareShell(LocalShell shell) implements NodeShell {

  /** What the scripts add to a PATH, so that an administrator's tools are within reach. */
  private static final String ADDED = ":/usr/sbin:/sbin:/usr/local/sbin:/usr/local/bin";

  BareShell(Path bin) {
    this(new LocalShell(new NodeId("bare"), List.of("/bin/sh"), Map.of("PATH", bin.toString())));
  }

  @Override
  public NodeId node() {
    return shell.node();
  }

  @Override
  public Result<ExecResult, NodeFailure> exec(Script script, Deadline deadline) {
    assertThat(script.text()).contains(ADDED);
    Script bare =
        new Script(
            script.operation(),
            script.text().replace(ADDED, ""),
            script.arguments(),
            script.stdin());
    return shell.exec(bare, deadline);
  }

  @Override
  public Result<Running, NodeFailure> start(
      Script script, Consumer<String> lines, Deadline deadline) {
    return shell.start(script, lines, deadline);
  }

  @Override
  public void close() {
    shell.close();
  }
}
