package io.github.communities.build;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A class, or code in it, as it is written.
 *
 * @param name its package below the project's, its classes and, of code, what it is
 * @param kind which of the two it is
 * @param lines from the first line to the closing brace, without the comments and annotations before
 */
record Declaration(String name, Kind kind, int lines) {
    private static final String ROOT = "io.github.communities.";

    /** What is declared, and how many lines of it can be taken in at once. */
    enum Kind {
        /** Also interfaces, records and enums, nested ones too, which count for the outer one besides. */
        CLASS(350),
        /** Methods, constructors, initializers, and fields with a lambda. */
        CODE(40);

        private final int limit;

        Kind(int limit) {
            this.limit = limit;
        }

        int limit() {
            return limit;
        }
    }

    boolean isTooLong() {
        return lines > kind.limit();
    }

    /** All of all files, in their order. */
    static List<Declaration> of(Sources sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources.files()));
            List<Declaration> found = new ArrayList<>();
            for (CompilationUnitTree file : task.parse()) {
                new Reader(file, Trees.instance(task).getSourcePositions(), found).scan(file, null);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name + ": " + lines + " lines";
    }

    /** Goes through one file. */
    private static final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {
        private static final Pattern NOTHING = Pattern.compile("(\\s|//[^\\n]*|/\\*(?s:.*?)\\*/)*");

        private final CompilationUnitTree file;
        private final SourcePositions positions;
        private final CharSequence text;
        private final List<Declaration> found;
        private final Deque<String> names = new ArrayDeque<>();

        Reader(CompilationUnitTree file, SourcePositions positions, List<Declaration> found) throws IOException {
            this.file = file;
            this.positions = positions;
            this.text = file.getSourceFile().getCharContent(false);
            this.found = found;
            if (file.getPackageName() != null) {
                names.add(file.getPackageName().toString().replace(ROOT, ""));
            }
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            names.add(
                    type.getSimpleName().isEmpty()
                            ? "new"
                            : type.getSimpleName().toString());
            add("", Kind.CLASS, afterAnnotations(type, type.getModifiers()), type);
            for (Tree member : type.getMembers()) {
                if (member instanceof BlockTree initializer) {
                    add(" {}", Kind.CODE, start(initializer), initializer);
                } else if (member instanceof VariableTree field && holdsALambda(field)) {
                    add("." + field.getName(), Kind.CODE, afterAnnotations(field, field.getModifiers()), field);
                }
            }
            super.visitClass(type, null);
            names.removeLast();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            String parameters = method.getParameters().stream()
                    .map(parameter -> String.valueOf(parameter.getType()))
                    .collect(Collectors.joining(", ", "(", ")"));
            String name = method.getReturnType() == null ? "" : "." + method.getName();
            add(name + parameters, Kind.CODE, afterAnnotations(method, method.getModifiers()), method);
            return super.visitMethod(method, null);
        }

        private static boolean holdsALambda(VariableTree field) {
            List<Tree> lambdas = new ArrayList<>();
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void nothing) {
                    lambdas.add(lambda);
                    return null;
                }
            }.scan(field.getInitializer(), null);
            return !lambdas.isEmpty();
        }

        private void add(String member, Kind kind, long start, Tree tree) {
            long end = positions.getEndPosition(file, tree);
            found.add(new Declaration(
                    String.join(".", names) + member, kind, Math.toIntExact(line(end) - line(start) + 1)));
        }

        private long afterAnnotations(Tree tree, ModifiersTree modifiers) {
            if (modifiers.getAnnotations().isEmpty()) {
                return start(tree);
            }
            Tree last =
                    modifiers.getAnnotations().get(modifiers.getAnnotations().size() - 1);
            Matcher between =
                    NOTHING.matcher(text).region(Math.toIntExact(positions.getEndPosition(file, last)), text.length());
            return between.lookingAt() ? between.end() : start(tree);
        }

        private long start(Tree tree) {
            return positions.getStartPosition(file, tree);
        }

        private long line(long position) {
            return file.getLineMap().getLineNumber(position);
        }
    }
}
