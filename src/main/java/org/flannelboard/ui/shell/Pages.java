package org.flannelboard.ui.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;

/** The pages of the frame in one language, each made when it is first asked for. */
final class Pages {

  private final List<Page.Door> doors;
  private final Map<Place, Page> made = new EnumMap<>(Place.class);

  Pages(List<Page.Door> doors) {
    this.doors = List.copyOf(doors);
  }

  /** The places that have a page, in the rail's order. */
  List<Place> places() {
    return doors.stream().map(Page.Door::place).toList();
  }

  /** The page of a place; empty if it has none. */
  Optional<Page> at(Place place) {
    return doors.stream().filter(door -> door.place() == place).findFirst().map(this::open);
  }

  /** All pages. */
  List<Page> all() {
    return doors.stream().map(this::open).toList();
  }

  /** Makes one of those that nobody has asked for yet, so that nobody will wait for it. */
  void makeNext() {
    doors.stream()
        .filter(door -> !made.containsKey(door.place()))
        .findFirst()
        .ifPresent(this::open);
  }

  private Page open(Page.Door door) {
    Page page = made.get(door.place());
    if (page == null) {
      page = door.page().get();
      made.put(door.place(), page);
    }
    return page;
  }
}
