package io.github.communities.core.community;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The communities a caller may view, by name (COM-5). */
final class CommunityList {
    private final Pages<CommunityRecord> pages;
    private final Predicate<CommunityRecord> filter;

    CommunityList(OrganizationId organization, CommunityFilter filter, PageRequest request) {
        Cursor cursor = new Cursor(
                List.of(Part.NAME_KEY, Part.ID),
                "communities",
                organization,
                filter.text().orElse(""),
                filter.creator().map(Object::toString).orElse(""));
        this.pages = new Pages<>(RecordRange.of(Index.COMMUNITIES_BY_NAME), cursor, request);
        Optional<String> part = filter.text().map(NameKey::fold);
        this.filter = community -> community.deletedIn().isEmpty()
                && (filter.creator().isEmpty() || community.creator().equals(filter.creator()))
                && (part.isEmpty() || has(community, part.get()));
    }

    Page<Community> page(ReadTransaction reading) {
        Grants caller = reading.callerGrants();
        Permission view = Permission.COMMUNITY_VIEW;
        boolean seesMany = caller.allow(view, Path.of(reading.organizationId()), reading.now())
                || caller.allowInAllStandard(view, reading.now());
        Predicate<CommunityRecord> shown =
                filter.and(community -> caller.allow(view, Path.of(community), reading.now()));
        if (seesMany) {
            return pages.read(reading, some -> some.stream().filter(shown).toList(), CommunityValues::of);
        }
        // Whoever sees few among many is shown them without reading the many.
        List<CommunityId> candidates = caller.communities();
        return pages.among(
                reading
                        .find(
                                RecordKind.COMMUNITY,
                                candidates.stream().map(RecordKind::community).toList())
                        .stream()
                        .filter(shown)
                        .toList(),
                CommunityValues::of);
    }

    private static boolean has(CommunityRecord community, String part) {
        return NameKey.fold(community.name()).contains(part)
                || NameKey.fold(community.description()).contains(part);
    }
}
