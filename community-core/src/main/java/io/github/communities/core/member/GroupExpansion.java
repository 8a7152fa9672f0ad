package io.github.communities.core.member;

import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.RecordRange;
import java.util.List;

/** The members of a group that is bound at a scope, by page (MEM-10). */
final class GroupExpansion {
    private final Scope scope;
    private final Subject group;
    private final Pages<GroupMemberRecord> pages;

    GroupExpansion(Scope scope, Subject group, PageRequest request) {
        Arguments.required("page", request);
        if (Arguments.required("group", group).kind() != SubjectKind.GROUP) {
            throw new InvalidInput("group", group.toString(), "MEM-10", "must be a group");
        }
        this.scope = scope;
        this.group = group;
        this.pages = new Pages<>(
                RecordRange.membersOf(group),
                new Cursor(List.of(Part.PRINCIPAL_KIND, Part.ID), "group", scope.organization(), group.id()),
                request);
    }

    Page<Subject> page(ReadTransaction reading) {
        if (!reading.scan(RecordRange.bindingsAt(scope, group))
                .keeping(reading.presence()::inForce)
                .any()) {
            throw new NotFound("MEM-10", "group bound at " + scope.noun() + " " + scope, group.id());
        }
        return pages.read(reading, reading.presence()::counting, GroupMemberRecord::member);
    }
}
