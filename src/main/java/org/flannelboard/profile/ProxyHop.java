package org.flannelboard.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A hop as {@code ProxyJump} and {@code ssh -J} write it: {@code [ssh://][user@]host[:port]}.
 *
 * @param user null to leave it to the configuration
 * @param port likewise
 */
record ProxyHop(String host, @Nullable String user, @Nullable Integer port) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:ssh://)?(?:(?<user>[^@]+)@)?(?:\\[(?<v6>[^\\[\\]]+)]|(?<host>[^@:\\[\\]]+))"
              + "(?::(?<port>\\d{1,5}))?");

  static Optional<ProxyHop> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = form.group("v6") == null ? form.group("host") : form.group("v6");
    Integer port = form.group("port") == null ? null : Integer.valueOf(form.group("port"));
    String user = form.group("user");
    return SshReader.isHost(host)
            && (user == null || SshReader.isUser(user))
            && (port == null || port >= 1 && port <= 65_535)
        ? Optional.of(new ProxyHop(host, user, port))
        : Optional.empty();
  }
}
