package org.flannelboard.ui.activity;

import java.util.Locale;
import java.util.function.Predicate;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.app.task.Change;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are wanted.
 *
 * @param text what has to occur in its arguments or in what came of it, in any case; may be empty.
 *     Its command is not looked at: a script names every tool, and what it is about is an argument
 * @param target a node's name or {@code etcd}; null for all
 * @param change null for all
 * @param failedOnly whether only those that failed
 */
record ActivityFilter(
    String text, @Nullable String target, @Nullable Change change, boolean failedOnly)
    implements Predicate<Activity> {

  @Override
  public boolean test(Activity activity) {
    return (target == null || target.equals(activity.target()))
        && (change == null || change.equals(activity.change()))
        && (!failedOnly || activity.outcome() == Activity.Outcome.FAILED)
        && (text.isBlank() || mentions(activity, text.strip().toLowerCase(Locale.ROOT)));
  }

  private static boolean mentions(Activity activity, String wanted) {
    return has(activity.target(), wanted)
        || has(activity.operation().kind().code(), wanted)
        || activity.operation().arguments().values().stream().anyMatch(it -> has(it, wanted))
        || has(activity.answer(), wanted)
        || has(activity.output(), wanted)
        || has(activity.errors(), wanted);
  }

  private static boolean has(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
