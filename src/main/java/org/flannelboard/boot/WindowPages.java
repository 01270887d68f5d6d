package org.flannelboard.boot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.ui.activity.ActivityView;
import org.flannelboard.ui.certificates.CertificatesView;
import org.flannelboard.ui.connectivity.ConnectivityView;
import org.flannelboard.ui.deploy.DeployView;
import org.flannelboard.ui.firstrun.Wizard;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.NewCluster;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.flannelboard.ui.network.NetworkView;
import org.flannelboard.ui.practice.PracticeView;
import org.flannelboard.ui.settings.SettingsSheet;
import org.flannelboard.ui.topology.TopologyView;

/** The pages of the window, in the rail's order. */
public final class WindowPages implements Page.Binder {

  @Override
  public List<Page.Door> bind(Session session, Words words) {
    return Stream.of(Place.values())
        .map(place -> new Page.Door(place, () -> page(place, session, words)))
        .toList();
  }

  private static Page page(Place place, Session session, Words words) {
    return switch (place) {
      case TOPOLOGY -> TopologyView.page(session, words);
      case CERTIFICATES -> CertificatesView.page(session, words);
      case NETWORK -> NetworkView.page(session, words);
      case DEPLOY -> DeployView.page(session, words);
      case CONNECTIVITY -> ConnectivityView.page(session, words);
      case ACTIVITY -> ActivityView.page(session, words);
    };
  }

  @Override
  public List<Command> commands(Session session, Words words) {
    return Stream.concat(
            Stream.of(
                ConnectivityView.diagnose(session, words), SettingsSheet.command(session, words)),
            PracticeView.command(session, words).stream())
        .toList();
  }

  @Override
  public Optional<NewCluster.Face> newCluster(NewCluster context) {
    return Optional.of(new Wizard(context));
  }
}
