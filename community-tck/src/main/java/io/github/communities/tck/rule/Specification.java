package io.github.communities.tck.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules that every store and every engine must keep: the one list of their ids.
 *
 * <p>They are written in {@code specification.md}, which lies beside this class in the kit's jar. A rule is a bullet
 * that begins with its id in bold; lines that go on with it are indented. The last of them begin with <i>Why:</i> and
 * say what the rule is there for. Everything else there explains.
 *
 * <p>Immutable.
 */
public final class Specification {

    private static final String RESOURCE = "specification.md";
    private static final Pattern RULE = Pattern.compile("- \\*\\*([A-Z]+-[1-9][0-9]*)\\*\\*(.*)");

    private static final String WHY = "*Why:*";

    private final Map<String, String> texts;
    private final Map<String, String> intents;

    private Specification(Map<String, String> texts, Map<String, String> intents) {
        this.texts = texts;
        this.intents = intents;
    }

    /**
     * Reads the specification that ships with the kit.
     *
     * @return all its rules
     * @throws IllegalStateException if it gives an id twice, or a rule without a text or without exactly one intent
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
        Map<String, String> intents = new LinkedHashMap<>();
        Map<String, String> part = texts;
        String id = "";
        for (String line : markdown.lines().toList()) {
            Matcher rule = RULE.matcher(line);
            if (rule.matches()) {
                id = rule.group(1);
                part = texts;
                if (texts.put(id, rule.group(2).strip()) != null) {
                    throw new IllegalStateException(RESOURCE + " gives " + id + " twice");
                }
            } else if (line.isBlank() || !line.startsWith("  ")) {
                id = "";
            } else if (!id.isEmpty()) {
                String more = line.strip();
                if (more.startsWith(WHY)) {
                    part = intents;
                    more = more.substring(WHY.length()).strip();
                    if (intents.put(id, "") != null) {
                        throw new IllegalStateException(RESOURCE + " gives two intents for " + id);
                    }
                }
                part.merge(id, more, (text, added) -> (text + " " + added).strip());
            }
        }
        texts.forEach((rule, text) -> {
            if (text.isEmpty()) {
                throw new IllegalStateException(RESOURCE + " gives no text for " + rule);
            }
            if (intents.getOrDefault(rule, "").isEmpty()) {
                throw new IllegalStateException(RESOURCE + " gives no intent for " + rule);
            }
        });
        return new Specification(texts, intents);
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
     * @return its text on one line, in Markdown, never empty, without its intent
     * @throws IllegalArgumentException if there is no such rule
     */
    public String text(String id) {
        return of(id, texts);
    }

    /**
     * What a rule is there for, or what goes wrong without it.
     *
     * @param id the id of a rule
     * @return its intent on one line, in Markdown, never empty
     * @throws IllegalArgumentException if there is no such rule
     */
    public String intent(String id) {
        return of(id, intents);
    }

    private static String of(String id, Map<String, String> parts) {
        String part = parts.get(Objects.requireNonNull(id, "id"));
        if (part == null) {
            throw new IllegalArgumentException("the specification has no rule " + id);
        }
        return part;
    }
}
