package org.flannelboard.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Group;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.junit.jupiter.api.Test;

final class PagesTest {

  private final List<Place> made = new ArrayList<>();
  private final Pages pages =
      new Pages(List.of(door(Place.TOPOLOGY), door(Place.DEPLOY), door(Place.ACTIVITY)));

  @Test
  void aPageIsMadeWhenItIsFirstAskedForAndOnlyOnce() {
    assertThat(pages.places()).containsExactly(Place.TOPOLOGY, Place.DEPLOY, Place.ACTIVITY);
    assertThat(made).isEmpty();

    Page page = pages.at(Place.DEPLOY).orElseThrow();
    assertThat(pages.at(Place.DEPLOY)).containsSame(page);
    assertThat(pages.at(Place.NETWORK)).isEmpty();
    assertThat(made).containsExactly(Place.DEPLOY);
  }

  @Test
  void theOthersAreMadeOneByOneUntilNoneIsMissing() {
    pages.at(Place.DEPLOY);
    pages.makeNext();
    assertThat(made).containsExactly(Place.DEPLOY, Place.TOPOLOGY);
    assertThat(pages.all()).extracting(Page::place).isEqualTo(pages.places());
    pages.makeNext();
    assertThat(made).containsExactly(Place.DEPLOY, Place.TOPOLOGY, Place.ACTIVITY);
  }

  private Page.Door door(Place place) {
    return new Page.Door(
        place,
        () -> {
          made.add(place);
          return new Page(place, new Group());
        });
  }
}
