package io.github.communities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.error.InvalidInput;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormTest {
    @Property
    void ids_are_read_back_as_they_were_written(@ForAll("ids") String organization, @ForAll("ids") String value) {
        CommunityId id = CommunityId.of(OrganizationId.of(organization), value);
        assertEquals(id, CommunityId.parse(id.toString()));
        assertEquals(Subject.group(value), Subject.parse(Subject.group(value).toString()));
    }

    @Property
    void different_ids_are_written_differently(
            @ForAll("ids") String a, @ForAll("ids") String b, @ForAll("ids") String c, @ForAll("ids") String d) {
        Assume.that(!a.equals(c) || !b.equals(d));
        assertNotEquals(
                ProjectId.of(OrganizationId.of(a), b).toString(),
                ProjectId.of(OrganizationId.of(c), d).toString());
    }

    @Property
    void changes_are_read_back_as_they_were_written(
            @ForAll("ids") String id, @ForAll("ids") String key, @ForAll String before, @ForAll("ids") String after) {
        Assume.that(before.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
        Change change = Change.of(ChangeKind.BINDING_CHANGED, ProjectId.of(OrganizationId.of(id), id))
                .about(Subject.user(after))
                .from(Map.of(key, before))
                .to(Map.of(key, after, key + "2", "-"));
        assertEquals(change, Change.parse(change.toString()));
        assertEquals(1, change.toString().lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "a", "a/b/c", "a/", "a/%", "a/%4", "a/%zz", "a/%61", "a/é", "a/%C3", "a/%e2%98%83"})
    void what_is_not_in_the_form_in_which_it_is_written_is_refused(String text) {
        assertThrows(InvalidInput.class, () -> CommunityId.parse(text));
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> odd = Arbitraries.strings()
                .withChars("/%' \"é☃;|\\")
                .withChars('a', 'b')
                .ofMinLength(1)
                .ofMaxLength(5);
        Arbitrary<String> emoji = Arbitraries.of("😀", "𐀀", "\uFFFD", "a ", " a");
        return Arbitraries.oneOf(odd.filter(text -> !text.isBlank()), emoji);
    }
}
