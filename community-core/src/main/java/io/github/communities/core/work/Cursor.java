package io.github.communities.core.work;

import io.github.communities.PageRequest;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Where a list goes on: opaque to hosts, and bound to the list it came from. */
public final class Cursor {
    private static final String FOREIGN = "was not given by this list of this organization";

    private final String list;
    private final int parts;

    /**
     * The cursors of a list.
     *
     * @param parts how many parts a position has
     * @param list what makes it this list: its name, organization, scope and filter
     */
    public Cursor(int parts, Object... list) {
        this.parts = parts;
        this.list = Fingerprint.of(
                Text.join(Arrays.stream(list).map(String::valueOf).toArray(String[]::new)));
    }

    /** A position as text. */
    public String write(List<String> position) {
        String text = list + "/" + Text.join(position.toArray(String[]::new));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The position a request asks to go on after; empty for the first page. */
    public Optional<List<String>> read(PageRequest request) {
        return read(request, List.of());
    }

    /**
     * {@link #read(PageRequest)}, for a list all positions of which begin alike.
     *
     * @param prefix the first parts that every position of the list has
     */
    public Optional<List<String>> read(PageRequest request, List<String> prefix) {
        return Text.required("page", request).cursor().map(cursor -> {
            List<String> position = read(cursor);
            if (!position.subList(0, prefix.size()).equals(prefix)) {
                throw new InvalidInput("cursor", cursor, "LIM-2", FOREIGN);
            }
            return position;
        });
    }

    /** Anyone can write a cursor: its length comes first, then whose it is, and only then what it says. */
    private List<String> read(String cursor) {
        String mine = list + "/";
        int longest = mine.length() + Text.formLength(parts, NameKey.LONGEST);
        if (cursor.length() <= 2 * longest) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (text.startsWith(mine)) {
                    List<String> position = Text.split("cursor", text.substring(mine.length()), parts, NameKey.LONGEST);
                    position.forEach(part -> Text.key("cursor", part, NameKey.LONGEST, "LIM-2"));
                    return position;
                }
            } catch (IllegalArgumentException | InvalidInput e) {
                throw new InvalidInput("cursor", cursor, "LIM-2", FOREIGN, e);
            }
        }
        throw new InvalidInput("cursor", cursor, "LIM-2", FOREIGN);
    }
}
