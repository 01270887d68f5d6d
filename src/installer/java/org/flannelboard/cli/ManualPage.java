package org.flannelboard.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of the command line, in the macros of man(7), made from the same model that
 * parses the arguments.
 */
public final class ManualPage {

  private final StringBuilder page = new StringBuilder();
  private final CommandLine root;
  private final String version;

  private ManualPage(CommandLine root, String version) {
    this.root = root;
    this.version = version;
  }

  /** The page. */
  public static String text(CliContext context, String version) {
    return new ManualPage(new CommandTree(context).whole(), version).write();
  }

  /** A script with which bash, and zsh through it, completes commands and options. */
  public static String completion(CliContext context) {
    return AutoComplete.bash("flannelboard", new CommandTree(context).whole());
  }

  private String write() {
    CommandSpec spec = root.getCommandSpec();
    macro("TH FLANNELBOARD 1 \"\" \"flannelboard " + version + "\"");
    macro("SH NAME");
    line("flannelboard \\- " + escaped(first(spec)));
    macro("SH SYNOPSIS");
    macro("B flannelboard");
    line("[\\fIoptions\\fR] [\\fIcommand\\fR ...]");
    macro("SH DESCRIPTION");
    paragraphs(spec.usageMessage().description());
    macro("SH OPTIONS");
    line("They may stand before a command's name or behind it.");
    spec.options().forEach(this::option);
    macro("SH COMMANDS");
    root.getSubcommands().values().forEach(this::command);
    macro("SH EXIT STATUS");
    for (ExitCode code : ExitCode.values()) {
      macro("TP");
      macro("B " + code.status());
      line(meaning(code));
    }
    files();
    macro("SH SEE ALSO");
    line("https://github.com/flannel\\-io/flannel");
    return page.toString();
  }

  private static String meaning(ExitCode code) {
    return switch (code) {
      case AS_IT_SHOULD -> "Everything is as it should be, by measurement.";
      case SOMETHING_IS_NOT -> "Something is not.";
      case WRONG_USAGE -> "Wrong usage, profile or file; nothing was begun.";
      case COULD_NOT_FIND_OUT -> "It could not be found out.";
    };
  }

  private void files() {
    macro("SH FILES");
    macro("TP");
    macro("I ~/.config/flannelboard");
    line("Settings and profiles, or $XDG_CONFIG_HOME/flannelboard.");
    macro("TP");
    macro("I ~/.local/state/flannelboard");
    line("History and the practice cluster's faults, or $XDG_STATE_HOME/flannelboard.");
  }

  /** A command with what it adds to the options of all, then its own commands. */
  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    macro("SS " + escaped(spec.qualifiedName()) + arguments(spec));
    paragraphs(spec.usageMessage().description());
    own(spec.positionalParameters(), it -> true)
        .forEach(
            it -> entry("\\fI" + escaped(((PositionalParamSpec) it).paramLabel()) + "\\fR", it));
    own(spec.options(), it -> !it.inherited() && !standard((OptionSpec) it))
        .forEach(it -> option((OptionSpec) it));
    command.getSubcommands().values().forEach(this::command);
  }

  /** Whether every command has the option, and the list of options says so. */
  private static boolean standard(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  private static List<ArgSpec> own(List<? extends ArgSpec> all, Predicate<ArgSpec> which) {
    return all.stream().filter(it -> !it.hidden()).map(ArgSpec.class::cast).filter(which).toList();
  }

  private static String arguments(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .map(it -> " " + escaped(it.paramLabel()))
        .collect(Collectors.joining());
  }

  private void option(OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .map(name -> "\\fB" + escaped(name) + "\\fR")
            .collect(Collectors.joining(", "));
    String value = option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR";
    entry(names + value, option);
  }

  private void entry(String head, ArgSpec argument) {
    macro("TP");
    line(head);
    for (String description : argument.renderedDescription()) {
      line(escaped(plain(description)));
    }
  }

  private void paragraphs(String... lines) {
    for (String text : lines) {
      line(text.isBlank() ? ".PP" : escaped(plain(text)));
    }
  }

  private static String first(CommandSpec spec) {
    String sentence = spec.usageMessage().description()[0];
    return Character.toLowerCase(sentence.charAt(0))
        + sentence.substring(1).replaceFirst("\\.$", "");
  }

  private static String plain(String text) {
    return Ansi.OFF.text(text).toString();
  }

  private void macro(String text) {
    page.append('.').append(text).append('\n');
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /** Text that roff takes as it is: no escape, no macro, a minus that can be copied. */
  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
