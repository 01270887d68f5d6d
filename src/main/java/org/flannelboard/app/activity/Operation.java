package org.flannelboard.app.activity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * What is done on a node or in etcd, as data. Contents are in it by size and SHA-256 alone.
 *
 * @param kind what it is
 * @param arguments what it is done with, by name
 */
public record Operation(Kind kind, SequencedMap<String, String> arguments) {

  /** What can be done. */
  public enum Kind {
    CONNECT(false),
    TUNNEL(false),
    OBSERVE(false),
    READ_FILE(false),
    WRITE_FILE(true),
    RESTORE_FILE(true),
    REMOVE_FILE(true),
    CONTROL_UNIT(true),
    RELOAD_UNITS(true),
    READ_JOURNAL(false),
    FOLLOW_JOURNAL(false),
    PING(false),
    INSPECT(false),
    PROBE(false),
    CHANGE_KERNEL(true),
    ETCD_INSPECT(false),
    ETCD_OPEN(false),
    ETCD_GET(false),
    ETCD_LIST(false),
    ETCD_PUT(true),
    ETCD_DELETE(true),
    ETCD_WATCH(false);

    private final boolean mutating;

    Kind(boolean mutating) {
      this.mutating = mutating;
    }

    /** Kebab-case, stable over releases. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it could change something. */
    public boolean mutating() {
      return mutating;
    }

    /**
     * Whether the standard output of its command may hold what files hold, and is not kept. Those
     * that look at units print the files the units are made of.
     */
    boolean confidential() {
      return switch (this) {
        case WRITE_FILE, RESTORE_FILE, REMOVE_FILE, RELOAD_UNITS, PROBE, CHANGE_KERNEL -> false;
        case CONNECT,
            TUNNEL,
            OBSERVE,
            READ_FILE,
            CONTROL_UNIT,
            READ_JOURNAL,
            FOLLOW_JOURNAL,
            PING,
            INSPECT,
            ETCD_INSPECT,
            ETCD_OPEN,
            ETCD_GET,
            ETCD_LIST,
            ETCD_PUT,
            ETCD_DELETE,
            ETCD_WATCH ->
            true;
      };
    }
  }

  public Operation {
    arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
  }

  /** An operation with its arguments, a name and a value in turn. */
  static Operation of(Kind kind, Object... namesAndValues) {
    LinkedHashMap<String, String> arguments = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      arguments.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
    }
    return new Operation(kind, arguments);
  }

  /** The same with further arguments. */
  Operation with(Object... namesAndValues) {
    LinkedHashMap<String, String> all = new LinkedHashMap<>(arguments);
    all.putAll(of(kind, namesAndValues).arguments());
    return new Operation(kind, all);
  }
}
