package org.flannelboard.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javafx.application.Platform;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Result;
import org.flannelboard.boot.PracticeBook;
import org.flannelboard.boot.PracticeDesk;
import org.flannelboard.boot.WindowPages;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.IssuedCertificate;
import org.flannelboard.practice.PracticeCa;
import org.flannelboard.practice.PracticeClock;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ui.kit.NewCluster;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.WindowQuestions;
import org.flannelboard.ui.shell.Clusters;
import org.flannelboard.ui.shell.Window;
import org.jspecify.annotations.Nullable;

/** A practice cluster with its window, and a guard that sees who calls the cluster. */
public final class Lab implements AutoCloseable {

  private static final String SIGNING =
      """
      {"signing":{"default":{"expiry":"87600h"},"profiles":{"kubernetes":{
      "usages":["signing","key encipherment","server auth","client auth"],"expiry":"87600h"}}}}
      """;

  /** What changes a node or etcd. */
  private static final Set<String> CHANGES =
      Set.of("put", "restore", "remove", "control", "reloadUnits", "delete");

  /** One for all tests: making its key takes longer than most tests. */
  private static final PracticeCa CA = ca();

  public final PracticeCluster practice;
  public final Window window;

  /** The file that other runs would share. */
  public final Path switches;

  public final PracticeControls controls;
  private final Opened opened;
  public final Queue<String> callsOnFxThread = new ConcurrentLinkedQueue<>();
  public final Queue<String> changingCalls = new ConcurrentLinkedQueue<>();
  public final AtomicInteger calls = new AtomicInteger();

  /** The cluster's etcd, once the window has reached it, for somebody else to write to. */
  public final AtomicReference<@Nullable KeyStore> etcd = new AtomicReference<>();

  private Lab(int nodes, Locale locale, boolean readOnly, PracticeFault... faults) {
    switches = temporary().resolve(PracticeBook.FILE);
    PracticeClock clock = new PracticeClock(InstantSource.system());
    practice = PracticeCluster.create(PracticeLab.initial(nodes), CA, clock);
    List.of(faults).forEach(practice::switchOn);
    controls = new PracticeBook(switches, clock, new PracticeDesk(practice, clock)::follow);
    Preferences preferences = new Preferences(locale);
    Cluster cluster =
        new Cluster(
            practice.profile(),
            new Cluster.Adapters(
                watched(NodeConnector.class, practice.nodes(new WindowQuestions(preferences))),
                watched(StoreConnector.class, practice.etcd())),
            new Cluster.Surroundings(
                new VirtualThreadRunner(), clock, Pause.system(), new SecureRandom()));
    if (readOnly) {
      cluster.restrict();
    }
    opened = new Opened(cluster, new EtcdDoor(cluster), clock, controls);
    window = windowOf(opened, preferences, clusters(this::visit));
  }

  /** A window on a machine where nothing else can be opened; without a cluster where it is null. */
  public static Window windowOf(@Nullable Opened opened, Preferences preferences) {
    Clusters clusters =
        clusters(
            (_, _) -> {
              throw new AssertionError("nothing to look at");
            });
    return windowOf(opened, preferences, clusters);
  }

  private static Window windowOf(
      @Nullable Opened opened, Preferences preferences, Clusters clusters) {
    return Fx.get(
        () -> new Window(opened, new Window.Parts(new WindowPages(), clusters, preferences, null)));
  }

  /** The practice nodes by a profile that nobody has written yet. */
  private Cluster visit(ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
    Cluster cluster =
        new Cluster(
            profile,
            new Cluster.Adapters(practice.nodes(), practice.etcd()),
            new Cluster.Surroundings(
                new VirtualThreadRunner(),
                InstantSource.system(),
                Pause.system(),
                new SecureRandom()));
    cluster.restrict();
    return cluster;
  }

  /** A cluster where the guide begins, with its window watching it. */
  public static Lab bare(int nodes, Locale locale) {
    return begun(new Lab(nodes, locale, false));
  }

  /** The same, broken before anybody looked. */
  public static Lab broken(int nodes, Locale locale, PracticeFault... faults) {
    return begun(new Lab(nodes, locale, false, faults));
  }

  /** A bare one, with a window that may change nothing. */
  public static Lab readOnly(int nodes, Locale locale) {
    return begun(new Lab(nodes, locale, true));
  }

  private static Lab begun(Lab lab) {
    Fx.run(lab.window::start);
    return lab;
  }

  /** A cluster on which everything was pushed. */
  public static Lab deployed(int nodes, Locale locale) {
    Lab lab = bare(nodes, locale);
    lab.pushAll();
    return lab;
  }

  /** Pushes to all nodes and waits for the end. */
  public PushState.Ended pushAll() {
    Fx.run(() -> window.session().push().propose(window.session().nodes()));
    Fx.await(window.session().push().state(), "proposal", PushState.Confirming.class::isInstance);
    Fx.run(() -> window.session().push().confirm());
    return (PushState.Ended)
        Fx.await(window.session().push().state(), "end", PushState.Ended.class::isInstance);
  }

  public static NodeId vm(int number) {
    return new NodeId("vm%02d".formatted(number));
  }

  @Override
  public void close() {
    Fx.close(window);
    opened.close();
    practice.close();
    try {
      Files.deleteIfExists(switches);
      Files.delete(switches.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("flannelboard-switches-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A machine without any profile, on which nothing else can be opened. */
  private static Clusters clusters(NewCluster.Visits visits) {
    Path nowhere = Path.of("nowhere").toAbsolutePath();
    return new Clusters(
        new ProfileCatalog(new ProfileLocations("Linux", Map.of(), nowhere, nowhere)),
        new Clusters.Opener() {
          @Override
          public Opened real(ClusterProfile profile) {
            throw new AssertionError("nothing else to open");
          }

          @Override
          public Cluster visit(
              ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
            return visits.visit(profile, trusted);
          }

          @Override
          public Opened practice() {
            throw new AssertionError("nothing else to open");
          }
        },
        new VirtualThreadRunner());
  }

  /** The same port, with every call on JavaFX's thread written down. */
  private <T> T watched(Class<T> port, T behind) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (Platform.isFxApplicationThread()) {
                callsOnFxThread.add(port.getSimpleName() + "." + method.getName());
              }
              calls.incrementAndGet();
              if (CHANGES.contains(method.getName())) {
                changingCalls.add(port.getSimpleName() + "." + method.getName());
              }
              try {
                return watchedToo(method.invoke(behind, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private @Nullable Object watchedToo(@Nullable Object given) {
    return switch (given) {
      case Result.Ok<?, ?>(NodeOps node) -> Result.ok(watched(NodeOps.class, node));
      case Result.Ok<?, ?>(KeyStore store) -> {
        etcd.set(store);
        yield Result.ok(watched(KeyStore.class, store));
      }
      case null, default -> given;
    };
  }

  private static PracticeCa ca() {
    IssuedCertificate made =
        CertificateAuthority.create(
                new CertificateSpec.Request(
                    "kubernetes",
                    List.of(),
                    new CertificateSpec.Key("ecdsa", 256),
                    List.of(Map.of("O", "k8s"))),
                CertificateAuthority.DEFAULT_VALIDITY,
                InstantSource.system(),
                new SecureRandom())
            .orElseThrow();
    return new PracticeCa(made.certificatePem(), made.keyPem(), SIGNING);
  }
}
