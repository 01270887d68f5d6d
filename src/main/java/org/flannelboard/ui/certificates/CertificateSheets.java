package org.flannelboard.ui.certificates;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.ui.certificates.PathSheet.Asked;
import org.flannelboard.ui.certificates.PathSheet.Browse;
import org.flannelboard.ui.certificates.PathSheet.Field;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/** The sheets that ask where files go to, or come from. */
final class CertificateSheets {

  /** In folder names: to the minute, so that issuing again finds a folder of its own. */
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmm").withZone(ZoneOffset.UTC);

  private final Session session;
  private final Words words;
  private final CertificateActions actions;
  private final AuthorityViewModel authority;

  CertificateSheets(
      Session session, Words words, CertificateActions actions, AuthorityViewModel authority) {
    this.session = session;
    this.words = words;
    this.actions = actions;
    this.authority = authority;
  }

  /** Asks for the folder to issue to. */
  void issue(Request request) {
    CertificateSpec.Ca ca = authority.source().get();
    PathSheet.show(
        session,
        new Asked(
            words.text("certificates.issue.title"),
            words.text("certificates.issue.text", "ca", ca.certificate()),
            List.of(folder(home("certificate"))),
            words.text("certificates.issue.confirm"),
            typed -> actions.issue(Path.of(typed.getFirst()), ca, request)));
  }

  /** Asks for the name of a new authority and its folder. */
  void createAuthority(Request like) {
    PathSheet.show(
        session,
        new Asked(
            words.text("certificates.create-ca.title"),
            words.text("certificates.create-ca.text"),
            List.of(
                new Field(
                    "path-name", words.text("certificates.ca-name"), "kubernetes", Browse.NONE),
                folder(home("ca"))),
            words.text("certificates.create-ca.confirm"),
            typed -> create(typed.getFirst(), Path.of(typed.getLast()), like)));
  }

  private void create(String name, Path folder, Request like) {
    Request request = new Request(name, List.of(), like.key(), like.names());
    actions.createAuthority(
        folder,
        request,
        () ->
            authority.look(
                folder.resolve("ca.pem").toString(), folder.resolve("ca-key.pem").toString()));
  }

  /** Asks for the files of another authority. */
  void importAuthority() {
    CertificateSpec.Ca now = authority.source().get();
    PathSheet.show(
        session,
        new Asked(
            words.text("certificates.import-ca.title"),
            words.text("certificates.import-ca.text"),
            List.of(
                new Field(
                    "path-certificate",
                    words.text("certificates.ca-file"),
                    now.certificate().toString(),
                    Browse.FILE),
                new Field(
                    "path-key",
                    words.text("certificates.ca-key-file"),
                    now.key().toString(),
                    Browse.FILE)),
            words.text("certificates.import-ca.confirm"),
            typed -> authority.look(typed.getFirst(), typed.getLast())));
  }

  /** Asks for the calendar's file. */
  void export() {
    PathSheet.show(
        session,
        new Asked(
            words.text("certificates.export.title"),
            words.text("certificates.export.text"),
            List.of(
                new Field(
                    "path-file",
                    words.text("certificates.calendar-file"),
                    home("expiry") + ".ics",
                    Browse.NEW_FILE)),
            words.text("certificates.export.confirm"),
            typed -> actions.export(Path.of(typed.getFirst()))));
  }

  private Field folder(String path) {
    return new Field("path-folder", words.text("certificates.folder"), path, Browse.FOLDER);
  }

  private String home(String what) {
    Instant now = session.now().get();
    String name = session.profile().name() + "-" + what + "-" + STAMP.format(now);
    return Path.of(System.getProperty("user.home"), "flannelboard", name).toString();
  }
}
