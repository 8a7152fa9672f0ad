package io.github.communities.jdbi;

import io.github.communities.jdbi.dialect.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One script of a schema. Scripts are only ever added: what has run somewhere never changes.
 *
 * @param version its number; they are numbered from 1 without gaps
 * @param name its file
 * @param text what it says
 */
record Script(int version, String name, String text) {
    /** The scripts of a database, in the order in which they run. */
    static List<Script> of(Dialect dialect) {
        return dialect.scripts().stream()
                .map(name -> new Script(
                        Integer.parseInt(name.substring(1, name.indexOf("__"))),
                        name,
                        read("schema/" + dialect.folder() + "/" + name)))
                .toList();
    }

    /** Of its text, whatever line ends it was checked out with. */
    long checksum() {
        CRC32 checksum = new CRC32();
        checksum.update(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    private static String read(String resource) {
        try (InputStream stream = Script.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the library's jar lacks " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
