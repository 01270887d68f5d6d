package org.flannelboard.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.HelpPage;
import org.flannelboard.app.HelpPages;
import org.flannelboard.diagnosis.FindingCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "explain",
    description = {
      "A page on a kind of finding: what it is, how to tell it from others, what to do.",
      "Without a code, all codes. Needs no cluster."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  /** What a finding's id has behind its code, for example {@code route-missing@vm01>vm02}. */
  private static final char SUBJECT = '@';

  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "CODE",
      description = "The finding's code, or its id as diagnose prints it.")
  @Nullable String code;

  ExplainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Terminal terminal = invocation.terminal();
    Locale locale = invocation.locale();
    if (code == null) {
      list(terminal, HelpPages.all(locale));
      return ExitCode.AS_IT_SHOULD.status();
    }
    Optional<FindingCode> named = HelpPages.named(withoutSubject(code));
    if (named.isEmpty()) {
      List<String> known = Arrays.stream(FindingCode.values()).map(FindingCode::code).toList();
      return invocation.fail(terminal, new AppFailure.FindingCodeUnknown(code, known));
    }
    HelpPage page = HelpPages.of(named.get(), locale);
    if (invocation.json) {
      terminal.print(Json.write(document(page)));
    } else {
      new HelpPrinter(terminal, locale).print(page);
    }
    return ExitCode.AS_IT_SHOULD.status();
  }

  private static String withoutSubject(String id) {
    int subject = id.indexOf(SUBJECT);
    return subject < 0 ? id : id.substring(0, subject);
  }

  private void list(Terminal terminal, List<HelpPage> pages) {
    if (invocation.json) {
      ObjectNode root = Json.object();
      ArrayNode findings = root.putArray("findings");
      pages.forEach(
          page -> findings.addObject().put("code", page.code().code()).put("title", page.title()));
      terminal.print(Json.write(root));
      return;
    }
    Table table = new Table(List.of("", ""));
    pages.forEach(page -> table.add(List.of(page.code().code(), page.title())));
    table.lines().stream().skip(1).forEach(terminal::print);
  }

  private static ObjectNode document(HelpPage page) {
    ObjectNode root = Json.object();
    root.put("code", page.code().code());
    root.put("title", page.title());
    ArrayNode sections = root.putArray("sections");
    for (HelpPage.Section section : page.sections()) {
      ObjectNode one = sections.addObject().put("title", section.title());
      ArrayNode blocks = one.putArray("blocks");
      section.blocks().forEach(block -> write(block, blocks.addObject()));
    }
    return root;
  }

  private static void write(HelpPage.Block block, ObjectNode to) {
    switch (block) {
      case HelpPage.Block.Paragraph(var spans) ->
          to.put("kind", "paragraph").put("text", HelpPage.text(spans));
      case HelpPage.Block.Bullets(var items) -> {
        ArrayNode all = to.put("kind", "list").putArray("items");
        items.forEach(item -> all.add(HelpPage.text(item)));
      }
      case HelpPage.Block.Code(var lines) -> {
        ArrayNode all = to.put("kind", "code").putArray("lines");
        lines.forEach(all::add);
      }
    }
  }
}
