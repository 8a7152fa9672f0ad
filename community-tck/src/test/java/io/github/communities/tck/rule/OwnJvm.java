package io.github.communities.tck.rule;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts a program of the tests in a process of its own, with the class path of this one. */
public final class OwnJvm {

    private static final String OUTPUT = "output.txt";

    private OwnJvm() {}

    /**
     * Starts it. What it prints is appended to {@link #outputIn} its folder; its input is the caller's to write.
     *
     * @param folder its working directory
     * @param properties each as {@code name=value}
     */
    public static Process start(Path folder, List<String> properties, Class<?> program, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), program.getName()));
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(OUTPUT).toFile()))
                .start();
    }

    /** What the programs that were started in a folder have printed so far. */
    public static String outputIn(Path folder) {
        try {
            return Files.readString(folder.resolve(OUTPUT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The working directory will be another. */
    private static String absolute(String classPath) {
        StringBuilder absolute = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            absolute.append(absolute.isEmpty() ? "" : File.pathSeparator)
                    .append(Path.of(entry).toAbsolutePath());
        }
        return absolute.toString();
    }
}
