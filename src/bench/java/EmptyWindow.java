import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** The least a JavaFX program can show: an empty scene of the size of Flannelboard's window. */
public final class EmptyWindow {

  private EmptyWindow() {}

  /** Shows the window until the process is ended. */
  public static void main(String[] args) {
    Platform.startup(
        () -> {
          Stage stage = new Stage();
          stage.setScene(new Scene(new StackPane(), 1280, 800));
          stage.show();
        });
  }
}
