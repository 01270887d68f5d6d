package org.flannelboard.ssh;

import java.util.List;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.Resource;
import org.flannelboard.base.Secret;

/**
 * Answers {@code keyboard-interactive} (RFC 4256) where it is a password by another name: the first
 * prompt that hides what is typed gets it, any other gets nothing.
 */
final class PasswordPrompt implements ChallengeResponseProvider {

  private final Secret password;
  private boolean given;

  PasswordPrompt(Secret password) {
    this.password = password;
  }

  @Override
  public List<String> getSubmethods() {
    return List.of();
  }

  @Override
  public void init(Resource resource, String name, String instruction) {
    // Nothing to prepare.
  }

  @Override
  public char[] getResponse(String prompt, boolean echo) {
    if (echo || given) {
      return new char[0];
    }
    given = true;
    return password.reveal();
  }

  @Override
  public boolean shouldRetry() {
    return false;
  }
}
