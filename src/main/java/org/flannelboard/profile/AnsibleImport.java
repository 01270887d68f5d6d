package org.flannelboard.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.profile.AnsibleInventory.Variable;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of an Ansible inventory and how Ansible reaches them. A value with a template in it is
 * refused, a secret is left where it is, and nothing is run.
 */
public final class AnsibleImport {

  private static final List<String> ADDRESS = List.of("ansible_host", "ansible_ssh_host");
  private static final List<String> USER = List.of("ansible_user", "ansible_ssh_user");
  private static final List<String> PORT = List.of("ansible_port", "ansible_ssh_port");
  private static final List<String> KEY =
      List.of("ansible_ssh_private_key_file", "ansible_private_key_file");

  /** Kubespray's name for the address that the nodes use among each other. */
  private static final List<String> UNDERLAY = List.of("ip");

  private static final List<String> ARGUMENTS =
      List.of("ansible_ssh_common_args", "ansible_ssh_extra_args");

  private static final Set<String> SSH = Set.of("ssh", "smart", "paramiko", "paramiko_ssh");

  private static final Set<String> SECRETS =
      Set.of(
          "ansible_password",
          "ansible_ssh_pass",
          "ansible_ssh_password",
          "ansible_become_pass",
          "ansible_become_password",
          "ansible_sudo_pass",
          "ansible_ssh_private_key_passphrase");

  /** {@code -J way}, {@code -o ProxyJump=way} and the like, in arguments for ssh(1). */
  private static final Pattern JUMP =
      Pattern.compile("(?i)-J\\s*(?<j>[^\\s\"']+)|-o\\s*[\"']?ProxyJump[= ](?<o>[^\\s\"']+)");

  private final AnsibleInventory inventory;
  private final Path file;
  private final ImportFiles files;
  private final Set<FileProblem> problems;

  private AnsibleImport(
      AnsibleInventory inventory, Path file, ImportFiles files, List<FileProblem> problems) {
    this.inventory = inventory;
    this.file = file;
    this.files = files;
    this.problems = new LinkedHashSet<>(problems);
  }

  /**
   * Reads an inventory, in INI or YAML form.
   *
   * @param group the group whose hosts are wanted; null for all
   * @throws IOException if the file cannot be read
   */
  public static ProfileDraft read(Path file, @Nullable String group, ImportFiles files)
      throws IOException {
    AnsibleInventory inventory = new AnsibleInventory();
    List<FileProblem> problems = new ArrayList<>();
    String text = files.text(file);
    if (isYaml(file, text)) {
      AnsibleYaml.read(text, file, inventory, problems);
    } else {
      AnsibleIni.read(text, file, inventory, problems);
    }
    return new AnsibleImport(inventory, file, files, problems).draft(group);
  }

  private static boolean isYaml(Path file, String text) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml")
        || name.endsWith(".yml")
        || text.lines().map(String::strip).anyMatch("all:"::equals);
  }

  private ProfileDraft draft(@Nullable String group) {
    if (group != null && !inventory.hasGroup(group)) {
      String known = String.join(", ", inventory.groups());
      add(Problem.error("", "ansible-group-unknown", Map.of("group", group, "known", known)), 0);
      return ProfileDraft.ofNodes(List.of(), List.copyOf(problems));
    }
    besides();
    List<ProfileDraft.Node> nodes = new ArrayList<>();
    for (String host : inventory.hosts(group == null ? AnsibleInventory.ALL : group)) {
      new Host(host, inventory.variables(host)).node().ifPresent(nodes::add);
    }
    return ProfileDraft.ofNodes(nodes, List.copyOf(problems));
  }

  /** Variables in folders beside the inventory are another matter, and said to be. */
  private void besides() {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file");
    for (String name : List.of("group_vars", "host_vars")) {
      if (Files.isDirectory(folder.resolve(name))) {
        add(
            Problem.warning(
                "", "ansible-folder-not-read", Map.of("folder", folder.resolve(name).toString())),
            0);
      }
    }
  }

  private void add(Problem problem, int line) {
    problems.add(
        line == 0
            ? new FileProblem(file, new LocatedProblem(problem, null))
            : FileProblem.at(file, line, problem));
  }

  /** A host with its variables. */
  private final class Host {

    private final String name;
    private final Map<String, Variable> variables;

    Host(String name, Map<String, Variable> variables) {
      this.name = name;
      this.variables = variables;
    }

    Optional<ProfileDraft.Node> node() {
      if (!NodeId.isValid(name)) {
        add(Problem.warning(name, "node-name-invalid", Map.of("value", Value.brief(name))), 0);
        return Optional.empty();
      }
      String connection = text(List.of("ansible_connection"), _ -> true).orElse("ssh");
      if (!SSH.contains(connection)) {
        problem(
            "ansible_connection",
            "ansible-connection",
            Map.of("host", name, "connection", Value.brief(connection)));
        return Optional.empty();
      }
      variables.keySet().stream().filter(SECRETS::contains).forEach(this::secret);
      String address = text(ADDRESS, SshReader::isHost).orElse(name);
      Ipv4Address ip =
          text(UNDERLAY, it -> Ipv4Address.parse(it).isPresent())
              .flatMap(Ipv4Address::parse)
              .or(() -> Ipv4Address.parse(address))
              .orElse(null);
      return Optional.of(new ProfileDraft.Node(new NodeId(name), ip, access(address)));
    }

    /** Said once for all hosts that have it from the same line. */
    private void secret(String variable) {
      Variable value = Objects.requireNonNull(variables.get(variable));
      add(
          Problem.warning(variable, "ansible-secret-left", Map.of("variable", variable)),
          value.line());
    }

    private SshAccess access(String address) {
      return new SshAccess(
          address,
          text(PORT, Host::isPort).map(Integer::valueOf).orElse(SshAccess.DEFAULT_PORT),
          text(USER, SshReader::isUser).orElse(files.user()),
          text(KEY, this::isPath).map(this::path).stream().toList(),
          jumps(),
          SudoMode.AUTO);
    }

    private List<SshAccess.Jump> jumps() {
      List<SshAccess.Jump> jumps = new ArrayList<>();
      for (String variable : ARGUMENTS) {
        String arguments = text(List.of(variable), _ -> true).orElse("");
        if (arguments.toLowerCase(Locale.ROOT).contains("proxycommand")) {
          problem(variable, "ssh-proxy-command", Map.of("host", name));
        }
        Matcher jump = JUMP.matcher(arguments);
        while (jump.find()) {
          String way = jump.group("j") == null ? jump.group("o") : jump.group("j");
          for (String hop : way.split(",")) {
            ProxyHop.parse(hop)
                .ifPresentOrElse(
                    it -> jumps.add(jump(it)),
                    () ->
                        problem(
                            variable,
                            "ansible-value-invalid",
                            Map.of("variable", variable, "value", Value.brief(hop))));
          }
        }
      }
      return jumps;
    }

    private SshAccess.Jump jump(ProxyHop hop) {
      return new SshAccess.Jump(
          hop.host(),
          Objects.requireNonNullElse(hop.port(), SshAccess.DEFAULT_PORT),
          Objects.requireNonNullElse(hop.user(), files.user()),
          List.of());
    }

    /** The first of these variables that is set, if it can be used. */
    private Optional<String> text(List<String> names, Predicate<String> fits) {
      for (String variable : names) {
        Variable value = variables.get(variable);
        if (value != null) {
          return usable(variable, value, fits);
        }
      }
      return Optional.empty();
    }

    private Optional<String> usable(String variable, Variable value, Predicate<String> fits) {
      String text = value.text();
      if (text == null) {
        problem(variable, "ansible-value-hidden", Map.of("variable", variable));
        return Optional.empty();
      }
      if (text.contains("{{") || text.contains("{%")) {
        add(
            Problem.error(name + " " + variable, "ansible-template", Map.of("variable", variable)),
            value.line());
        return Optional.empty();
      }
      if (!fits.test(text)) {
        problem(
            variable,
            "ansible-value-invalid",
            Map.of("variable", variable, "value", Value.brief(text)));
        return Optional.empty();
      }
      return Optional.of(text);
    }

    private static boolean isPort(String text) {
      return text.matches("\\d{1,5}")
          && Integer.parseInt(text) >= 1
          && Integer.parseInt(text) <= 65_535;
    }

    private boolean isPath(String text) {
      try {
        path(text);
        return Value.isLine(text);
      } catch (InvalidPathException e) {
        return false;
      }
    }

    private Path path(String text) {
      return files.path(
          text, Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file"));
    }

    private void problem(String variable, String code, Map<String, String> arguments) {
      Variable value = variables.get(variable);
      add(
          Problem.warning(name + " " + variable, code, arguments),
          value == null ? 0 : value.line());
    }
  }
}
