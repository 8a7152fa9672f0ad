package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.policy.Grant;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.member.Removal;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.RecordRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The end of all that a subject has of its own at a community and its projects, or at one project (MEM-7, MEM-11). */
final class MemberRemoval {
    private final WriteTransaction writing;
    private final Path path;
    private final Scope scope;
    private final Subject subject;

    MemberRemoval(WriteTransaction writing, Path path, Subject subject) {
        this.writing = writing;
        this.path = path;
        this.scope = path.target();
        this.subject = subject;
    }

    Removal byManager() {
        List<BindingRecord> ended = own();
        for (BindingRecord binding : ended) {
            Path there = binding.scope() instanceof ProjectId project && scope.kind() == ScopeKind.COMMUNITY
                    ? path.to(project)
                    : path;
            if (writing.policy().knows(binding.role())) {
                new Authority(writing, there).requireRevoke(binding.role());
            }
        }
        return end(ended, !ended.isEmpty() || makesDifference());
    }

    /** Only members leave, and who would become one by signing in (MEM-11, DEF-4). */
    Removal byThemselves() {
        List<BindingRecord> ended = own();
        return end(ended, !ended.isEmpty() || ((path.inDefault() || isMember()) && makesDifference()));
    }

    private Removal end(List<BindingRecord> ended, boolean departs) {
        if (departs) {
            writing.tell(Change.of(ChangeKind.MEMBER_REMOVED, scope).about(subject));
            ended.forEach(binding -> writing.tell(Bindings.removed(binding)));
            writing.delete(ended.stream().map(BindingRecord::key).toList());
            Set<Scope> scopes = new LinkedHashSet<>();
            ended.forEach(binding -> scopes.add(binding.scope()));
            writing.touchBindings(scopes);
        }
        if (scope instanceof CommunityId community) {
            ServiceAgent.forget(writing, community, ended);
            PendingInvitations.end(writing, subject, community);
            if (departs && subject.isUser()) {
                Departures.depart(writing, community, subject);
            }
        }
        RequiredRole.checkAdministrator(writing, path, ended);
        return new Removal(
                ended.stream().map(Bindings::value).toList(),
                writing.grants(subject).at(path, writing.now()).stream()
                        .map(Grant::source)
                        .toList());
    }

    /** Whether going is noted of someone of whom nothing is in force (INV-4). */
    private boolean makesDifference() {
        return scope instanceof CommunityId community && Departures.makesDifference(writing, community, subject);
    }

    private boolean isMember() {
        return writing.grants(subject).isMember(path, writing.now());
    }

    private List<BindingRecord> own() {
        List<BindingRecord> own = new ArrayList<>(
                writing.scan(RecordRange.bindingsAt(scope, subject)).toList());
        if (scope.kind() == ScopeKind.COMMUNITY) {
            writing.scan(RecordRange.bindingsOf(subject, ScopeKind.PROJECT)).forEach(binding -> {
                if (binding.within().equals(path.community())) {
                    own.add(binding);
                }
            });
        }
        return writing.presence().inForce(own);
    }
}
