package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.WatchEvent;
import org.junit.jupiter.api.Test;

/** Keys and those who watch them. */
class KeySpaceTest {

  private static final Instant NOW = Instant.parse("2030-06-13T15:15:17Z");
  private static final String KEY = "/subnets/10.253.1.0-24";

  private final KeySpace space = new KeySpace();
  private final List<String> heard = new ArrayList<>();

  /** As flanneld that is restarted at once writes the lease again whose end it saw first. */
  @Test
  void whoHearsLaterHearsInTheOrderOfTheChanges() {
    put("first");
    space.subscribe("/subnets", this::writeAgain);
    space.subscribe("/subnets", event -> heard.add(word(event)));
    space.delete(KEY, new Expect.Anything(), NOW);
    assertThat(heard).containsExactly("end", "again");
  }

  @Test
  void whoLeavesWhileOthersAreToldHearsNoMore() {
    List<Runnable> leave = new ArrayList<>();
    space.subscribe("/subnets", _ -> leave.forEach(Runnable::run));
    leave.add(space.subscribe("/subnets", event -> heard.add(word(event))));
    put("first");
    assertThat(heard).isEmpty();
  }

  @Test
  void aWatcherThatFailsKeepsNobodyFromTheNextChange() {
    space.subscribe("/subnets", event -> fail(word(event)));
    space.subscribe("/subnets", event -> heard.add(word(event)));
    assertThatThrownBy(() -> put("bad")).hasMessage("bad");
    put("good");
    assertThat(heard).containsExactly("good");
  }

  private void writeAgain(WatchEvent event) {
    if (event instanceof WatchEvent.Deleted) {
      put("again");
    }
  }

  private static void fail(String word) {
    if (word.equals("bad")) {
      throw new IllegalStateException(word);
    }
  }

  private void put(String value) {
    space.put(KEY, value, new Expect.Anything(), null, NOW);
  }

  private static String word(WatchEvent event) {
    return event instanceof WatchEvent.Put(var entry) ? entry.value() : "end";
  }
}
