package io.github.communities.jdbi.quickstart;

import io.github.communities.Communities;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.CommunitySchema;
import io.github.communities.jdbi.JdbiCommunityStore;
import io.github.communities.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/** Where the example host keeps its data: an H2 database in a file, in a folder of its own unless one was named. */
final class HostDatabase implements AutoCloseable {
    private static final String SUFFIX = ".mv.db";

    private final Path file;
    private final Optional<Path> temporary;

    private HostDatabase(Path file, Optional<Path> temporary) {
        this.file = file;
        this.temporary = temporary;
    }

    /** The database in that file, which may not be there yet, or one that goes when it is closed. */
    static HostDatabase at(Optional<Path> named) {
        if (named.isPresent()) {
            return new HostDatabase(checked(named.get()), Optional.empty());
        }
        try {
            Path folder = Files.createTempDirectory("communities-");
            return new HostDatabase(folder.resolve("quickstart"), Optional.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path checked(Path named) {
        String path = named.toString();
        if (Files.isDirectory(named)) {
            throw new QuickStartFailed("The database " + path + " is a folder; name a file in it.");
        }
        if (path.indexOf(';') >= 0) {
            throw new QuickStartFailed(
                    "The database " + path + " has a ';' in its path, which H2 takes for a setting.");
        }
        return Path.of(path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path);
    }

    /** The file in which H2 keeps it. */
    Path file() {
        return Path.of(file + SUFFIX);
    }

    boolean exists() {
        return Files.exists(file());
    }

    boolean isTemporary() {
        return temporary.isPresent();
    }

    /** Opens the database, lets a host work with the library on it, and closes it. */
    <T> T open(Function<Communities, T> host) {
        // What is committed is in the file. What fails is thrown; H2 would keep it in a file of its own besides.
        JdbcConnectionPool dataSource =
                JdbcConnectionPool.create("jdbc:h2:file:" + file + ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0", "sa", "");
        try (Communities communities = communities(dataSource)) {
            return host.apply(communities);
        } finally {
            dataSource.dispose();
        }
    }

    private Communities communities(JdbcConnectionPool dataSource) {
        try {
            CommunitySchema.migrate(dataSource);
            return CommunityEngine.builder()
                    .store(JdbiCommunityStore.over(dataSource))
                    .policy(Policy.standard())
                    .build();
        } catch (Refused | Unavailable e) {
            throw new QuickStartFailed("The database " + file() + " can't be used: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        temporary.ifPresent(HostDatabase::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
