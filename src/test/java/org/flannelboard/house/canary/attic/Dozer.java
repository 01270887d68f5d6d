package org.flannelboard.house.canary.attic;

import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Allowed;

/** In a room no plan shows, with a reasoned exception from one rule. */
public final class Dozer {

  @Allowed(rule = "no-sleep", because = "the test needs one exception that is let through")
  void doze() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1);
  }
}
