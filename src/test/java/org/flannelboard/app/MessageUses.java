package org.flannelboard.app;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The codes and keys of messages that the sources name, with the arguments they come with, read off
 * the compiler's syntax tree: a text that a method hands to a parameter named {@code code}, {@code
 * key} or {@code reason}, however many methods pass it on.
 */
final class MessageUses {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** A method or record and the names of what it takes. */
  private record Declared(String file, String name, List<String> takes, @Nullable Tree body) {}

  private record Call(
      String file,
      @Nullable Declared within,
      String receiver,
      String name,
      List<? extends ExpressionTree> gives) {}

  /**
   * A text handed over.
   *
   * @param value a code, a key, or a key's beginning that ends with a dot
   * @param arguments names of the arguments beside it; null where the source does not show them
   */
  record Use(String file, String value, @Nullable Set<String> arguments) {}

  /** By their names: what a call goes to is looked for as often as there are calls. */
  private final Map<String, List<Declared>> declared = new HashMap<>();

  private final List<Call> calls = new ArrayList<>();

  /**
   * Uses below a folder.
   *
   * @param read which files are of interest
   */
  MessageUses(Path sources, Predicate<Path> read) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> found = Files.walk(sources)) {
      List<Path> paths = found.filter(it -> it.toString().endsWith(".java")).filter(read).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(paths));
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(Path.of(unit.getSourceFile().getName()).getFileName().toString())
            .scan(unit, null);
      }
    }
  }

  /** What the methods of the files a filter takes are given for a parameter of that name. */
  List<Use> given(String parameter, Pattern declaredIn) {
    List<Use> uses = new ArrayList<>();
    for (Call call : calls) {
      target(call, parameter)
          .filter(it -> declaredIn.matcher(it.file()).matches())
          .ifPresent(
              it -> {
                ExpressionTree given = call.gives().get(it.takes().indexOf(parameter));
                if (isNumber(given)) {
                  return; // a namesake elsewhere
                }
                Set<String> values = texts(given, call.within());
                if (values.isEmpty() && !passesOn(given, call.within())) {
                  throw new AssertionError(call.file() + " hides its " + parameter + ": " + given);
                }
                Set<String> names = arguments(call, it);
                values.forEach(value -> uses.add(new Use(call.file(), value, names)));
              });
    }
    return uses;
  }

  /** What is said through the accessors of {@link Messages}. */
  List<Use> said() {
    List<Use> uses = new ArrayList<>();
    for (Call call : calls) {
      boolean speaks = call.receiver().matches("(.*[.])?(terminal|messages)(\\(\\))?");
      if (call.name().equals("text") && speaks && !call.gives().isEmpty()) {
        Set<String> names =
            call.gives().size() == 1 ? Set.of() : names(call.gives().get(1), call.within());
        texts(call.gives().getFirst(), call.within())
            .forEach(key -> uses.add(new Use(call.file(), key, names)));
      }
    }
    return uses;
  }

  /** What a parameter is called; one that takes an enum's constants is none of texts. */
  private static String name(VariableTree parameter) {
    String type = String.valueOf(parameter.getType());
    return (type.equals("FindingCode") ? type + " " : "") + parameter.getName();
  }

  private static boolean isNumber(ExpressionTree given) {
    return given instanceof LiteralTree literal && literal.getValue() instanceof Number;
  }

  private void declare(Declared made) {
    declared.computeIfAbsent(made.name(), _ -> new ArrayList<>()).add(made);
  }

  private List<Declared> named(String name) {
    return declared.getOrDefault(name, List.of());
  }

  private Stream<Declared> recordsOf(String file) {
    return declared.values().stream()
        .flatMap(List::stream)
        .filter(it -> it.body() == null && it.file().equals(file));
  }

  /** What a call goes to: what its own file declares, else what takes that parameter. */
  private Optional<Declared> target(Call call, String parameter) {
    List<Declared> fitting =
        named(call.name()).stream().filter(it -> it.takes().size() == call.gives().size()).toList();
    return fitting.stream()
        .filter(it -> it.file().equals(call.file()))
        .findFirst()
        .or(() -> fitting.stream().filter(it -> it.takes().contains(parameter)).findFirst())
        .filter(it -> it.takes().contains(parameter));
  }

  /** Whether it is what the method, or the record it belongs to, was given itself. */
  private boolean passesOn(ExpressionTree given, @Nullable Declared within) {
    return given instanceof IdentifierTree name
        && within != null
        && Stream.concat(Stream.of(within), recordsOf(within.file()))
            .anyMatch(it -> it.takes().contains(name.getName().toString()));
  }

  /** The names beside a code: those given here, and those the method adds on the way. */
  private @Nullable Set<String> arguments(Call call, Declared target) {
    Set<String> all = new TreeSet<>();
    int at = target.takes().indexOf("arguments");
    if (at >= 0) {
      Set<String> here = names(call.gives().get(at), call.within());
      if (here == null) {
        return null;
      }
      all.addAll(here);
    }
    for (Call next : calls) {
      if (next.within() == target
          && next.gives().stream().anyMatch(it -> it.toString().equals("code"))) {
        Optional<Declared> further = target(next, "code");
        further.map(it -> arguments(next, it)).ifPresent(all::addAll);
      }
    }
    return all;
  }

  /** The keys of a map; null where the source does not show them. */
  private @Nullable Set<String> names(ExpressionTree map, @Nullable Declared within) {
    if (map instanceof IdentifierTree name) {
      return initialiser(name, within)
          .map(value -> names(value, within))
          .orElseGet(() -> passesOn(map, within) ? Set.of() : null);
    }
    if (!(map instanceof MethodInvocationTree call)) {
      return null;
    }
    Set<String> names = new TreeSet<>();
    if (call.getMethodSelect().toString().equals("Map.of")) {
      for (int i = 0; i < call.getArguments().size(); i += 2) {
        names.addAll(texts(call.getArguments().get(i), within));
      }
      return names;
    }
    Optional<Declared> helper =
        named(call.getMethodSelect().toString()).stream()
            .filter(it -> within != null && it.file().equals(within.file()))
            .findFirst();
    for (Call put : calls) {
      if (helper.isPresent() && put.within() == helper.get() && put.name().equals("put")) {
        names.addAll(texts(put.gives().getFirst(), put.within()));
      }
    }
    return helper.isPresent() ? names : null;
  }

  /** The texts an expression can be; of a text put together, its beginning. */
  private Set<String> texts(ExpressionTree expression, @Nullable Declared within) {
    return switch (expression) {
      case LiteralTree literal when literal.getValue() instanceof String text ->
          text.isEmpty() ? Set.of() : Set.of(text);
      case ParenthesizedTree inner -> texts(inner.getExpression(), within);
      case BinaryTree sum -> texts(sum.getLeftOperand(), within);
      case ConditionalExpressionTree choice -> {
        Set<String> both = new LinkedHashSet<>(texts(choice.getTrueExpression(), within));
        both.addAll(texts(choice.getFalseExpression(), within));
        yield both;
      }
      case IdentifierTree name ->
          initialiser(name, within).map(value -> texts(value, within)).orElse(Set.of());
      case MethodInvocationTree call when call.getMethodSelect() instanceof IdentifierTree name ->
          named(name.getName().toString()).stream()
              .filter(it -> within != null && it.file().equals(within.file()))
              .findFirst()
              .map(it -> words(it.body()))
              .orElse(Set.of());
      default -> Set.of();
    };
  }

  private static Optional<ExpressionTree> initialiser(
      IdentifierTree name, @Nullable Declared within) {
    List<ExpressionTree> found = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
        if (variable.getName().equals(name.getName()) && variable.getInitializer() != null) {
          found.add(variable.getInitializer());
        }
        return super.visitVariable(variable, nothing);
      }
    }.scan(within == null ? null : within.body(), null);
    return found.stream().findFirst();
  }

  /** All kebab-case words in a body. */
  private static Set<String> words(@Nullable Tree body) {
    Set<String> words = new LinkedHashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
        if (literal.getValue() instanceof String text && KEBAB.matcher(text).matches()) {
          words.add(text);
        }
        return null;
      }
    }.scan(body, null);
    return words;
  }

  /** Collects declarations and calls of one file. */
  private final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final String file;
    private @Nullable Declared within;

    Reader(String file) {
      this.file = file;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      if (type.getKind() == Tree.Kind.RECORD) {
        List<String> components =
            type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> field.getInitializer() == null)
                .map(field -> field.getName().toString())
                .toList();
        declare(new Declared(file, type.getSimpleName().toString(), components, null));
      }
      return super.visitClass(type, nothing);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      Declared outer = within;
      within =
          new Declared(
              file,
              method.getName().toString(),
              method.getParameters().stream().map(MessageUses::name).toList(),
              method.getBody());
      declare(within);
      super.visitMethod(method, nothing);
      within = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
      String receiver = "";
      String name = call.getMethodSelect().toString();
      if (call.getMethodSelect() instanceof MemberSelectTree select) {
        receiver = select.getExpression().toString();
        name = select.getIdentifier().toString();
      }
      calls.add(new Call(file, within, receiver, name, call.getArguments()));
      return super.visitMethodInvocation(call, nothing);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void nothing) {
      String name = made.getIdentifier().toString().replaceFirst(".*[.]", "");
      calls.add(new Call(file, within, "", name, made.getArguments()));
      return super.visitNewClass(made, nothing);
    }
  }
}
