package org.flannelboard.app.history;

import java.util.Map;
import org.flannelboard.base.Failure;

/** Why the past is not on file, or not all of it. The program goes on without. */
public sealed interface HistoryFailure extends Failure {

  /** The file was no history; it was kept under another name, and a new one begun. */
  record SetAside(String file, String aside, String why) implements HistoryFailure {
    @Override
    public String code() {
      return "history-set-aside";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "aside", aside, "why", why);
    }
  }

  /** The file can be neither read nor written; what happens is remembered until the end. */
  record OutOfReach(String file, String why) implements HistoryFailure {
    @Override
    public String code() {
      return "history-out-of-reach";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "why", why);
    }
  }

  /** Another run of the program watches the same cluster and writes down what it sees. */
  record WatchedElsewhere(String file) implements HistoryFailure {
    @Override
    public String code() {
      return "history-watched-elsewhere";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file);
    }
  }
}
