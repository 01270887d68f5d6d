package org.flannelboard.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flannelboard.house.HouseRule.Breach;

/**
 * The rules of the house for all classes below a root package. The root is a parameter so that the
 * canaries, a small house with every fault in it, are judged by the very same rules.
 */
final class HouseRules {

  /** Pure rooms: what they hold is decided by their arguments alone. */
  private static final List<String> PURE =
      List.of("cluster", "deploy.plan", "probe.plan", "probe.matrix", "diagnosis");

  /** Libraries, by package prefix, and the rooms that may see them. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "javafx.", List.of("ui", "boot"),
          "net.schmizz.", List.of("ssh"),
          "com.hierynomus.", List.of("ssh"),
          "org.bouncycastle.", List.of("pki"),
          "org.h2.", List.of("app.history"),
          "io.etcd.", List.of("etcd.v3"),
          "io.grpc.", List.of("etcd.v3"),
          "io.netty.", List.of("etcd.v3"),
          "java.net.http.", List.of("etcd", "probe.run"),
          "picocli.", List.of("cli"));

  /** Packages and types by which a class reaches outside the JVM. */
  private static final List<String> OUTSIDE =
      List.of(
          "java.io.",
          "java.nio.file.Files",
          "java.nio.channels.",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.http.",
          "java.net.URLConnection",
          "javax.net.");

  /** Of {@code java.io}, what is a value or a marker and opens nothing. */
  private static final Set<String> INSIDE =
      Set.of("java.io.Serializable", "java.io.UncheckedIOException", "java.io.IOException");

  private static final Pattern EMPTY_NAME =
      Pattern.compile(".*(Impl|Manager|Utils?|Helpers?)|I[A-Z][a-z]\\w*able");

  private final String root;

  HouseRules(String root) {
    this.root = root;
  }

  List<HouseRule> all() {
    return List.of(
        arrows(),
        libraries(),
        portsOpenedBelowTheFaces(),
        commandLines(),
        viewModels(),
        threads(),
        sleep(),
        injectedTime(),
        oneBridge(),
        standardStreams(),
        staticState(),
        pureTypes(),
        pureRooms(),
        emptyNames(),
        optionals());
  }

  /** The room of a class; empty for classes outside the house. */
  Optional<String> room(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(root + ".")
        ? Optional.of(name.substring(root.length() + 1))
        : Optional.empty();
  }

  private HouseRule arrows() {
    return new HouseRule(
        "arrows",
        "use a room its own room has no arrow to",
        "arrows point down only: the walls of the house are in Rooms, with a reason each",
        type ->
            dependencies(type)
                .flatMap(
                    dependency -> {
                      Optional<Rooms.Room> from = room(type).flatMap(Rooms::find);
                      Optional<String> to = room(dependency.getTargetClass());
                      return from.isPresent()
                              && to.isPresent()
                              && !from.orElseThrow().mayUse(to.orElseThrow())
                          ? Stream.of(
                              Breach.of(
                                  type,
                                  dependency.getDescription()
                                      + "; "
                                      + from.orElseThrow().because()))
                          : Stream.empty();
                    }));
  }

  private HouseRule libraries() {
    return new HouseRule(
        "libraries",
        "see a library another room keeps to itself",
        "a library that one room knows can be exchanged, and its failures have one door",
        type ->
            dependencies(type)
                .filter(
                    dependency ->
                        LIBRARIES.entrySet().stream()
                            .anyMatch(
                                library ->
                                    dependency
                                            .getTargetClass()
                                            .getName()
                                            .startsWith(library.getKey())
                                        && !livesIn(type, library.getValue())))
                .map(dependency -> Breach.of(type, dependency.getDescription())));
  }

  private HouseRule portsOpenedBelowTheFaces() {
    return new HouseRule(
        "faces-open-nothing",
        "open a connection from the window or the command line",
        "what both faces can do is a use case of app, so that each has its twin in the other",
        type ->
            livesIn(type, List.of("ui", "cli"))
                ? dependencies(type)
                    .filter(it -> it.getTargetClass().getSimpleName().endsWith("Connector"))
                    .map(it -> Breach.of(type, it.getDescription()))
                : Stream.empty());
  }

  private HouseRule commandLines() {
    return new HouseRule(
        "command-lines",
        "write a command or start a process",
        "quoting and parsing are understood in node.posix alone; nothing is run on this machine",
        type ->
            accesses(
                type,
                target ->
                    target.getTargetOwner().getName().equals(ProcessBuilder.class.getName())
                        || is(target, "java.lang.Runtime", "exec")
                        || !livesIn(type, List.of("node.posix"))
                            && room(target.getTargetOwner()).equals(Optional.of("node.posix"))
                            && target.getTargetOwner().getSimpleName().equals("Script")
                            && (target.getName().equals("of")
                                || target.getName().equals("<init>"))));
  }

  private HouseRule viewModels() {
    return new HouseRule(
        "view-models-without-scene",
        "show a scene to a view model",
        "a view model is tested without a toolkit",
        type ->
            topLevel(type).getSimpleName().endsWith("ViewModel")
                ? dependencies(type)
                    .filter(it -> it.getTargetClass().getName().startsWith("javafx.scene."))
                    .map(it -> Breach.of(type, it.getDescription()))
                : Stream.empty());
  }

  private HouseRule threads() {
    return new HouseRule(
        "threads",
        "make its own threads or pools",
        "background work has one runner with deadline and cancel; an adapter that must listen uses"
            + " a named virtual thread",
        type ->
            accesses(
                type,
                target ->
                    is(target, "java.lang.Thread", "<init>")
                        || is(target, "java.lang.Thread", "ofPlatform")
                        || is(target, "java.lang.Thread", "startVirtualThread")
                        || livesIn(type, PURE) && is(target, "java.lang.Thread", "ofVirtual")
                        || target.getTargetOwner().getName().equals("java.util.Timer")
                        || target.getTargetOwner().getName().endsWith(".ForkJoinPool")
                        || is(target, "java.util.concurrent.CompletableFuture", null)
                            && target.getName().endsWith("Async")
                        || is(target, "java.util.concurrent.Executors", null)
                            && !livesIn(type, List.of("app"))));
  }

  private HouseRule sleep() {
    return new HouseRule(
        "no-sleep",
        "sleep",
        "a sleep is too short on a slow machine and too long on a fast one: wait for the event, at"
            + " most until a deadline",
        type ->
            accesses(
                type,
                target ->
                    is(target, "java.lang.Thread", "sleep")
                        || is(target, "java.util.concurrent.TimeUnit", "sleep")));
  }

  private HouseRule injectedTime() {
    return new HouseRule(
        "injected-time",
        "read the clock or roll dice itself",
        "time and chance are injected (InstantSource, Ticker, RandomGenerator), so that expiry,"
            + " pacing and staleness are tested without waiting",
        type ->
            livesIn(type, List.of("boot"))
                ? Stream.empty()
                : accesses(
                    type,
                    target ->
                        target.getTargetOwner().getName().startsWith("java.time.")
                                && target.getName().equals("now")
                                && target instanceof JavaCodeUnitAccess<?> call
                                && call.getTarget().getRawParameterTypes().isEmpty()
                            || is(target, "java.time.Clock", "systemUTC")
                            || is(target, "java.time.Clock", "systemDefaultZone")
                            || is(target, "java.time.InstantSource", "system")
                            || is(target, "java.lang.System", "currentTimeMillis")
                            || is(target, "java.lang.System", "nanoTime")
                            || is(target, "java.lang.Math", "random")
                            || is(target, "java.util.Random", "<init>")
                            || is(target, "java.util.concurrent.ThreadLocalRandom", "current")));
  }

  private HouseRule oneBridge() {
    return new HouseRule(
        "one-bridge",
        "hand work to the window's thread, except FxBridge",
        "one bridge can conflate: at most ten snapshots a second reach the window",
        type ->
            topLevel(type).getSimpleName().equals("FxBridge")
                ? Stream.empty()
                : accesses(type, target -> is(target, "javafx.application.Platform", "runLater")));
  }

  private HouseRule standardStreams() {
    return new HouseRule(
        "standard-streams",
        "print, except in cli",
        "standard output is the command line's, and programs read it",
        type ->
            livesIn(type, List.of("cli"))
                ? Stream.empty()
                : accesses(
                    type,
                    target ->
                        is(target, "java.lang.System", "out")
                            || is(target, "java.lang.System", "err")
                            || target.getName().equals("printStackTrace")
                                && target instanceof JavaCodeUnitAccess<?> call
                                && call.getTarget().getRawParameterTypes().isEmpty()));
  }

  private HouseRule staticState() {
    return new HouseRule(
        "no-static-state",
        "keep state in a static field",
        "state everybody can reach belongs to nobody; it flows as snapshots from services",
        type ->
            type.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(field -> Breach.of(field, "static and not final")));
  }

  private HouseRule pureTypes() {
    return new HouseRule(
        "closed-types",
        "leave a type of a pure room open to extension",
        "records, enums, sealed and final types let the compiler see every case",
        type ->
            livesIn(type, PURE) && isOpen(type)
                ? Stream.of(Breach.of(type, "neither record, enum, sealed nor final"))
                : Stream.empty());
  }

  private HouseRule pureRooms() {
    return new HouseRule(
        "pure-rooms",
        "reach outside from a pure room",
        "plans, matrices and findings are functions of their arguments and run without a network",
        type ->
            livesIn(type, PURE)
                ? dependencies(type)
                    .filter(it -> reachesOutside(it.getTargetClass().getName()))
                    .map(it -> Breach.of(type, it.getDescription()))
                : Stream.empty());
  }

  private HouseRule emptyNames() {
    return new HouseRule(
        "telling-names",
        "carry a name that says nothing",
        "Impl, Manager, Util and Helper hide the concept the class stands for",
        type ->
            EMPTY_NAME.matcher(type.getSimpleName()).matches()
                ? Stream.of(Breach.of(type, "a name that says nothing"))
                : Stream.empty());
  }

  private HouseRule optionals() {
    return new HouseRule(
        "optional-is-for-returns",
        "keep or take an Optional",
        "a nullable component says the same and NullAway checks it",
        type ->
            Stream.concat(
                type.getFields().stream()
                    .filter(field -> field.getRawType().isEquivalentTo(Optional.class))
                    .map(field -> Breach.of(field, "an Optional kept")),
                type.getCodeUnits().stream()
                    .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                    .filter(HouseRules::isCalledFromOtherRooms)
                    .filter(HouseRules::takesOptional)
                    .map(unit -> Breach.of((JavaMember) unit, "an Optional taken"))));
  }

  /** Inside a room, handing on what another method of it returned needs no unwrapping. */
  private static boolean isCalledFromOtherRooms(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        && unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean takesOptional(JavaCodeUnit unit) {
    return unit.getRawParameterTypes().stream().anyMatch(it -> it.isEquivalentTo(Optional.class));
  }

  private static boolean isOpen(JavaClass type) {
    boolean closed =
        type.isRecord()
            || type.isEnum()
            || type.isAnnotation()
            || type.isSealed()
            || type.isAnonymousClass()
            || type.getModifiers().contains(JavaModifier.FINAL);
    return !closed && !type.getSimpleName().equals("package-info");
  }

  private static boolean reachesOutside(String name) {
    return OUTSIDE.stream().anyMatch(name::startsWith) && !INSIDE.contains(name);
  }

  private static Stream<Dependency> dependencies(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream();
  }

  private static Stream<Breach> accesses(JavaClass type, Predicate<JavaAccess<?>> forbidden) {
    List<JavaAccess<?>> found = new ArrayList<>();
    type.getAccessesFromSelf().stream().filter(forbidden).forEach(found::add);
    type.getCodeUnitReferencesFromSelf().stream()
        .filter(forbidden)
        .filter(it -> !found.contains(it))
        .forEach(found::add);
    return found.stream()
        .map(access -> Breach.of((JavaMember) access.getOrigin(), access.getDescription()));
  }

  /** Whether an access goes to a member of a type; every member if no name is given. */
  private static boolean is(JavaAccess<?> access, String owner, String member) {
    return access.getTargetOwner().getName().equals(owner)
        && (member == null || access.getName().equals(member));
  }

  /** Whether a class is in one of the rooms or below. */
  private boolean livesIn(JavaClass type, List<String> rooms) {
    return room(type)
        .map(room -> rooms.stream().anyMatch(it -> room.equals(it) || room.startsWith(it + ".")))
        .orElse(false);
  }

  private static JavaClass topLevel(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().orElseThrow();
    }
    return outermost;
  }
}
