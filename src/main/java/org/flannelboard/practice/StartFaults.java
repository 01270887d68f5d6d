package org.flannelboard.practice;

import java.time.Duration;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.cluster.Paths;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.node.Content;
import org.flannelboard.node.UnitVerb;

/** Faults that show when flanneld starts, or when it should have renewed its lease. */
final class StartFaults {

  /** What a lease has left that nobody renewed in time: less than the margin of an hour. */
  private static final Duration LEFT = Duration.ofMinutes(40);

  private static final Runnable NOTHING = () -> {};

  private final World world;
  private final Paths paths;

  StartFaults(World world, Paths paths) {
    this.world = world;
    this.paths = paths;
  }

  /** Gives flanneld other options, each in place of the one of its name, and restarts it. */
  Runnable withOption(Machine machine, String option) {
    String path = paths.options().text();
    FileTree files = machine.files();
    Optional<FileTree.File> old = files.file(path);
    if (old.isEmpty()) {
      return NOTHING;
    }
    boolean docker = machine.systemd().isActive(GuideStart.DOCKER);
    String text = old.get().content().text();
    String changed = text;
    for (String word : option.split(" ")) {
      String name = word.substring(0, word.indexOf('=') + 1);
      changed = changed.replaceAll(" *" + name + "[^ \"]*", "");
      changed = changed.replaceFirst("(FLANNEL_OPTIONS=\"[^\"]*)", "$1 " + word);
    }
    String wrong = changed;
    files.write(path, Content.of(wrong), old.get().mode(), world.now());
    restart(machine, false);
    return () -> {
      if (files.text(path).filter(wrong::equals).isPresent()) {
        files.write(path, old.get());
        restart(machine, docker);
      } else if (docker) {
        machine.systemd().control(UnitVerb.START, GuideStart.DOCKER);
      }
    };
  }

  /** Writes another configuration, and restarts flanneld on one node alone. */
  Runnable withConfig(Machine machine, WrongConfig wrong) {
    KeySpace space = world.etcd().space(Api.V2);
    Optional<Entry> old =
        space.under("/", world.now()).stream()
            .filter(entry -> entry.key().endsWith("/config"))
            .findFirst();
    Optional<Cidr> taken =
        space.under("/", world.now()).stream()
            .filter(entry -> !entry.value().contains("\"" + machine.spec().ip() + "\""))
            .flatMap(entry -> world.json().subnet(entry.key()).stream())
            .findFirst();
    if (old.isEmpty() || taken.isEmpty()) {
      return NOTHING;
    }
    boolean docker = machine.systemd().isActive(GuideStart.DOCKER);
    String key = old.get().key();
    String text = wrong.text(taken.get());
    space.put(key, text, new Expect.Anything(), null, world.now());
    restart(machine, false);
    return () -> {
      if (space.get(key, world.now()).filter(entry -> entry.value().equals(text)).isPresent()) {
        space.put(key, old.get().value(), new Expect.Anything(), null, world.now());
        restart(machine, docker);
      }
    };
  }

  private static void restart(Machine machine, boolean docker) {
    machine.systemd().control(UnitVerb.RESTART, FlannelAgent.UNIT);
    if (docker) {
      machine.systemd().control(UnitVerb.START, GuideStart.DOCKER);
    }
  }

  /** What is left of a lease after its node's timers stood still. */
  Runnable oversleep(Machine machine) {
    Optional<FlannelAgent> agent = world.agent(machine);
    agent.ifPresent(it -> it.oversleep(LEFT));
    return () -> {
      if (world.agent(machine).filter(it -> agent.filter(it::equals).isPresent()).isPresent()) {
        machine.systemd().control(UnitVerb.RESTART, FlannelAgent.UNIT);
      }
    };
  }
}
