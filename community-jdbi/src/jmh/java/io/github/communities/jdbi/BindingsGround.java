package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.CommunityEngine;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * An organization of 100 communities of 10 projects, in which so many users hold a role at so many communities each and
 * are in 5 groups: in a store, by what is fastest, and in hash maps.
 */
final class BindingsGround implements QuestionSource {
    /** What an engine has unless a host says otherwise. */
    static final long DEFAULT_MEMORY = 64 << 20;

    private static final int GROUPS_OF_ONE = 5;
    private static final int AT_ONCE = 1_000;
    private static final Policy POLICY =
            Policy.standard().toBuilder("free").billing(Billing.NOT_REQUIRED).build();

    private final OrganizationId organization =
            OrganizationId.of(UUID.randomUUID().toString());
    private final Caller ann = Caller.of(organization, Subject.user("ann"));
    private final Instant now = Instant.now();
    private final Random random;
    private final Walk walk;
    private final List<ProjectId> projects = new ArrayList<>();
    private final CommunityStore store;
    private final Communities communities;

    /** So many users with so many roles each. */
    BindingsGround(CommunityStore store, int users, int roles, long accessMemory) {
        this(store, users, roles, accessMemory, new Walk(), 1);
    }

    /** The same, in hash maps that others use too, drawn otherwise than theirs. */
    BindingsGround(CommunityStore store, int users, int roles, long accessMemory, Walk walk, int seed) {
        this.random = new Random(seed);
        this.store = store;
        this.walk = walk;
        communities = engine(accessMemory);
        List<CommunityId> places = SamplePlaces.create(engine(DEFAULT_MEMORY), ann, (project, community) -> {
            projects.add(project);
            walk.put(project, community);
        });
        for (int from = 0; from < users; from += AT_ONCE) {
            join(from, Math.min(users, from + AT_ONCE), roles, places);
        }
    }

    private Communities engine(long accessMemory) {
        return CommunityEngine.builder()
                .store(store)
                .policy(POLICY)
                .stalenessBound(Duration.ofHours(1))
                .accessMemory(accessMemory)
                .build();
    }

    private void join(int from, int to, int roles, List<CommunityId> places) {
        store.write(organization, (StoreWriter writer) -> {
            Revision next = writer.revision().next();
            List<StoredRecord> records = new ArrayList<>();
            for (int u = from; u < to; u++) {
                Subject user = user(u);
                records.add(subject(user, next));
                walk.hold(user, organization, POLICY.permissions(Role.ORGANIZATION_MEMBER));
                int first = random.nextInt(places.size());
                for (int r = 0; r < roles; r++) {
                    CommunityId place = places.get((first + r * 7) % places.size());
                    records.add(binding(place, user, next));
                    walk.hold(user, place, POLICY.permissions(Role.COMMUNITY_DEVELOPER));
                }
                for (int g = 0; g < GROUPS_OF_ONE; g++) {
                    records.add(member(SamplePlaces.group((first + g) % SamplePlaces.GROUPS), user, next));
                }
            }
            writer.insert(records);
            writer.append(ChangeRecord.builder()
                    .revision(next)
                    .at(now)
                    .addChanges(Change.of(ChangeKind.COMMUNITY_UPDATED, places.get(0)))
                    .build());
            return next;
        });
    }

    private SubjectRecord subject(Subject user, Revision next) {
        return SubjectRecord.builder()
                .organization(organization)
                .subject(user)
                .present(true)
                .signedIn(false)
                .since(now)
                .epoch(next)
                .build();
    }

    private BindingRecord binding(Scope scope, Subject user, Revision next) {
        return BindingRecord.builder()
                .scope(scope)
                .subject(user)
                .role(Role.COMMUNITY_DEVELOPER)
                .since(now)
                .revision(next)
                .build();
    }

    private GroupMemberRecord member(Subject group, Subject user, Revision next) {
        return GroupMemberRecord.builder()
                .organization(organization)
                .group(group)
                .member(user)
                .revision(next)
                .build();
    }

    private static Subject user(int number) {
        return Subject.user("user " + number);
    }

    OrganizationId organization() {
        return organization;
    }

    /** Its administrator. */
    Caller administrator() {
        return ann;
    }

    @Override
    public Communities communities() {
        return communities;
    }

    @Override
    public Walk walk() {
        return walk;
    }

    @Override
    public Caller caller(int of) {
        return numbered(random.nextInt(of));
    }

    /** The user of that number. */
    Caller numbered(int number) {
        return Caller.of(organization, user(number));
    }

    @Override
    public ProjectId project(Caller caller) {
        return ProjectId.parse(projects.get(random.nextInt(projects.size())).toString());
    }
}
