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
        return Text.required("page", request).cursor().map(this::read);
    }

    private List<String> read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> all = Text.split("cursor", text, parts + 1);
            if (all.get(0).equals(list)) {
                return all.subList(1, all.size());
            }
        } catch (IllegalArgumentException | InvalidInput e) {
            throw new InvalidInput("cursor", cursor, "LIM-2", "was not given by this library", e);
        }
        throw new InvalidInput("cursor", cursor, "LIM-2", "belongs to another list or organization");
    }
}
