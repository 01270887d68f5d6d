package org.flannelboard.ui.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Runbook;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/** What a push would do, as a text to be read or run by hand. */
final class RunbookExport {

  private final Session session;
  private final Words words;

  /** The form of a runbook. */
  enum Form {
    MARKDOWN("md"),
    SCRIPT("sh");

    private final String ending;

    Form(String ending) {
      this.ending = ending;
    }

    /** How a file of it is called at the end, without the dot. */
    String ending() {
      return ending;
    }
  }

  RunbookExport(Session session, Words words) {
    this.session = session;
    this.words = words;
  }

  /** A name to begin with. */
  String fileName(Form form) {
    return session.profile().name() + "-runbook." + form.ending();
  }

  /** Makes the text in the background; failures are told. */
  void make(List<NodeSpec> nodes, Form form, Consumer<String> then) {
    session
        .jobs()
        .start(
            words.text("runbook.job"),
            _ -> text(nodes, form),
            (Result<String, Failure> made) -> {
              made.ifOk(then);
              made.toFailure().ifPresent(this::tell);
            });
  }

  /** Makes the text and writes it to a file. */
  void save(List<NodeSpec> nodes, Form form, Path file) {
    session
        .jobs()
        .start(
            words.text("runbook.job"),
            _ -> text(nodes, form).flatMap(text -> write(file, text)),
            (Result<Path, Failure> written) -> {
              written.ifOk(
                  path ->
                      session.tell(
                          new Notice(Status.OK, words.text("runbook.saved"), path.toString())));
              written.toFailure().ifPresent(this::tell);
            });
  }

  private Result<String, Failure> text(List<NodeSpec> nodes, Form form) {
    return new Deployment(session.cluster(), session.door())
        .propose(nodes)
        .map(
            proposal -> {
              Runbook runbook =
                  new Runbook(session.profile(), proposal.plan(), Messages.of(words.locale()));
              return switch (form) {
                case MARKDOWN -> runbook.markdown();
                case SCRIPT -> runbook.script();
              };
            });
  }

  private static Result<Path, Failure> write(Path file, String text) {
    try {
      return Result.ok(Files.writeString(file, text));
    } catch (IOException e) {
      return Result.err(new AppFailure.LocalFileUnwritable(file.toString(), e.toString()));
    }
  }

  private void tell(Failure failure) {
    Messages.Explanation why = words.describe(failure);
    session.tell(new Notice(Status.FAILED, why.message(), why.remedy()));
  }
}
