package org.flannelboard.probe.run;

import java.time.Duration;
import java.time.Instant;
import org.flannelboard.probe.matrix.PairHistory;
import org.jspecify.annotations.Nullable;

/**
 * The latest rounds of every ordered pair, the oldest making room for the newest. Any thread may
 * write and read.
 *
 * <p>A sample takes two bytes, and a source's row is made with its first round: 255 nodes and 120
 * rounds come to 255 × 255 × 120 × 2 bytes, 15.6 MB, and stay there.
 */
public final class MeshHistory {

  private static final short UNMEASURED = 0;
  private static final short LOST = -1;

  private final int rounds;
  private final @Nullable Ring[] rings;

  /**
   * An empty history.
   *
   * @param nodes how many there are
   * @param rounds how many of each pair are kept
   */
  MeshHistory(int nodes, int rounds) {
    this.rounds = rounds;
    this.rings = new Ring[nodes];
  }

  /** How many rounds of a pair are kept. */
  public int rounds() {
    return rounds;
  }

  /** The rounds of a pair, by the places of its nodes, the oldest first. */
  public synchronized PairHistory of(int from, int to) {
    Ring ring = rings[from];
    return ring == null ? PairHistory.NONE : ring.read(to);
  }

  /** Begins a source's round; pairs that are not put into it were not measured. */
  Entry begin(int from, Instant at) {
    if (rounds == 0) {
      return (_, _) -> {};
    }
    synchronized (this) {
      Ring ring = rings[from];
      if (ring == null) {
        ring = new Ring(rings.length, rounds);
        rings[from] = ring;
      }
      return new Writing(ring, ring.advance(at));
    }
  }

  /** A round that is being written. */
  @FunctionalInterface
  interface Entry {
    /** Puts what became of a request; null means that it was lost. */
    void put(int to, @Nullable Duration rtt);
  }

  private final class Writing implements Entry {

    private final Ring ring;
    private final int slot;

    Writing(Ring ring, int slot) {
      this.ring = ring;
      this.slot = slot;
    }

    @Override
    public void put(int to, @Nullable Duration rtt) {
      synchronized (MeshHistory.this) {
        ring.samples[to * rounds + slot] = rtt == null ? LOST : pack(rtt.toNanos() / 1000);
      }
    }
  }

  /** The rounds of one source: a line of samples a target, all with the same times. */
  private static final class Ring {

    private final short[] samples;
    private final long[] times;
    private int begun;

    Ring(int targets, int rounds) {
      samples = new short[targets * rounds];
      times = new long[rounds];
    }

    int advance(Instant at) {
      int rounds = times.length;
      int slot = begun % rounds;
      // Beyond twice the length only the remainder matters, and the count never overflows.
      begun = begun + 1 >= 2 * rounds ? rounds + (begun + 1) % rounds : begun + 1;
      times[slot] = at.toEpochMilli();
      for (int i = slot; i < samples.length; i += rounds) {
        samples[i] = UNMEASURED;
      }
      return slot;
    }

    PairHistory read(int to) {
      int rounds = times.length;
      int known = Math.min(begun, rounds);
      long[] at = new long[known];
      int[] micros = new int[known];
      for (int i = 0; i < known; i++) {
        int slot = (begun - known + i) % rounds;
        at[i] = times[slot];
        micros[i] = unpack(samples[to * rounds + slot]);
      }
      return new PairHistory(at, micros);
    }
  }

  /**
   * A number of microseconds in 16 bits: 5 bits of exponent and 11 of fraction, so that it comes
   * back with an error below 1/4000; 0 and all ones are taken.
   */
  static short pack(long micros) {
    long value = Math.clamp(micros, 1, Integer.MAX_VALUE);
    int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(value) - 12);
    long rounded = exponent == 0 ? value : value + (1L << exponent - 1) >> exponent;
    if (rounded == 4096) {
      rounded = 2048;
      exponent++;
    }
    return (short) (rounded < 2048 ? rounded : (exponent + 1 << 11) + (rounded - 2048));
  }

  /** The microseconds; {@link PairHistory#LOST} or {@link PairHistory#UNMEASURED} for those. */
  static int unpack(short packed) {
    if (packed == LOST) {
      return PairHistory.LOST;
    }
    if (packed == UNMEASURED) {
      return PairHistory.UNMEASURED;
    }
    int bits = Short.toUnsignedInt(packed);
    int exponent = bits >> 11;
    long value = exponent == 0 ? bits : (long) (2048 + (bits & 2047)) << exponent - 1;
    return (int) Math.min(Integer.MAX_VALUE, value);
  }
}
