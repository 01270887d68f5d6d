import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.PushReport;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Result;
import org.flannelboard.boot.PracticeAuthority;
import org.flannelboard.boot.WindowPages;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ui.connectivity.ConnectivityView;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Theme;
import org.flannelboard.ui.shell.Clusters;
import org.flannelboard.ui.shell.Window;

/**
 * Times what JavaFX's thread does while the matrix of a large practice cluster changes every
 * second, and weighs the heap after an hour's worth of rounds.
 *
 * <p>The nodes, etcd and everything above the port are the product's. Only what an echo brings is
 * made up here, one random answer or loss for each pair and round, as computing 64 770 packets'
 * ways on the same two cores would be measured with the window.
 */
public final class MatrixFrames {

  private static final int WARM_UP_SECONDS = 15;

  private final int nodes;
  private final int seconds;
  private final boolean allPages;
  private final Echoes echoes = new Echoes();

  private MatrixFrames(String[] arguments) {
    nodes = Integer.parseInt(arguments[0]);
    seconds = Integer.parseInt(arguments[1]);
    allPages = arguments.length > 2 && arguments[2].equals("all-pages");
  }

  /**
   * Runs the bench.
   *
   * @param arguments how many nodes, how many seconds to time, and {@code all-pages} to bind the
   *     other views too
   */
  public static void main(String[] arguments) throws Exception {
    new MatrixFrames(arguments).run();
    Runtime.getRuntime().halt(0);
  }

  private void run() throws Exception {
    InstantSource clock = InstantSource.system();
    PracticeCluster practice =
        PracticeCluster.create(
            PracticeLab.initial(nodes),
            PracticeAuthority.create(clock, new SecureRandom()).material(),
            clock);
    Cluster cluster =
        new Cluster(
            practice.profile(),
            new Cluster.Adapters(echoes.before(practice.nodes()), practice.etcd()),
            new Cluster.Surroundings(
                new VirtualThreadRunner(), clock, Pause.system(), new SecureRandom()));
    EtcdDoor door = new EtcdDoor(cluster);
    deploy(cluster, door);
    System.out.println(nodes + " practice nodes deployed");
    Window window = open(new Opened(cluster, door, clock, null));
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    Frames frames = new Frames();
    onFx(frames::start);
    TimeUnit.SECONDS.sleep(seconds);
    onFx(frames::stop);
    frames.print(echoes.rounds.get());
    weigh(window);
  }

  private static void deploy(Cluster cluster, EtcdDoor door) {
    Deployment deployment = new Deployment(cluster, door);
    PushReport report =
        deployment.push(
            deployment.propose(cluster.profile().nodes()).orElseThrow(),
            ApplyListener.none(),
            new CancelToken());
    if (!report.succeeded()) {
      throw new IllegalStateException("not deployed");
    }
  }

  private Window open(Opened opened) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    started.await();
    Window[] made = new Window[1];
    onFx(
        () -> {
          Theme.loadFonts();
          Page.Binder pages =
              allPages
                  ? new WindowPages()
                  : (session, words) ->
                      List.of(
                          new Page.Door(
                              Place.CONNECTIVITY, () -> ConnectivityView.page(session, words)));
          Window window =
              new Window(
                  opened, new Window.Parts(pages, alone(), new Preferences(Locale.ENGLISH), null));
          window.showOn(new Stage());
          window.show(Place.CONNECTIVITY);
          made[0] = window;
        });
    return made[0];
  }

  /** A window that is offered no other cluster. */
  private static Clusters alone() {
    Path folder = Path.of("").toAbsolutePath();
    return new Clusters(
        new ProfileCatalog(new ProfileLocations("Linux", Map.of(), folder, folder)),
        new Clusters.Opener() {
          @Override
          public Opened real(ClusterProfile profile) {
            throw new IllegalStateException("nobody chooses in a bench");
          }

          @Override
          public Cluster visit(
              ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
            throw new IllegalStateException("nobody chooses in a bench");
          }

          @Override
          public Opened practice() {
            throw new IllegalStateException("nobody chooses in a bench");
          }
        },
        new VirtualThreadRunner());
  }

  /** An hour's worth of rounds as fast as they go, the window looking on. */
  private void weigh(Window window) throws Exception {
    echoes.fast = true;
    for (int round = 0; round <= 3600; round += 600) {
      onFx(window.session().mesh()::pause);
      // What is under way comes to its end, so that only what is kept is weighed.
      TimeUnit.SECONDS.sleep(3);
      System.out.printf(Locale.ROOT, "after %4d rounds: heap %.1f MB%n", round, heap() / 1e6);
      int begun = echoes.rounds.get();
      onFx(window.session().mesh()::start);
      while (round < 3600 && echoes.rounds.get() - begun < 600) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static double heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed();
  }

  private static void onFx(Runnable work) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Platform.runLater(
        () -> {
          work.run();
          done.countDown();
        });
    done.await();
  }

  /** What the thread of JavaFX did from frame to frame. */
  private static final class Frames extends AnimationTimer {

    private final List<double[]> frames = new ArrayList<>();
    private long lastCpu;
    private long lastWall;

    @Override
    public void handle(long now) {
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long wall = System.nanoTime();
      if (lastWall != 0) {
        frames.add(new double[] {(cpu - lastCpu) / 1e6, (wall - lastWall) / 1e6});
      }
      lastCpu = cpu;
      lastWall = wall;
    }

    void print(int rounds) {
      System.out.println(frames.size() + " frames, " + rounds + " rounds of every pair so far");
      print("work of the thread, ms", frames.stream().mapToDouble(f -> f[0]).sorted().toArray());
      print("frame to frame, ms", frames.stream().mapToDouble(f -> f[1]).sorted().toArray());
    }

    private static void print(String what, double[] sorted) {
      System.out.printf(
          Locale.ROOT,
          "%-24s p50 %6.2f  p90 %6.2f  p99 %6.2f  max %6.2f  mean %6.2f%n",
          what,
          at(sorted, 0.5),
          at(sorted, 0.9),
          at(sorted, 0.99),
          sorted[sorted.length - 1],
          Arrays.stream(sorted).average().orElse(0));
    }

    private static double at(double[] sorted, double share) {
      return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
  }

  /** The practice nodes with echoes made up. */
  private static final class Echoes {

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    final AtomicInteger rounds = new AtomicInteger();
    private final Map<Object, Integer> sources = new ConcurrentHashMap<>();
    volatile boolean fast;

    NodeConnector before(NodeConnector practice) {
      return proxy(
          NodeConnector.class,
          practice,
          (name, arguments, given) ->
              given instanceof Result.Ok<?, ?>(NodeOps node) ? Result.ok(before(node)) : given);
    }

    private NodeOps before(NodeOps practice) {
      return (NodeOps)
          Proxy.newProxyInstance(
              NodeOps.class.getClassLoader(),
              new Class<?>[] {NodeOps.class},
              (_, method, arguments) -> {
                if (method.getName().equals("ping")) {
                  @SuppressWarnings("unchecked")
                  Consumer<PingRound> listener = (Consumer<PingRound>) arguments[1];
                  return Result.ok(new Stream((PingRequest) arguments[0], listener));
                }
                try {
                  return method.invoke(practice, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private interface Look {
      Object at(String name, Object[] arguments, Object given);
    }

    private static <T> T proxy(Class<T> port, T behind, Look look) {
      return port.cast(
          Proxy.newProxyInstance(
              port.getClassLoader(),
              new Class<?>[] {port},
              (_, method, arguments) -> {
                try {
                  return look.at(method.getName(), arguments, method.invoke(behind, arguments));
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    /** One source's rounds; each source begins at its own moment within the second. */
    private final class Stream implements PingStream {

      private final PingRequest request;
      private final Consumer<PingRound> listener;
      private final SplittableRandom random = new SplittableRandom();
      private final CountDownLatch end = new CountDownLatch(1);
      private final ScheduledFuture<?> beat;
      private final int source;
      private int number;

      Stream(PingRequest request, Consumer<PingRound> listener) {
        this.request = request;
        this.listener = listener;
        this.source = sources.computeIfAbsent(request.source(), _ -> sources.size());
        long period = fast ? 1 : request.interval().toMillis();
        this.beat =
            timer.scheduleAtFixedRate(
                this::round, random.nextLong(period), period, TimeUnit.MILLISECONDS);
      }

      private void round() {
        List<PingRound.Echo> all = new ArrayList<>(request.targets().size());
        request
            .targets()
            .forEach(
                target ->
                    all.add(
                        new PingRound.Echo(
                            target,
                            random.nextInt(100) == 0
                                ? null
                                : Duration.ofNanos(200_000 + random.nextInt(60_000_000)),
                            null)));
        listener.accept(new PingRound(++number, all));
        if (source == 0) {
          rounds.incrementAndGet();
        }
      }

      @Override
      public String prober() {
        return "bench";
      }

      @Override
      public Optional<NodeFailure> awaitEnd() throws InterruptedException {
        end.await();
        return Optional.empty();
      }

      @Override
      public void close() {
        beat.cancel(false);
        end.countDown();
      }
    }
  }
}
