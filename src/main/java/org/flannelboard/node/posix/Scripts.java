package org.flannelboard.node.posix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts of all scripts that ever run on a node, each put together from its constant parts. */
final class Scripts {

  static final String OBSERVE = sh("prelude", "host", "file", "unit", "observe");
  static final String PUT = sh("prelude", "file", "replace", "put");
  static final String RESTORE = sh("prelude", "file", "replace", "restore");
  static final String REMOVE = sh("prelude", "file", "remove");
  static final String READ = sh("prelude", "read");
  static final String CONTROL = sh("prelude", "unit", "control");
  static final String RELOAD_UNITS = sh("prelude", "reload-units");
  static final String JOURNAL = sh("prelude", "journal");
  static final String FOLLOW = sh("prelude", "follow");
  static final String PING = sh("prelude", "ping");
  static final String INSPECT = sh("prelude", "host", "file", "counters", "inspect");
  static final String PROBE = sh("prelude", "counters", "probe");
  static final String CHANGE = sh("prelude", "change");
  static final String SETTING = sh("prelude", "setting");

  /** What perl runs inside {@link #PING}. */
  static final String PERL_PROBER = resource("prober.pl");

  /** What python runs inside {@link #PING}. */
  static final String PYTHON_PROBER = resource("prober.py");

  private Scripts() {}

  private static String sh(String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(resource(part + ".sh"));
    }
    return text.toString();
  }

  private static String resource(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be read from the jar: " + name, e);
    }
  }
}
