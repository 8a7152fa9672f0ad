package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.policy.Path;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The service agent of a community: the service account whose binding there the community remembers (COM-7). */
final class ServiceAgent {
    /** What an agent is bound to. */
    static final Role ROLE = Role.PROJECT_DEVELOPER;

    private final WriteTransaction writing;
    private final Path path;
    private final CommunityRecord community;
    private final Optional<Subject> before;

    ServiceAgent(WriteTransaction writing, Path path, CommunityRecord community) {
        this.writing = writing;
        this.path = path;
        this.community = community;
        this.before = agent(writing, community);
    }

    /** A community's agent, as long as the binding that made it one is in force. */
    static Optional<Subject> agent(ReadTransaction reading, CommunityRecord community) {
        return community
                .agent()
                .filter(agent -> binding(reading, community.id(), agent)
                        .filter(binding -> isAgency(community, binding))
                        .isPresent());
    }

    /** Puts an account in the place of the agent. */
    Subject set(Subject account) {
        List<BindingDelta.Step> steps = new ArrayList<>();
        before.filter(old -> !old.equals(account)).ifPresent(old -> steps.add(step(old, false)));
        steps.add(step(account, true));
        if (!before.equals(Optional.of(account))) {
            Revision since = binding(writing, community.id(), account)
                    .map(BindingRecord::revision)
                    .orElse(writing.next());
            store(writing, community, before, Optional.of(account), Optional.of(since));
        }
        new BindingUpdate(writing, path, steps).apply();
        return account;
    }

    /** Leaves the community without an agent; says whom it had. */
    Optional<Subject> unset() {
        if (before.isPresent()) {
            store(writing, community, before, Optional.empty(), Optional.empty());
            new BindingUpdate(writing, path, List.of(step(before.get(), false))).apply();
        }
        return before;
    }

    /** Forgets the agent of a community, if its binding is among some that were in force and have ended. */
    static void forget(WriteTransaction writing, CommunityId id, List<BindingRecord> ended) {
        for (BindingRecord binding : ended) {
            if (binding.role().equals(ROLE) && binding.subject().kind() == SubjectKind.SERVICE_ACCOUNT) {
                CommunityRecord community = writing.existence().community(id);
                if (isAgency(community, binding)) {
                    store(writing, community, Optional.of(binding.subject()), Optional.empty(), Optional.empty());
                }
            }
        }
    }

    private static Optional<BindingRecord> binding(ReadTransaction reading, CommunityId community, Subject account) {
        List<BindingRecord> stored = reading.find(RecordKind.binding(community, account, ROLE)).stream()
                .toList();
        return reading.presence().inForce(stored).stream().findFirst();
    }

    private static boolean isAgency(CommunityRecord community, BindingRecord binding) {
        return binding.scope().equals(community.id())
                && community.agent().equals(Optional.of(binding.subject()))
                && community.agentSince().equals(Optional.of(binding.revision()));
    }

    private static void store(
            WriteTransaction writing,
            CommunityRecord community,
            Optional<Subject> before,
            Optional<Subject> after,
            Optional<Revision> since) {
        writing.update(CommunityRecord.builder()
                .from(community)
                .agent(after)
                .agentSince(since)
                .build());
        writing.tell(Change.of(ChangeKind.AGENT_CHANGED, community.id())
                .from(Attributes.of(ChangeAttribute.AGENT, text(before)))
                .to(Attributes.of(ChangeAttribute.AGENT, text(after))));
    }

    private static String text(Optional<Subject> agent) {
        return agent.map(Subject::toString).orElse("");
    }

    private static BindingDelta.Step step(Subject account, boolean addition) {
        return new BindingDelta.Step(NewBinding.of(account, ROLE), addition);
    }
}
