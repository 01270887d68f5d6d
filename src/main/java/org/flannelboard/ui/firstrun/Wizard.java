package org.flannelboard.ui.firstrun;

import javafx.scene.Parent;
import org.flannelboard.ui.kit.NewCluster;
import org.flannelboard.ui.kit.Words;

/** The wizard that describes a new cluster. */
public final class Wizard implements NewCluster.Face {

  private final WizardViewModel model;

  public Wizard(NewCluster context) {
    this.model = new WizardViewModel(context);
  }

  @Override
  public Parent content(Words words) {
    return new WizardView(model, words).load();
  }

  @Override
  public void beginImport() {
    model.beginImport();
  }

  @Override
  public void close() {
    model.close();
  }
}
