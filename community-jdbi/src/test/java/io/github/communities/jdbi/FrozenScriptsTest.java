package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The scripts are what databases out there were made by: they never change again, not by a blank. What is new comes in
 * a script of its own, which is added here.
 */
@StoreName("h2")
class FrozenScriptsTest {
    private static final Map<String, String> DIGESTS = new TreeMap<>(Map.of(
            "h2/V1__schema_version.sql", "e064a6aa056ebd94f1cef452869ba5faa60ea7403bf0f9b325d31e3e3a9180c0",
            "h2/V2__communities.sql", "6042f7d7669b275c2826e7c1468dcf2ddc018269b84fc896383dce38aa396dd7",
            "mariadb/V1__schema_version.sql", "34221dc640d83d8624e3524b77006475b01b283858fca79bd3f3f499791b3156",
            "mariadb/V2__communities.sql", "436321fff5763ec7664748370906e2266f314348846d531a4a554bbd8c436394",
            "postgresql/V1__schema_version.sql", "941d6502a3c2fd393ded25a5d2d00f7f6089998eb3f9275350d5ee913e607aee",
            "postgresql/V2__communities.sql", "6d36db92ddcff9b88972ee1d344041ba8f23fe44e935bcddf758eb3750da56eb"));

    @Test
    @Rule("S-18")
    void the_scripts_are_what_they_were() throws Exception {
        assertEquals(DIGESTS, digests());
    }

    private static Map<String, String> digests() throws IOException, URISyntaxException, NoSuchAlgorithmException {
        Path folder = Path.of(Objects.requireNonNull(CommunitySchema.class.getResource("schema"))
                .toURI());
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(folder.relativize(file).toString().replace('\\', '/'), digest(file));
            }
        }
        return digests;
    }

    /** Whatever line ends it was checked out with. */
    private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
        String text = Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
