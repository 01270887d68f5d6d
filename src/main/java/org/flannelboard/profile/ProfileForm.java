package org.flannelboard.profile;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.ProfileRules;

/**
 * A profile that is being filled in: texts as they were typed, which may be wrong or missing. It is
 * composed into a document and judged by the very rules by which a file is.
 *
 * @param values by field; what is absent or blank has its default, but that a blank certificate of
 *     the authority says that there is one to be named
 * @param backend further options of the network's backend, for example {@code VNI}
 * @param nodes the nodes as they were typed
 */
public record ProfileForm(
    Map<Field, String> values, Map<String, Object> backend, List<NodeForm> nodes) {

  /** A file on a node, {@code vm01:/etc/etcd/ssl/etcd.pem}; anything else is a file here. */
  private static final Pattern ON_NODE =
      Pattern.compile("(?<node>[A-Za-z0-9][A-Za-z0-9._-]+):(?<path>/.*)");

  private static final Pattern ITEM = Pattern.compile("\"(?<quoted>[^\"]*)\"|[^,\\s]+");

  public ProfileForm {
    values = Map.copyOf(values);
    backend = Map.copyOf(backend);
    nodes = List.copyOf(nodes);
  }

  /** A form with nothing in it. */
  public static ProfileForm empty() {
    return new ProfileForm(Map.of(), Map.of(), List.of());
  }

  /** A value of the profile that is typed in. */
  public enum Field {
    NAME("name", ProfileForm::quoted),
    IDENTITY("ssh.identity", ProfileForm::list),
    ENDPOINTS("etcd.endpoints", ProfileForm::list),
    PREFIX("etcd.prefix", ProfileForm::quoted),
    API("etcd.api", ProfileForm::quoted),
    CLIENT_CA("etcd.client.ca", ProfileForm::file),
    CLIENT_CERTIFICATE("etcd.client.certificate", ProfileForm::file),
    CLIENT_KEY("etcd.client.key", ProfileForm::file),
    CIDR("network.cidr", ProfileForm::quoted),
    SUBNET_LENGTH("network.subnet-length", ProfileForm::number),
    SUBNET_MIN("network.subnet-min", ProfileForm::quoted),
    SUBNET_MAX("network.subnet-max", ProfileForm::quoted),
    BACKEND("network.backend.type", ProfileForm::quoted),
    REASON("network.reason", ProfileForm::quoted),
    VERSION("flannel.version", ProfileForm::quoted),
    TARBALL("flannel.tarball.file", ProfileForm::quoted),
    CA_NODE("certificates.ca.node", ProfileForm::quoted),
    CA_CERTIFICATE("certificates.ca.certificate", ProfileForm::quoted),
    CA_KEY("certificates.ca.key", ProfileForm::quoted),
    CA_CONFIG("certificates.ca.config", ProfileForm::quoted);

    private final String path;
    private final Function<String, String> literal;

    Field(String path, Function<String, String> literal) {
      this.path = path;
      this.literal = literal;
    }

    /** Where the value stands in the file. */
    public String path() {
      return path;
    }

    /** Whether there is no profile without it. */
    private boolean required() {
      return this == NAME || this == ENDPOINTS || this == VERSION;
    }
  }

  /**
   * What the form comes to.
   *
   * @param profile its values, with stand-ins where a problem says that there is none
   * @param problems all that is wrong or doubtful, each with its path into the file
   */
  public record Reading(ClusterProfile profile, List<Problem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }

    /** Whether the profile can be written and used. */
    public boolean isWhole() {
      return problems.stream().noneMatch(Problem::isError);
    }

    /** The problems of values, and of all below them, by their paths. */
    public List<Problem> at(List<String> paths) {
      return problems.stream()
          .filter(it -> paths.stream().anyMatch(path -> within(it.path(), path)))
          .toList();
    }

    private static boolean within(String inner, String outer) {
      return inner.equals(outer) || inner.startsWith(outer + ".") || inner.startsWith(outer + "[");
    }
  }

  /** The text of a field; empty where nothing was typed. */
  public String text(Field field) {
    return values.getOrDefault(field, "").strip();
  }

  /** The archive of the release, as its makers name it; it stands for a blank field. */
  public String defaultTarball() {
    return "flannel-v" + text(Field.VERSION).replaceFirst("^v", "") + "-linux-amd64.tar.gz";
  }

  /**
   * Reads the form.
   *
   * @param file where the profile is to be: relative paths start from its folder
   * @param home what {@code ~} stands for
   */
  public Reading read(Path file, Path home) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file");
    byte[] document = document().getBytes(StandardCharsets.UTF_8);
    Findings findings = new Findings();
    ClusterProfile profile =
        YamlDocument.compose(document, findings)
            .map(root -> new Value(root, "", findings))
            .flatMap(root -> new ProfileReader(new LocalPaths(folder, home), "").read(root))
            .orElseThrow(() -> new IllegalStateException("no profile: " + document()));
    findings.addAll(ProfileRules.check(profile, findings.errorPaths()));
    return new Reading(
        profile, findings.inReadingOrder().stream().map(LocatedProblem::problem).toList());
  }

  /** One line in YAML's flow style, whose every text is in quotes. */
  private String document() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", String.valueOf(ProfileReader.VERSION));
    for (Field field : Field.values()) {
      String text = text(field);
      if (field == Field.TARBALL && text.isEmpty()) {
        put(root, field.path(), quoted(defaultTarball()));
      } else if (field.required() || !text.isEmpty()) {
        put(root, field.path(), field.literal.apply(text));
      }
    }
    if (values.containsKey(Field.CA_CERTIFICATE)) {
      section(section(root, "certificates"), "ca");
    }
    backend.forEach(
        (option, value) -> put(root, "network.backend." + option, YamlText.scalar(value)));
    root.put("nodes", nodes.stream().map(node -> braces(node.members())).toList().toString());
    return braces(root);
  }

  private static void put(Map<String, Object> root, String path, String literal) {
    Map<String, Object> at = root;
    List<String> keys = List.of(path.split("\\."));
    for (String key : keys.subList(0, keys.size() - 1)) {
      at = section(at, key);
    }
    at.put(keys.getLast(), literal);
  }

  @SuppressWarnings("unchecked") // what is no literal was put there by this very line
  private static Map<String, Object> section(Map<String, Object> around, String key) {
    return (Map<String, Object>) around.computeIfAbsent(key, _ -> new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked") // sections are maps of the same kind
  static String braces(Map<String, Object> members) {
    Map<String, String> literals = new LinkedHashMap<>();
    members.forEach(
        (key, value) ->
            literals.put(
                quoted(key),
                value instanceof Map
                    ? braces((Map<String, Object>) value)
                    : String.valueOf(value)));
    return ProfileWriter.braces(literals);
  }

  static String quoted(String text) {
    return YamlText.quoted(text);
  }

  /** Digits alone are a number; everything else is text, which will be refused as what it is. */
  static String number(String text) {
    return text.matches("\\d{1,9}") ? String.valueOf(Integer.parseInt(text)) : quoted(text);
  }

  static String list(String text) {
    return items(text).map(ProfileForm::quoted).toList().toString();
  }

  /** What stands between commas or white space, or in quotes. */
  static Stream<String> items(String text) {
    return ITEM.matcher(text)
        .results()
        .map(found -> Objects.requireNonNullElseGet(found.group("quoted"), found::group))
        .filter(it -> !it.isEmpty());
  }

  /** An item as {@link #items} reads it. */
  static String item(Path path) {
    String text = path.toString();
    return ITEM.matcher(text).matches() ? text : '"' + text + '"';
  }

  private static String file(String text) {
    Matcher onNode = ON_NODE.matcher(text);
    return onNode.matches() && NodeId.isValid(onNode.group("node"))
        ? "{ node: "
            + quoted(onNode.group("node"))
            + ", path: "
            + quoted(onNode.group("path"))
            + " }"
        : quoted(text);
  }

  /** The form with a draft's values in place of its own, where the draft has any. */
  public ProfileForm with(ProfileDraft draft) {
    Map<Field, String> merged = new EnumMap<>(Field.class);
    merged.putAll(values);
    if (!draft.endpoints().isEmpty()) {
      merged.put(
          Field.ENDPOINTS,
          draft.endpoints().stream().map(URI::toString).collect(Collectors.joining(", ")));
    }
    if (draft.prefix() != null) {
      merged.put(Field.PREFIX, draft.prefix());
    }
    if (draft.api() != EtcdSpec.ApiChoice.AUTO) {
      merged.put(Field.API, Value.spelling(draft.api()));
    }
    EtcdSpec.ClientFiles client = draft.client();
    if (client != null) {
      merged.put(Field.CLIENT_CA, client.ca().toString());
      merged.put(Field.CLIENT_CERTIFICATE, client.certificate().toString());
      merged.put(Field.CLIENT_KEY, client.key().toString());
    }
    ProfileForm form = new ProfileForm(merged, backend, together(draft.nodes()));
    return draft.network() == null ? form : form.with(draft.network());
  }

  /** The form with another network. */
  public ProfileForm with(NetworkConfig network) {
    Map<Field, String> merged = new EnumMap<>(Field.class);
    merged.putAll(values);
    merged.put(Field.CIDR, network.network().toString());
    merged.put(Field.SUBNET_LENGTH, String.valueOf(network.subnetLen()));
    merged.put(Field.SUBNET_MIN, text(Optional.ofNullable(network.subnetMin())));
    merged.put(Field.SUBNET_MAX, text(Optional.ofNullable(network.subnetMax())));
    merged.put(Field.BACKEND, network.backend().type());
    return new ProfileForm(merged, network.backend().options(), nodes);
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }

  /** Those of the form, and those of the draft that are not among them by name or address. */
  private List<NodeForm> together(List<ProfileDraft.Node> drafted) {
    List<NodeForm> all = new ArrayList<>(nodes);
    drafted.stream()
        .map(NodeForm::of)
        .filter(node -> nodes.stream().noneMatch(node::means))
        .forEach(all::add);
    return all;
  }
}
