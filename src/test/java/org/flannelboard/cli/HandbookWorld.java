package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.activity.ActivityLog;
import org.flannelboard.app.history.History;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Ticker;
import org.flannelboard.boot.PracticeAuthority;
import org.flannelboard.boot.PracticeBook;
import org.flannelboard.boot.PracticeDesk;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeClock;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import picocli.CommandLine;

/**
 * Where a page's commands are run: a working folder that is the home folder too, and a cluster for
 * every profile, which stays from command to command as a real one does. It is a practice cluster
 * behind the ports of nodes and etcd; profiles, commands, use cases and files are the product's.
 * With {@code --practice} each run has a cluster of its own, as in the product.
 */
final class HandbookWorld implements ClusterOpener, AutoCloseable {

  /** What the guide's profile calls the archive of flannel. */
  private static final String TARBALL = "flannel-v0.10.0-linux-amd64.tar.gz";

  private static final int NODES = 4;

  /** As long as a command that goes on without an end may take to its first line. */
  private static final long PATIENCE = 20;

  private final Path folder;
  private final String language;
  private PracticeClock clock = clock();
  private PracticeCluster cluster;

  HandbookWorld(Path folder, String language) throws IOException {
    this.folder = folder;
    this.language = language;
    this.cluster = begin(clock);
    FlannelRelease.Tarball tarball = cluster.profile().flannel().tarball();
    if (tarball instanceof FlannelRelease.Tarball.OnDisk(Path archive, var _)) {
      Files.copy(archive, folder.resolve(TARBALL));
    }
  }

  /**
   * What a command printed, and its exit status.
   *
   * @param out what goes into a file or a pipe
   * @param all what a person sees
   */
  record Outcome(int status, String out, String all) {}

  /**
   * Brings another cluster to a state: {@code new} as the guide begins, before anybody wrote a
   * profile, or {@code deployed}; then faults with their nodes, {@code later} with a length of
   * time.
   */
  void stage(String state) {
    cluster.close();
    clock = clock();
    cluster = begin(clock);
    if (!state.equals("new") && !Files.exists(folder.resolve(ProfileLocations.FILE))) {
      assertThat(run(List.of("profile", "init")).status()).isZero();
    }
    for (String part : state.split("; ")) {
      List<String> words = List.of(part.split(" "));
      switch (words.getFirst()) {
        case "new" -> {}
        case "deployed" -> deploy(practiceCluster(cluster, clock));
        case "later" -> {
          clock.advance(new Length().convert(words.getLast()));
          cluster.catchUp();
        }
        default ->
            cluster.switchOn(
                FaultKind.find(words.getFirst())
                    .orElseThrow()
                    .at(words.stream().skip(1).map(NodeId::new).toList()));
      }
    }
  }

  void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Runs a command to its end. */
  Outcome run(List<String> words) {
    return run(words, OutputStream.nullOutputStream());
  }

  /** Runs a command that goes on, until it has printed something. */
  Outcome runUntilItPrints(List<String> words) throws Exception {
    CountDownLatch printed = new CountDownLatch(1);
    OutputStream bell =
        new OutputStream() {
          @Override
          public void write(int octet) {
            printed.countDown();
          }
        };
    FutureTask<Outcome> running = new FutureTask<>(() -> run(words, bell));
    Thread thread = Thread.ofVirtual().start(running);
    assertThat(printed.await(PATIENCE, TimeUnit.SECONDS)).as("%s prints", words).isTrue();
    thread.interrupt();
    return running.get(PATIENCE, TimeUnit.SECONDS);
  }

  private Outcome run(List<String> words, OutputStream bell) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    OutputStream toOut = new Both(new Both(out, all), bell);
    CommandLine commands =
        new CommandTree(CliBench.context(this, folder, toOut, all))
            .whole()
            .registerConverter(Path.class, folder::resolve)
            .setOut(new PrintWriter(toOut, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(all, true, StandardCharsets.UTF_8))
            .setCaseInsensitiveEnumValuesAllowed(true);
    List<String> line = new ArrayList<>();
    if (!words.contains("--language")) {
      line.addAll(List.of("--language", language));
    }
    words.stream().map(this::absolute).forEach(line::add);
    int status = commands.execute(line.toArray(String[]::new));
    UnaryOperator<String> here = text -> text.replace(folder + File.separator, "");
    return new Outcome(
        status,
        here.apply(out.toString(StandardCharsets.UTF_8)),
        here.apply(all.toString(StandardCharsets.UTF_8)));
  }

  /** Not every command takes its files as such. */
  private String absolute(String word) {
    Path file = folder.resolve(word);
    return Files.isRegularFile(file) ? file.toString() : word;
  }

  /** Whatever a profile says, its nodes are the practice cluster's. */
  @Override
  public Cluster real(ClusterProfile profile, NodeQuestions questions) {
    ActivityLog activity = new ActivityLog(clock, Ticker.system());
    return new Cluster(
        profile,
        new Cluster.Adapters(cluster.nodes(), cluster.etcd(), hostKeys(profile), () -> {}),
        surroundings(clock),
        activity,
        History.inFile(
            folder.resolve("history.mv"), clock, new VirtualThreadRunner(), Pause.system()));
  }

  private HostKeys hostKeys(ClusterProfile profile) {
    return new SshNodeConnector(
            SshSettings.of(profile.knownHosts(), folder, Map.of()),
            NodeQuestions.nobody(),
            new ActivityLog(clock, Ticker.system()),
            PosixNodeOps::new)
        .hostKeys();
  }

  @Override
  public Practice practice(int nodes, boolean deployed) {
    PracticeClock own = clock();
    PracticeCluster made = made(nodes, own);
    Cluster opened = practiceCluster(made, own);
    if (deployed) {
      deploy(opened);
    }
    PracticeDesk desk = new PracticeDesk(made, own);
    return new Practice(opened, new PracticeBook(switches(), own, desk::follow));
  }

  @Override
  public PracticeControls practiceControls() {
    return PracticeBook.alone(switches(), clock());
  }

  private Path switches() {
    return folder.resolve(".state").resolve(PracticeBook.FILE);
  }

  private static void deploy(Cluster opened) {
    try (EtcdDoor door = new EtcdDoor(opened)) {
      Deployment deployment = new Deployment(opened, door);
      assertThat(
              deployment
                  .push(
                      deployment.propose(opened.profile().nodes()).orElseThrow(),
                      ApplyListener.none(),
                      new CancelToken())
                  .succeeded())
          .isTrue();
    }
  }

  private static Cluster practiceCluster(PracticeCluster made, PracticeClock clock) {
    return new Cluster(
        made.profile(),
        new Cluster.Adapters(made.nodes(), made.etcd(), () -> {}),
        surroundings(clock));
  }

  private static Cluster.Surroundings surroundings(PracticeClock clock) {
    return new Cluster.Surroundings(
        new VirtualThreadRunner(), clock, CliBench.SHORTLY, new SecureRandom());
  }

  private static PracticeClock clock() {
    return new PracticeClock(InstantSource.system());
  }

  private static PracticeCluster begin(PracticeClock clock) {
    return made(NODES, clock);
  }

  private static PracticeCluster made(int nodes, PracticeClock clock) {
    PracticeAuthority authority = PracticeAuthority.create(clock, new SecureRandom());
    return PracticeCluster.create(PracticeLab.initial(nodes), authority.material(), clock);
  }

  @Override
  public void close() {
    cluster.close();
  }

  /** Writes to two streams, in the order in which it is written to. */
  private static final class Both extends FilterOutputStream {

    private final OutputStream second;

    Both(OutputStream first, OutputStream second) {
      super(first);
      this.second = second;
    }

    @Override
    public void write(int octet) throws IOException {
      out.write(octet);
      second.write(octet);
    }
  }
}
