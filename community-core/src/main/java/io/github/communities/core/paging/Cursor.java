package io.github.communities.core.paging;

import io.github.communities.PageRequest;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.core.text.Fingerprint;
import io.github.communities.core.text.NameKey;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import io.github.communities.internal.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a list goes on: opaque to hosts, and bound to the list it came from. Anyone can write a cursor, so that what it
 * says is taken for nothing but a position of this very list: it can't lead anywhere else.
 */
public final class Cursor {
    private static final String FOREIGN = "was not given by this list of this organization";

    private final String list;
    private final List<Part> parts;

    /** What a part of a position is. */
    public enum Part {
        /** The kind of a subject, whose id comes next. */
        SUBJECT_KIND,
        /** The kind of a user or service account, whose id comes next. */
        PRINCIPAL_KIND,
        /** An id, or a name that has its form. */
        ID,
        /** What names are sorted by. */
        NAME_KEY
    }

    /**
     * The cursors of a list.
     *
     * @param parts the parts of a position, without the first ones, which are the same for all positions of the list
     * @param list what makes it this list: its name, organization, scope and filter
     */
    public Cursor(List<Part> parts, Object... list) {
        this.parts = List.copyOf(parts);
        this.list = Fingerprint.of(
                TextForm.join(Arrays.stream(list).map(String::valueOf).toArray(String[]::new)));
    }

    /** The index parts that a position stands for, given the first ones, which it leaves out. */
    public static List<String> within(List<String> prefix, List<String> position) {
        return Stream.concat(prefix.stream(), position.stream()).toList();
    }

    /** A position as text. */
    public String write(List<String> position) {
        String text = list + "/" + TextForm.join(position.toArray(String[]::new));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The position a request asks to go on after; empty for the first page. */
    public Optional<List<String>> read(PageRequest request) {
        return Arguments.required("page", request).cursor().map(this::read);
    }

    /**
     * Refuses a cursor of another list before it reads the position, and any cursor that {@link #write} would write
     * otherwise.
     */
    private List<String> read(String cursor) {
        String mine = list + "/";
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(mine)) {
                List<String> position =
                        TextForm.split("cursor", text.substring(mine.length()), parts.size(), NameKey.LONGEST);
                check(position);
                if (write(position).equals(cursor)) {
                    return position;
                }
            }
        } catch (IllegalArgumentException | InvalidInput e) {
            throw new InvalidInput("cursor", cursor, "LIM-2", FOREIGN, e);
        }
        throw new InvalidInput("cursor", cursor, "LIM-2", FOREIGN);
    }

    private void check(List<String> position) {
        for (int i = 0; i < position.size(); i++) {
            String part = position.get(i);
            switch (parts.get(i)) {
                case SUBJECT_KIND -> subject(part, position.get(i + 1));
                case PRINCIPAL_KIND -> {
                    if (!subject(part, position.get(i + 1)).isPrincipal()) {
                        throw new InvalidInput("cursor", part, "LIM-2", "is the kind of no principal");
                    }
                }
                case ID -> Texts.id("cursor", part);
                case NAME_KEY -> Texts.key("cursor", part, NameKey.LONGEST, "LIM-2");
            }
        }
    }

    private static Subject subject(String kind, String id) {
        return new Subject(SubjectKind.parse(kind), id);
    }
}
