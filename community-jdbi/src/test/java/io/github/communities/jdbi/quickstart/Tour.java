package io.github.communities.jdbi.quickstart;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.Community;
import io.github.communities.decision.Decision;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.Forbidden;
import io.github.communities.error.Refused;
import io.github.communities.member.Member;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.SignIn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two people of an organization sign in, look around, ask what they may do and why, and try what nobody may. */
final class Tour {
    private static final int SHOWN = 10;

    private final Communities communities;
    private final Report report;

    Tour(Communities communities, Report report) {
        this.communities = communities;
        this.report = report;
    }

    /** A permission somewhere. */
    private record Question(Permission permission, Scope where, String name) {
        static Question about(Permission permission, Change created) {
            return new Question(
                    permission,
                    created.scope(),
                    created.after(ChangeAttribute.NAME).orElse(""));
        }
    }

    /** Shows the organization of someone who belongs to it. */
    void show(Caller someone) {
        List<Caller> people = people(someone);
        Community team = signIn(people);
        showMembers(people.get(0), team);
        explain(people, team);
        tryToDelete(people, team);
    }

    /**
     * Those who have signed in before, so that another run changes nothing; the first time, an administrator of the
     * organization and somebody who works in a project.
     */
    private List<Caller> people(Caller someone) {
        List<OrganizationUser> users = users(someone);
        Stream<Subject> before =
                users.stream().filter(OrganizationUser::signedIn).map(OrganizationUser::subject);
        Stream<Subject> administrators =
                users.stream().filter(Tour::administers).map(OrganizationUser::subject);
        Stream<Subject> participants = news(someone, ChangeKind.BINDING_ADDED)
                .filter(change -> change.scope().kind() == ScopeKind.PROJECT)
                .flatMap(change -> change.subject().stream());
        Stream<Subject> others = users.stream().map(OrganizationUser::subject);
        return Stream.of(before.limit(2), administrators.limit(1), participants.limit(1), others)
                .flatMap(Function.identity())
                .distinct()
                .limit(2)
                .sorted(Comparator.comparing(Subject::id))
                .map(person -> Caller.of(someone.organization(), person))
                .toList();
    }

    private List<OrganizationUser> users(Caller someone) {
        List<OrganizationUser> users = new ArrayList<>();
        Optional<PageRequest> next = Optional.of(PageRequest.first(PageRequest.MAX_SIZE));
        while (next.isPresent()) {
            PageRequest request = next.get();
            Page<OrganizationUser> page = communities.organizations().users(someone, request);
            page.items().stream().filter(user -> user.subject().isUser()).forEach(users::add);
            next = request.after(page);
        }
        return users;
    }

    private static boolean administers(OrganizationUser user) {
        return user.roles().contains(ORGANIZATION_ADMIN) || user.roles().contains(ORGANIZATION_OWNER);
    }

    /**
     * Changes of a kind among the first that were recorded: a host that follows the feed knows its projects from it.
     */
    private Stream<Change> news(Caller person, ChangeKind kind) {
        return communities.host().changes(person.organization(), Revision.NONE, SHOWN).stream()
                .flatMap(record -> record.changes().stream())
                .filter(change -> change.kind() == kind);
    }

    private Community signIn(List<Caller> people) {
        report.section("People sign in");
        List<SignIn> results = new ArrayList<>();
        for (Caller person : people) {
            Written<SignIn> signIn = communities.host().signIn(person.organization(), person.principal());
            String team = signIn.value().community().name();
            report.say(
                    switch (signIn.value().outcome()) {
                        case JOINED ->
                            name(person) + " signs in for the first time, and so becomes a member of " + team + ".";
                        case MEMBER ->
                            name(person) + " signs in again: a member of " + team + " already, so nothing is written.";
                        case KEPT_OUT -> name(person) + " signs in, but was removed from " + team + " and stays out.";
                    });
            results.add(signIn.value());
        }
        return results.get(0).community();
    }

    private void showMembers(Caller reader, Community team) {
        report.section("The default community, " + team.name());
        Page<Member> members = communities.members().list(reader, team.id(), PageRequest.first(SHOWN));
        report.table(
                List.of("member", "role shown", "all roles there"),
                members.items().stream()
                        .map(member -> List.of(
                                member.subject().id(),
                                member.role().name(),
                                member.sources().stream()
                                        .map(source -> source.role() + inherited(source))
                                        .collect(Collectors.joining(", "))))
                        .toList());
        if (members.next().isPresent()) {
            report.say("These are the first " + SHOWN + "; there are more.");
        }
    }

    private void explain(List<Caller> people, Community team) {
        report.section("Who may do what, and why");
        List<Question> questions = questions(people.get(0), team);
        List<Decision> decisions = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Caller person : people) {
            AccessView access = communities.access().of(person);
            for (Question question : questions) {
                Decision decision = access.explain(question.permission(), question.where());
                decisions.add(decision);
                rows.add(List.of(
                        name(person),
                        question.permission().name(),
                        question.where().noun() + " " + question.name(),
                        decision.allowed() ? "yes" : "no",
                        because(decision)));
            }
        }
        report.table(List.of("who", "permission", "where", "may", "because"), rows);
        report.gap();
        report.say("The same in the library's own words, as a log would keep it:");
        report.say(decisions.stream()
                .filter(decision -> !decision.allowed())
                .findFirst()
                .orElse(decisions.get(0))
                .text());
    }

    private List<Question> questions(Caller person, Community team) {
        List<Question> questions = new ArrayList<>();
        questions.add(new Question(COMMUNITY_MANAGE_ACCESS, team.id(), team.name()));
        questions.add(new Question(PROJECT_CREATE, team.id(), team.name()));
        news(person, ChangeKind.COMMUNITY_CREATED)
                .filter(change -> !change.scope().equals(team.id()))
                .findFirst()
                .ifPresent(created -> questions.add(Question.about(COMMUNITY_VIEW, created)));
        news(person, ChangeKind.PROJECT_CREATED)
                .findFirst()
                .ifPresent(created -> questions.add(Question.about(PROJECT_RUN, created)));
        return questions;
    }

    private static String because(Decision decision) {
        return decision.allowed()
                ? decision.sources().stream()
                        .map(source -> source.role() + elsewhere(source.scope(), decision) + inherited(source))
                        .collect(Collectors.joining("; "))
                : "no role permits it"
                        + decision.nearestMissing()
                                .map(grant -> "; " + grant.role() + elsewhere(grant.scope(), decision) + " would")
                                .orElse("");
    }

    private static String elsewhere(Scope scope, Decision decision) {
        return scope.equals(decision.target()) ? "" : " at its " + scope.noun();
    }

    private static String inherited(RoleSource source) {
        return source.inheritedFrom().map(from -> " (from " + from + ")").orElse("");
    }

    private void tryToDelete(List<Caller> people, Community team) {
        Caller person = people.stream()
                .filter(caller -> communities.access().can(caller, COMMUNITY_DELETE, team.id()))
                .findFirst()
                .orElse(people.get(0));
        report.section(name(person) + " tries to delete " + team.name());
        try {
            communities.delete(person, team.id());
            throw new IllegalStateException("the default community was deleted");
        } catch (Refused | Forbidden refusal) {
            report.say(refusal.getMessage() + ".");
        }
    }

    private static String name(Caller person) {
        return person.principal().id();
    }
}
