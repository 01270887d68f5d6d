package org.flannelboard.profile;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.profile.SshConfig.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that OpenSSH's client configuration knows: HostName, User, Port, IdentityFile and
 * ProxyJump of each, with its wild cards, includes and tokens (ssh_config(5)). Nothing is run.
 */
public final class SshConfigImport {

  /** OpenSSH has no limit, but a chain of this length is a ring. */
  private static final int LONGEST_WAY = 8;

  private static final Pattern TOKEN = Pattern.compile("%(.)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final ImportFiles files;
  private final SshConfig config;
  private final Path file;
  private final Set<FileProblem> problems;

  private SshConfigImport(SshConfig config, Path file, ImportFiles files) {
    this.config = config;
    this.file = file;
    this.files = files;
    this.problems = new LinkedHashSet<>(config.problems());
  }

  /**
   * Reads a configuration.
   *
   * @param hosts those that are wanted; empty for all that it names outright, without those that
   *     are only the way to others
   * @throws IOException if the file cannot be read
   */
  public static ProfileDraft read(Path file, List<String> hosts, ImportFiles files)
      throws IOException {
    SshConfig config = SshConfigReader.read(file, files);
    return new SshConfigImport(config, file, files).draft(hosts);
  }

  private ProfileDraft draft(List<String> hosts) {
    Set<String> wanted = new LinkedHashSet<>(hosts.isEmpty() ? config.named() : hosts);
    Set<String> ways = new LinkedHashSet<>();
    if (hosts.isEmpty()) {
      wanted.forEach(host -> ways.addAll(waysOf(host)));
      ways.retainAll(wanted);
      ways.forEach(way -> warn("", "ssh-jump-left-out", Map.of("host", way)));
      wanted.removeAll(ways);
    }
    List<ProfileDraft.Node> nodes = new ArrayList<>();
    for (String host : wanted) {
      if (!hosts.isEmpty() && config.effective(host).isEmpty()) {
        warn("", "ssh-host-unknown", Map.of("host", Value.brief(host)));
      }
      if (NodeId.isValid(host)) {
        SshAccess access = access(host);
        Ipv4Address ip = Ipv4Address.parse(access.address()).orElse(null);
        nodes.add(new ProfileDraft.Node(new NodeId(host), ip, access));
      } else {
        warn(host, "node-name-invalid", Map.of("value", Value.brief(host)));
      }
    }
    return ProfileDraft.ofNodes(nodes, List.copyOf(problems));
  }

  private Set<String> waysOf(String host) {
    Set<String> ways = new LinkedHashSet<>();
    SshConfig.first(config.effective(host), "proxyjump")
        .ifPresent(
            setting -> {
              for (String hop : setting.argument().split(",")) {
                ways.add(hop.replaceFirst("^(ssh://)?([^@]*@)?", "").replaceFirst(":\\d+$", ""));
              }
            });
    return ways;
  }

  private SshAccess access(String host) {
    Map<String, List<Setting>> values = config.effective(host);
    Login login = login(host, null, null);
    SshConfig.first(values, "proxycommand")
        .filter(it -> !it.argument().equals("none") && !values.containsKey("proxyjump"))
        .ifPresent(it -> problem(it, host, "ssh-proxy-command", Map.of("host", host)));
    return new SshAccess(
        login.address(),
        login.port(),
        login.user(),
        login.identities(),
        jumps(host, 0),
        SudoMode.AUTO);
  }

  /** Where and as whom to log in. */
  private record Login(String address, int port, String user, List<Path> identities) {}

  /**
   * The login at a host, where a jump's own user and port go before the configuration's.
   *
   * @param user null to take the configuration's
   * @param port likewise
   */
  private Login login(String host, @Nullable String user, @Nullable Integer port) {
    Map<String, List<Setting>> values = config.effective(host);
    String address =
        SshConfig.first(values, "hostname")
            .flatMap(it -> checked(it, host, expand(it, host, host, 0, ""), SshReader::isHost))
            .orElse(host);
    int at =
        port != null
            ? port
            : SshConfig.first(values, "port")
                .flatMap(it -> port(it, host))
                .orElse(SshAccess.DEFAULT_PORT);
    String login =
        user != null
            ? user
            : SshConfig.first(values, "user")
                .flatMap(it -> checked(it, host, it.argument(), SshReader::isUser))
                .orElse(files.user());
    List<Path> identities = new ArrayList<>();
    for (Setting setting : values.getOrDefault("identityfile", List.of())) {
      identity(setting, host, address, at, login).ifPresent(identities::add);
    }
    return new Login(address, at, login, identities);
  }

  private List<SshAccess.Jump> jumps(String host, int depth) {
    Optional<Setting> setting = SshConfig.first(config.effective(host), "proxyjump");
    List<SshAccess.Jump> jumps = new ArrayList<>();
    if (setting.isEmpty() || setting.get().argument().equals("none")) {
      return jumps;
    }
    if (depth == LONGEST_WAY) {
      problem(setting.get(), host, "ssh-jump-ring", Map.of("host", host));
      return jumps;
    }
    String[] hops = setting.get().argument().split(",");
    for (int i = 0; i < hops.length; i++) {
      Optional<ProxyHop> hop = ProxyHop.parse(hops[i]);
      if (hop.isEmpty()) {
        problem(setting.get(), host, "ssh-value-invalid", Map.of("value", Value.brief(hops[i])));
        continue;
      }
      // The configuration counts for the way as well: the first hop may have one of its own.
      if (i == 0) {
        jumps.addAll(jumps(hop.get().host(), depth + 1));
      }
      Login login = login(hop.get().host(), hop.get().user(), hop.get().port());
      jumps.add(
          new SshAccess.Jump(login.address(), login.port(), login.user(), login.identities()));
    }
    return jumps;
  }

  private Optional<Path> identity(
      Setting setting, String host, String address, int port, String user) {
    if (setting.argument().equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    String text = expand(setting, host, address, port, user);
    try {
      return Optional.of(files.path(text, files.home()));
    } catch (InvalidPathException e) {
      problem(setting, host, "ssh-value-invalid", Map.of("value", Value.brief(text)));
      return Optional.empty();
    }
  }

  /** Puts values for tokens (ssh_config(5), TOKENS) and environment variables. */
  private String expand(Setting setting, String host, String address, int port, String user) {
    return TOKEN
        .matcher(setting.argument())
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    token(found, host, address, port, user)
                        .orElseGet(
                            () -> {
                              problem(
                                  setting,
                                  host,
                                  "ssh-token-unknown",
                                  Map.of("token", found.group()));
                              return found.group();
                            })));
  }

  private Optional<String> token(
      MatchResult found, String host, String address, int port, String user) {
    String variable = found.group(2);
    if (variable != null) {
      return Optional.ofNullable(files.environment().get(variable));
    }
    return switch (found.group(1)) {
      case "%" -> Optional.of("%");
      case "h" -> Optional.of(address);
      case "n" -> Optional.of(host);
      case "p" -> Optional.of(String.valueOf(port));
      case "r" -> Optional.of(user);
      case "u" -> Optional.of(files.user());
      case "d" -> Optional.of(files.home().toString());
      default -> Optional.empty();
    };
  }

  private Optional<Integer> port(Setting setting, String host) {
    String text = setting.argument();
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      problem(setting, host, "ssh-value-invalid", Map.of("value", Value.brief(text)));
      return Optional.empty();
    }
    return Optional.of(port);
  }

  private Optional<String> checked(
      Setting setting, String host, String text, Predicate<String> fits) {
    if (fits.test(text)) {
      return Optional.of(text);
    }
    problem(setting, host, "ssh-value-invalid", Map.of("value", Value.brief(text)));
    return Optional.empty();
  }

  private void problem(Setting at, String host, String code, Map<String, String> arguments) {
    problems.add(
        FileProblem.at(
            at.file(), at.line(), Problem.warning(host + " " + at.written(), code, arguments)));
  }

  private void warn(String field, String code, Map<String, String> arguments) {
    problems.add(
        new FileProblem(file, new LocatedProblem(Problem.warning(field, code, arguments), null)));
  }
}
