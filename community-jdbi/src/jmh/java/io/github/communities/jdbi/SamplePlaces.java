package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import io.github.communities.project.NewProject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** An organization of 100 communities of 10 projects, with 20 groups that nobody is in yet. */
final class SamplePlaces {
    static final int GROUPS = 20;

    private static final int COMMUNITIES = 100;
    private static final int PROJECTS = 10;

    private SamplePlaces() {}

    /**
     * Registers one.
     *
     * @param by its administrator
     * @param each is given each project with its community
     * @return the communities
     */
    static List<CommunityId> create(Communities communities, Caller by, BiConsumer<ProjectId, CommunityId> each) {
        OrganizationId organization = by.organization();
        communities.host().register(organization, "Acme");
        communities.host().addUser(organization, by.principal(), Role.ORGANIZATION_ADMIN);
        List<CommunityId> places = new ArrayList<>();
        for (int c = 0; c < COMMUNITIES; c++) {
            CommunityId community = communities
                    .create(by, NewCommunity.named("Community " + c))
                    .value()
                    .id();
            places.add(community);
            for (int p = 0; p < PROJECTS; p++) {
                each.accept(project(communities, by, community, "Project " + p), community);
            }
        }
        for (int g = 0; g < GROUPS; g++) {
            communities.host().addGroup(organization, group(g));
        }
        return places;
    }

    static ProjectId project(Communities communities, Caller by, CommunityId community, String name) {
        return communities
                .projects()
                .create(by, community, NewProject.named(name))
                .value()
                .id();
    }

    /** One of the groups. */
    static Subject group(int number) {
        return Subject.group("group " + number);
    }
}
