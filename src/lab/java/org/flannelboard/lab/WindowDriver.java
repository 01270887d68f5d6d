package org.flannelboard.lab;

import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import org.flannelboard.boot.Main;

/**
 * The program with its window, and a {@link Person} who does the guide's whole job in it. A program
 * of its own, because it runs as the workstation and the tests do not. What the person reads goes
 * to stdout, a line each; pictures of each page go into a folder.
 */
final class WindowDriver {

  /** How the matter of a page stands, under its title. */
  private static final String HEADLINE = ".page-titles .status-chip";

  /** The selected pair in words. */
  private static final String PAIR = ".connectivity-side-parts .panel ";

  private final Path pictures;
  private final Person person;

  private WindowDriver(Path pictures, Person person) {
    this.pictures = pictures;
    this.person = person;
  }

  /** Opens the window with a profile, the first argument; the second is the pictures' folder. */
  public static void main(String[] arguments) {
    Path pictures = Path.of(arguments[1]);
    Thread.ofPlatform().name("person").start(() -> drive(pictures));
    Main.main(new String[] {"--profile", arguments[0]}); // ends the JVM when the window is closed
  }

  private static void drive(Path pictures) {
    try {
      new WindowDriver(pictures, Person.atFirstWindow()).deploy();
    } catch (RuntimeException | AssertionError failure) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1); // the window itself may be stuck
    }
  }

  private void deploy() {
    try {
      say("nodes", person.reads("#chip-topology", text -> text.equals("Nodes 4/4")));
      issueAndDistribute();
      setNetwork();
      push();
      mesh();
      pushAgain();
      person.press(KeyCode.CONTROL, KeyCode.Q);
    } catch (RuntimeException | AssertionError failure) {
      System.err.println("shown: " + person.texts(".root"));
      System.err.println("picture: " + picture("failed"));
      throw failure;
    }
  }

  private void issueAndDistribute() {
    person.press(KeyCode.CONTROL, KeyCode.DIGIT2);
    person.click("#certificate-issue");
    person.sees("#certificate-paths");
    person.press(KeyCode.ENTER);
    say("certificate", person.reads(".label", text -> text.startsWith("Issued to ")));
    person.click("#certificate-distribute-all");
    person.click("#certificate-confirm");
    say("certificates", person.reads(HEADLINE, text -> text.startsWith("etcd lets in 4 of 4")));
    picture("certificates");
  }

  private void setNetwork() {
    person.press(KeyCode.CONTROL, KeyCode.DIGIT3);
    person.click("#network-use-profile");
    person.reads("#network-verdict", text -> text.equals("Changed here, not saved"));
    person.press(KeyCode.CONTROL, KeyCode.S);
    say("network", person.reads("#network-verdict", text -> text.startsWith("Written as")));
    picture("network");
  }

  private void push() {
    person.press(KeyCode.CONTROL, KeyCode.DIGIT4);
    person.click("#deploy-push-all");
    person.sees("#plan-sheet");
    picture("plan");
    if (person.shows("#plan-consent")) {
      person.click("#plan-consent");
    }
    person.click("#plan-confirm");
    say("push", person.reads(HEADLINE, text -> text.startsWith("Done and measured")));
    picture("deploy");
  }

  private void mesh() {
    person.press(KeyCode.CONTROL, KeyCode.DIGIT5);
    say("mesh", person.reads("#chip-connectivity", text -> text.equals("Mesh 12/12")));
    person.click("#matrix");
    for (int from = 0; from < Lab.NODES.size(); from++) {
      goToRow(from);
      for (int to = 0; to < Lab.NODES.size(); to++) {
        if (from != to) {
          cell(Lab.NODES.get(from) + " → " + Lab.NODES.get(to));
          person.press(KeyCode.RIGHT);
        }
      }
    }
    picture("connectivity");
  }

  /** From the end of the row above; there the last row has only its diagonal, where no key goes. */
  private void goToRow(int row) {
    if (row == 0) {
      person.press(KeyCode.CONTROL, KeyCode.HOME);
    } else if (row < Lab.NODES.size() - 1) {
      person.press(KeyCode.DOWN);
    } else {
      person.press(KeyCode.CONTROL, KeyCode.END);
    }
    person.press(KeyCode.HOME);
  }

  /** A cell can be yellow for a while: the first pings of a node's new docker0 may be lost. */
  private void cell(String pair) {
    person.reads(PAIR + ".panel-title", pair::equals);
    String state = person.reads(PAIR + ".status-ok", "Reached"::equals);
    person.seesColour(".matrix-selection", WindowDriver::green);
    say("green", pair + " " + state);
  }

  private static boolean green(Color colour) {
    return colour.getHue() > 80 && colour.getHue() < 170 && colour.getSaturation() > 0.05;
  }

  private void pushAgain() {
    person.press(KeyCode.CONTROL, KeyCode.K);
    person.sees("#palette");
    person.type("push all");
    person.press(KeyCode.ENTER);
    say("second push", person.reads(HEADLINE, text -> text.startsWith("Nothing to change")));
    person.click("#compare");
    say("drift", person.reads(HEADLINE, text -> text.startsWith("As wanted")));
    picture("in-sync");
  }

  private static void say(String what, String shown) {
    System.out.println(what + ": " + shown);
  }

  private Path picture(String name) {
    Path file = pictures.resolve(name + ".png");
    person.picture(file);
    return file;
  }
}
