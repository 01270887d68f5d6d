package org.flannelboard.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.activity.ActivityLog;
import org.flannelboard.app.history.History;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Result;
import org.flannelboard.base.Ticker;
import org.flannelboard.boot.PracticeAuthority;
import org.flannelboard.boot.PracticeBook;
import org.flannelboard.boot.ProfileFiles;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.profile.ProfileOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line in front of one practice cluster, which stays from command to command as a real
 * one does. Nobody sits at the terminal.
 */
final class CliBench implements AutoCloseable {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2030-06-13T15:15:17.123456789Z"));

  /**
   * A hundredth of every pause. None at all would let whoever looks again and again keep the
   * carriers of all virtual threads to itself.
   */
  static final Pause SHORTLY = pause -> Pause.system().pause(pause.dividedBy(100));

  final PracticeCluster practice;

  /** The practice clusters asked for, as {@code 4 deployed}. */
  final List<String> asked = new ArrayList<>();

  /** What changes a node or etcd: everything but these is allowed to a read-only run. */
  private static final Set<String> CHANGES =
      Set.of("put", "restore", "remove", "control", "reloadUnits", "change", "delete");

  private final Map<String, List<String>> mutations = new ConcurrentHashMap<>();
  private volatile String run = "";
  private final Path folder;

  /**
   * A cluster as the guide finds it.
   *
   * @param folder the working folder and home
   */
  CliBench(int nodes, Path folder) {
    this.folder = folder;
    PracticeAuthority authority = PracticeAuthority.create(CLOCK, new SecureRandom());
    practice = PracticeCluster.create(PracticeLab.initial(nodes), authority.material(), CLOCK);
  }

  /** What a command printed, and its exit status. */
  record Outcome(int status, String out, String err) {

    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  /** What opens the window; by default there is no display. */
  CliContext.WindowOpener window = new NoDisplay();

  /** Host keys on file, for the commands about them. */
  HostKeys hostKeys = HostKeys.none();

  /** Runs a command on the practice cluster. */
  Outcome practice(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--practice", "--language", "en"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /** Runs a command on the practice cluster that may change nothing. */
  Outcome readOnly(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--read-only"));
    all.addAll(List.of(arguments));
    run = "--read-only";
    try {
      return practice(all.toArray(String[]::new));
    } finally {
      run = "";
    }
  }

  /** The changes that reached a port in runs of a kind: {@code --read-only} or others. */
  List<String> mutatingCalls(String kind) {
    return mutations.getOrDefault(kind, List.of());
  }

  /** The same port, with every call that changes something written down. */
  private <T> T watched(Class<T> port, T behind) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (CHANGES.contains(method.getName())) {
                mutations
                    .computeIfAbsent(run, _ -> new CopyOnWriteArrayList<>())
                    .add(method.getName());
              }
              try {
                Object given = method.invoke(behind, arguments);
                return switch (given) {
                  case Result.Ok<?, ?>(NodeOps node) -> Result.ok(watched(NodeOps.class, node));
                  case Result.Ok<?, ?>(KeyStore store) -> Result.ok(watched(KeyStore.class, store));
                  case null, default -> given;
                };
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Runs a command that finds its profile by itself. */
  Outcome run(String... arguments) {
    ProfileLocations locations = new ProfileLocations("Linux", Map.of(), folder, folder);
    return run(new ProfileFiles(locations)::find, arguments);
  }

  /** Runs a command on the cluster a profile describes. */
  Outcome on(ClusterProfile profile, String... arguments) {
    return run(_ -> new ProfileOutcome.Loaded(profile, List.of()), arguments);
  }

  private Outcome run(CliContext.ProfileFinder profiles, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = new CommandLineFace(context(profiles, out, err)).run(arguments);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The history that all runs share, as those of a real cluster do. */
  History history() {
    return History.inFile(
        folder.resolve("history.mv"), CLOCK, new VirtualThreadRunner(), Pause.system());
  }

  /** All commands there are, none of them run. */
  CommandLine commands() {
    return new CommandTree(context()).whole();
  }

  /** The options of a run that nobody has begun. */
  Invocation invocation() {
    return new Invocation(context());
  }

  private CliContext context() {
    OutputStream nowhere = OutputStream.nullOutputStream();
    ProfileLocations locations = new ProfileLocations("Linux", Map.of(), folder, folder);
    return context(new ProfileFiles(locations)::find, nowhere, nowhere);
  }

  private CliContext context(
      CliContext.ProfileFinder profiles, OutputStream out, OutputStream err) {
    return new CliContext(
        new Opener(),
        profiles,
        new ProfileCatalog(new ProfileLocations("Linux", Map.of(), folder, folder)),
        window,
        Map.of(),
        out,
        err);
  }

  /**
   * What a run without a display stands on, in a folder that is the working and the home folder.
   */
  static CliContext context(ClusterOpener opener, Path folder, OutputStream out, OutputStream err) {
    ProfileLocations locations = new ProfileLocations("Linux", Map.of(), folder, folder);
    return new CliContext(
        opener,
        new ProfileFiles(locations),
        new ProfileCatalog(locations),
        new NoDisplay(),
        Map.of(),
        out,
        err);
  }

  @Override
  public void close() {
    practice.close();
  }

  private final class Opener implements ClusterOpener {

    @Override
    public Cluster real(ClusterProfile profile, NodeQuestions questions) {
      return new Cluster(
          profile,
          new Cluster.Adapters(
              watched(NodeConnector.class, practice.nodes()),
              watched(StoreConnector.class, practice.etcd()),
              hostKeys,
              () -> {}),
          new Cluster.Surroundings(new VirtualThreadRunner(), CLOCK, SHORTLY, new SecureRandom()),
          new ActivityLog(CLOCK, Ticker.system()),
          history());
    }

    @Override
    public Practice practice(int nodes, boolean deployed) {
      asked.add(nodes + (deployed ? " deployed" : ""));
      return new Practice(real(practice.profile(), NodeQuestions.nobody()), practiceControls());
    }

    @Override
    public PracticeControls practiceControls() {
      return PracticeBook.alone(folder.resolve("practice"), CLOCK);
    }
  }

  private static final class NoDisplay implements CliContext.WindowOpener {

    @Override
    public boolean canOpen() {
      return false;
    }

    @Override
    public int real(ClusterProfile profile, @Nullable Locale locale, Conduct conduct) {
      throw new AssertionError("no display");
    }

    @Override
    public int practice(int nodes, boolean deployed, @Nullable Locale locale, Conduct conduct) {
      throw new AssertionError("no display");
    }

    @Override
    public int welcome(@Nullable Locale locale, Conduct conduct) {
      throw new AssertionError("no display");
    }
  }
}
