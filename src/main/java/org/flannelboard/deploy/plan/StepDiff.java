package org.flannelboard.deploy.plan;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import org.flannelboard.base.Digest;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;

/** The difference a step makes, as lines of a unified diff or, for what is no text, of digests. */
public final class StepDiff {

  /** Lines of context around a change, as diff(1) and git have it. */
  private static final int CONTEXT = 3;

  private StepDiff() {}

  /**
   * The lines; none for a step that writes nothing. Private keys are shown by their digest only.
   */
  public static List<String> of(Step step) {
    return switch (step) {
      case Step.PutFile put -> file(put);
      case Step.PutConfig put ->
          lines(
              put.key(),
              put.before() == null ? "" : put.before(),
              NetworkConfigJson.write(put.config()));
      case Step.InSync _,
          Step.ReloadUnits _,
          Step.ControlUnit _,
          Step.ChangeKernel _,
          Step.RemoveLease _,
          Step.Verify _ ->
          List.of();
    };
  }

  private static List<String> file(Step.PutFile put) {
    String path = put.write().path().text();
    Content after = put.write().content();
    boolean opaque =
        put.id() == StepId.FLANNELD_BINARY
            || put.id() == StepId.CERTIFICATE
            || put.id() == StepId.CERTIFICATE_KEY;
    return switch (put.before()) {
      case FileState.Regular before when !opaque && before.content() != null ->
          before.digest().equals(after.digest())
              ? List.of(mode("-", before), mode("+", put))
              : lines(path, before.content().text(), after.text());
      case FileState.Regular before ->
          List.of(summary("-", before.size(), before.digest()), summary("+", put));
      case FileState.Absent _ when !opaque && put.id() != StepId.MK_DOCKER_OPTS ->
          lines(path, "", after.text());
      case FileState.Absent _, FileState.Other _, FileState.Unreadable _ ->
          List.of(summary("+", put));
    };
  }

  private static List<String> lines(String name, String before, String after) {
    List<String> old = before.isEmpty() ? List.of() : before.lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        name, name, old, DiffUtils.diff(old, after.lines().toList()), CONTEXT);
  }

  private static String summary(String sign, Step.PutFile put) {
    Content content = put.write().content();
    return summary(sign, content.size(), content.digest());
  }

  private static String summary(String sign, long size, Digest digest) {
    return sign + size + " bytes, sha256 " + digest.brief();
  }

  private static String mode(String sign, FileState.Regular file) {
    return sign + Integer.toOctalString(file.mode()) + " " + file.owner() + ":" + file.group();
  }

  private static String mode(String sign, Step.PutFile put) {
    return sign
        + Integer.toOctalString(put.write().mode())
        + " "
        + put.write().owner()
        + ":"
        + put.write().group();
  }
}
