package org.flannelboard.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeQuestions;

/**
 * A cluster to practise on, all of it in memory: connect to it, deploy to it, break it. Each has a
 * folder of its own for the archive its profile names, which goes when the cluster is closed.
 */
public final class PracticeCluster implements AutoCloseable {

  private final World world;
  private final Faults faults;
  private final PracticeTiming timing;
  private final Pacer pacer;
  private final Path folder;
  private final ClusterProfile profile;

  private PracticeCluster(World world, PracticeLab lab, PracticeTiming timing, Path folder) {
    this.world = world;
    this.timing = timing;
    this.pacer = timing.pacer() == null ? new RealTimePacer() : timing.pacer();
    this.folder = folder;
    this.profile = PracticeProfile.of(lab, folder);
    this.faults = new Faults(world, profile.paths());
  }

  /** A cluster on which operations take no time, and whose etcd checks client certificates. */
  public static PracticeCluster create(PracticeLab lab, PracticeCa ca, InstantSource clock) {
    return create(
        lab,
        ca,
        clock,
        PracticeTiming.instant(),
        CertificateCheck.clientSignedBy(ca.certPem(), clock));
  }

  /**
   * A cluster.
   *
   * @param lab what is wanted
   * @param ca its authority
   * @param clock the time on all nodes and in etcd
   * @param timing how long things take
   * @param clientAccepted whether etcd lets in the holder of a certificate, given as PEM
   */
  public static PracticeCluster create(
      PracticeLab lab,
      PracticeCa ca,
      InstantSource clock,
      PracticeTiming timing,
      Predicate<String> clientAccepted) {
    try {
      Path folder = Files.createTempDirectory("flannelboard-practice-");
      PracticeRelease.write(folder.resolve(PracticeProfile.TARBALL));
      World world = new World(lab, clock, ca, clientAccepted);
      PracticeCluster cluster = new PracticeCluster(world, lab, timing, folder);
      cluster.settleIn(lab, ca);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the practice cluster", e);
    }
  }

  private void settleIn(PracticeLab lab, PracticeCa ca) {
    world.locked(() -> GuideStart.furnish(world, ca));
    PracticeIdentity identity = lab.deployed();
    if (identity != null) {
      world.locked(() -> new GuideEnd(world, profile, identity).reach());
    }
  }

  /** The profile that describes this cluster. */
  public ClusterProfile profile() {
    return profile;
  }

  /** Opens its nodes, with nobody to ask. */
  public NodeConnector nodes() {
    return nodes(NodeQuestions.nobody());
  }

  /** Opens its nodes. */
  public NodeConnector nodes(NodeQuestions questions) {
    String knownHosts = profile.knownHosts().toString();
    return new PracticeNodeConnector(world, faults, timing, pacer, questions, knownHosts);
  }

  /** Opens its etcd. */
  public StoreConnector etcd() {
    return new PracticeStoreConnector(world);
  }

  /** Breaks something. */
  public void switchOn(PracticeFault fault) {
    world.locked(() -> faults.switchOn(fault));
  }

  /** Mends it. */
  public void switchOff(PracticeFault fault) {
    world.locked(() -> faults.switchOff(fault));
  }

  /** What is broken. */
  public Set<PracticeFault> faults() {
    return world.locked(faults::present);
  }

  /** Does what is due by now, after its clock was moved. */
  public void catchUp() {
    world.catchUp();
  }

  /** All its state. */
  World world() {
    return world;
  }

  @Override
  public void close() {
    pacer.close();
    try {
      Files.deleteIfExists(folder.resolve(PracticeProfile.TARBALL));
      Files.deleteIfExists(profile.knownHosts());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the practice cluster's folder stays behind", e);
    }
  }
}
