package io.github.communities.jdbi.quickstart;

import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.PROJECT_DEVELOPER;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.ResourceAt;
import io.github.communities.Subject;
import io.github.communities.access.Operation;
import io.github.communities.billing.BillingStatus;
import io.github.communities.community.Community;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.Refused;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.NewLink;
import io.github.communities.jdbi.CommunitySchema;
import io.github.communities.jdbi.JdbiCommunityStore;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.project.Resource;
import io.github.communities.spi.BillingAccounts;
import java.time.Duration;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * How people of a university work together: they invite, have a billing account linked, share a dataset and ask why
 * something may be done. On a database of its own in memory, so that the one with the roster stays as it is.
 */
final class Together {
    private static final OrganizationId UNIVERSITY = OrganizationId.of("university");
    private static final BillingAccountId ACCOUNT = BillingAccountId.of("faculty-4711");
    private static final Caller TEACHER = Caller.of(UNIVERSITY, Subject.user("teacher"));
    private static final Caller STUDENT = Caller.of(UNIVERSITY, Subject.user("student"));

    private final Report report;

    Together(Report report) {
        this.report = report;
    }

    /** What this host knows of billing accounts: there is one, paid, and only the teacher may use it. */
    private static final class Faculty implements BillingAccounts {
        @Override
        public Optional<BillingStatus> status(
                OrganizationId organization, BillingAccountId account, Duration patience) {
            return account.equals(ACCOUNT) ? Optional.of(BillingStatus.ACTIVE) : Optional.empty();
        }

        @Override
        public boolean mayUse(
                OrganizationId organization, Subject principal, BillingAccountId account, Duration patience) {
            return principal.equals(TEACHER.principal());
        }
    }

    void show() {
        report.section("A teacher and a student work together, on a database of their own in memory");
        JdbcConnectionPool dataSource = JdbcConnectionPool.create("jdbc:h2:mem:together", "sa", "");
        CommunitySchema.migrate(dataSource);
        try (Communities communities = CommunityEngine.builder()
                .store(JdbiCommunityStore.over(dataSource))
                .billingAccounts(new Faculty())
                .build()) {
            show(communities);
        } finally {
            dataSource.dispose();
        }
    }

    private void show(Communities communities) {
        communities.host().register(UNIVERSITY, "University");
        communities.host().addUser(UNIVERSITY, TEACHER.principal());
        communities.host().addUser(UNIVERSITY, STUDENT.principal());
        Community course = communities
                .create(TEACHER, NewCommunity.named("Machine learning"))
                .value();
        Project lecture = project(communities, course, "Lecture");
        Project exercise = project(communities, course, "Exercise of the student");

        invite(communities, course);
        communities.members().grant(TEACHER, exercise.id(), STUDENT.principal(), PROJECT_DEVELOPER);
        pay(communities, course, exercise);
        share(communities, course, lecture, exercise);
    }

    private static Project project(Communities communities, Community course, String name) {
        return communities
                .projects()
                .create(TEACHER, course.id(), NewProject.named(name))
                .value();
    }

    private void invite(Communities communities, Community course) {
        InvitationLink link = communities
                .invitations()
                .createLink(TEACHER, course.id(), NewLink.to(COMMUNITY_DEVELOPER))
                .value();
        report.say(
                "The teacher creates " + course.name() + " and a link that invites to it; its token is shown once, and"
                        + " a log only ever sees " + link.token() + ".");
        String outcome = communities
                .invitations()
                .accept(STUDENT, link.token())
                .value()
                .outcome()
                .toString();
        report.say("The student follows the link: " + outcome + " as " + COMMUNITY_DEVELOPER + ".");
    }

    private void pay(Communities communities, Community course, Project exercise) {
        report.say("May the student run the exercise? "
                + communities
                        .access()
                        .authorize(STUDENT, Operation.RUN, exercise.id())
                        .text());
        communities.billing().link(TEACHER, course.id(), ACCOUNT);
        report.say("The teacher links billing account " + ACCOUNT + ", and now: "
                + communities
                        .access()
                        .authorize(STUDENT, Operation.RUN, exercise.id())
                        .text());
    }

    private void share(Communities communities, Community course, Project lecture, Project exercise) {
        Resource photos = communities
                .resources()
                .create(TEACHER, lecture.id(), NewResource.of("dataset", "Photos of cats"))
                .value();
        ResourceAt inExercise = ResourceAt.of(photos.id(), exercise.id());
        report.say("Before " + photos.name() + " is shared: "
                + communities
                        .access()
                        .authorize(STUDENT, Operation.USE_RESOURCE, inExercise)
                        .text());
        communities.sharing().publish(TEACHER, photos.id(), course.id());
        communities.sharing().attach(TEACHER, photos.id(), exercise.id());
        report.say("Published in " + course.name() + " and attached to the exercise: "
                + communities
                        .access()
                        .authorize(STUDENT, Operation.USE_RESOURCE, inExercise)
                        .text());
        try {
            communities.resources().delete(TEACHER, photos.id());
            throw new IllegalStateException("a resource that is in use was deleted");
        } catch (Refused refused) {
            report.say("The teacher tries to delete it: " + refused.getMessage() + ".");
        }
        report.gap();
        report.say("Why the student may use it, as a diagram for a page that shows Mermaid:");
        communities
                .access()
                .explain(STUDENT, RESOURCE_USE, inExercise)
                .toMermaid()
                .lines()
                .forEach(report::code);
    }
}
