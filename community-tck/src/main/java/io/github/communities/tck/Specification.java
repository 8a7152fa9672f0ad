package io.github.communities.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules that every store and every engine must keep: the one list of their ids.
 *
 * <p>They are written in {@code specification.md}, which lies beside this class in the kit's jar. A rule is a bullet
 * that begins with its id in bold; lines that go on with it are indented. Everything else there explains.
 *
 * <p>Immutable.
 */
public final class Specification {

    private static final String RESOURCE = "specification.md";
    private static final Pattern RULE = Pattern.compile("- \\*\\*([A-Z]+-[1-9][0-9]*)\\*\\*(.*)");

    private final Map<String, String> texts;

    private Specification(Map<String, String> texts) {
        this.texts = texts;
    }

    /**
     * Reads the specification that ships with the kit.
     *
     * @return all its rules
     * @throws IllegalStateException if it gives an id twice or a rule without a text
     */
    public static Specification read() {
        try (InputStream in = Specification.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not beside " + Specification.class.getName());
            }
            return parse(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Specification parse(String markdown) {
        Map<String, String> texts = new LinkedHashMap<>();
        String id = "";
        for (String line : markdown.lines().toList()) {
            Matcher rule = RULE.matcher(line);
            if (rule.matches()) {
                id = rule.group(1);
                if (texts.put(id, rule.group(2).strip()) != null) {
                    throw new IllegalStateException(RESOURCE + " gives " + id + " twice");
                }
            } else if (line.isBlank() || !line.startsWith("  ")) {
                id = "";
            } else if (!id.isEmpty()) {
                texts.merge(id, line.strip(), (text, more) -> (text + " " + more).strip());
            }
        }
        texts.forEach((rule, text) -> {
            if (text.isEmpty()) {
                throw new IllegalStateException(RESOURCE + " gives no text for " + rule);
            }
        });
        return new Specification(texts);
    }

    /**
     * The ids of all rules.
     *
     * @return in the order in which they are written, unmodifiable
     */
    public List<String> rules() {
        return List.copyOf(texts.keySet());
    }

    /**
     * What a rule says.
     *
     * @param id the id of a rule
     * @return its text on one line, in Markdown, never empty
     * @throws IllegalArgumentException if there is no such rule
     */
    public String text(String id) {
        String text = texts.get(id);
        if (text == null) {
            throw new IllegalArgumentException("the specification has no rule " + id);
        }
        return text;
    }
}
