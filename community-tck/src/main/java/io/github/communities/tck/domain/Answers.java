package io.github.communities.tck.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.Operation;
import io.github.communities.community.CommunityFilter;
import io.github.communities.error.CommunitiesException;
import io.github.communities.tck.fixture.Pages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that an organization answers: every question there is, asked about everything in it by everyone, each with its
 * answer, or with how it was refused.
 */
public final class Answers {
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Communities node;
    private final OrganizationId organization;

    private Answers(Communities node, OrganizationId organization) {
        this.node = node;
        this.organization = organization;
    }

    /**
     * Asks.
     *
     * @param node whom
     * @param deeds what was done in the organization
     * @param strange what is in another one, of which this organization knows nothing
     */
    public static Answers of(Communities node, Deeds deeds, List<Target> strange) {
        Answers answers = new Answers(node, deeds.organization());
        answers.askAsHost();
        List<Target> targets = new ArrayList<>(deeds.targets());
        targets.addAll(strange);
        strange.forEach(target -> answers.asIfHere(target).ifPresent(targets::add));
        Deeds.PRINCIPALS.forEach(principal -> answers.askAs(principal, targets));
        Caller watcher = Caller.of(answers.organization, Deeds.WATCHER);
        targets.forEach(target -> answers.askAbout(target, watcher));
        for (ResourceId resource : deeds.resources()) {
            for (ProjectId project : deeds.projects()) {
                answers.askAbout(ResourceAt.of(resource, project), watcher);
            }
            for (CommunityId community : deeds.communities()) {
                answers.ask(resource + " in " + community, () -> node.sharing().view(watcher, resource, community));
            }
        }
        return answers;
    }

    /** The id of something that is elsewhere, as one of this organization would be: nothing here, unless by chance. */
    private Optional<Target> asIfHere(Target elsewhere) {
        if (elsewhere instanceof CommunityId id) {
            return Optional.of(CommunityId.of(organization, id.value()));
        } else if (elsewhere instanceof ProjectId id) {
            return Optional.of(ProjectId.of(organization, id.value()));
        } else if (elsewhere instanceof ResourceId id) {
            return Optional.of(ResourceId.of(organization, id.value()));
        }
        return Optional.empty();
    }

    /** Checks that these are the answers that were given before. */
    public void assertAre(Answers before, Supplier<String> why) {
        before.answers.forEach((question, answer) -> assertEquals(
                answer,
                answers.getOrDefault(question, "not asked"),
                () -> organization + ", " + question + ": " + why.get()));
        assertEquals(before.answers.size(), answers.size(), "as many questions");
    }

    /** How many there are. */
    public int size() {
        return answers.size();
    }

    private void ask(String question, Supplier<Object> answer) {
        String text;
        try {
            text = answer.get().toString();
        } catch (CommunitiesException refusal) {
            text = refusal.toString();
        }
        answers.put(question, text);
    }

    private void askAsHost() {
        ask("organization", () -> node.host().organization(organization));
        ask("overview", () -> node.host().overview(organization));
        ask("changes", () -> node.host().changes(organization, Revision.NONE, 1000));
        ask(
                "later changes",
                () -> node.host()
                        .changes(
                                organization,
                                node.host().organization(organization).revision(),
                                1000));
    }

    private void askAs(Subject principal, List<Target> targets) {
        Caller caller = Caller.of(organization, principal);
        String as = " as " + principal;
        ask("own organization" + as, () -> node.organizations().get(caller));
        list("users" + as, page -> node.organizations().users(caller, page));
        list("communities" + as, page -> node.list(caller, CommunityFilter.all(), page));
        list("orphaned" + as, page -> node.orphaned(caller, page));
        list("invitations" + as, page -> node.invitations().mine(caller, page));
        ask("default" + as, () -> node.getDefault(caller));
        ask("revision of a view" + as, () -> node.access().of(caller).revision());
        ask("permissions" + as, () -> {
            var view = node.access().of(caller);
            StringBuilder all = new StringBuilder();
            view.permissions(targets, Permission.STANDARD)
                    .forEach((target, held) -> all.append(target).append(held).append('\n'));
            return all;
        });
        ask("explained" + as, () -> {
            var view = node.access().of(caller);
            StringBuilder all = new StringBuilder();
            targets.forEach(target ->
                    all.append(view.explain(Permission.PROJECT_VIEW, target)).append('\n'));
            return all;
        });
        ask("names" + as, () -> {
            var names = node.access().names(caller, targets);
            StringBuilder all = new StringBuilder();
            targets.forEach(target -> all.append(names.of(target)).append('\n'));
            return all;
        });
        for (Permission permission : List.of(Permission.PROJECT_VIEW, Permission.RESOURCE_USE)) {
            String of = permission + as;
            list("communities with " + of, page -> node.access().communities(caller, permission, page));
            list("projects with " + of, page -> node.access().projects(caller, permission, page));
            list("resources with " + of, page -> node.access().resources(caller, permission, page));
            ask("filter of " + of, () -> node.access().filter(caller, permission));
        }
    }

    private void askAbout(Target target, Caller caller) {
        String of = " of " + target.noun() + " " + target;
        list("holders" + of, page -> node.access().holders(caller, Permission.PROJECT_VIEW, target, page));
        if (target instanceof Scope scope) {
            list("members" + of, page -> node.members().list(caller, scope, page));
            list("cats" + of, page -> node.members().expand(caller, scope, Subject.group("cats"), page));
        }
        if (target instanceof CommunityId community) {
            ask("community" + of, () -> node.get(caller, community));
            list("projects" + of, page -> node.projects().list(caller, community, page));
            list("published" + of, page -> node.sharing().published(caller, community, page));
            list("pending" + of, page -> node.invitations().pending(caller, community, page));
            ask("agent" + of, () -> node.members().agent(caller, community));
            ask("account" + of, () -> node.billing().linked(caller, community));
            ask("channels" + of, () -> node.channels().list(caller, community));
            ask("restrictions" + of, () -> node.restrictions().list(caller, community));
            ask("may create in" + of, () -> node.access().authorize(caller, Operation.CREATE_PROJECT, community));
        } else if (target instanceof ProjectId project) {
            ask("project" + of, () -> node.projects().get(caller, project));
            list("resources" + of, page -> node.resources().list(caller, project, page));
            list("attached" + of, page -> node.sharing().attached(caller, project, page));
            ask("may run" + of, () -> node.access().authorize(caller, Operation.RUN, project));
        } else if (target instanceof ResourceId resource) {
            ask("resource" + of, () -> node.resources().get(caller, resource));
            list("publications" + of, page -> node.sharing().publications(caller, resource, page));
        } else if (target instanceof ResourceAt at) {
            ask("may be used" + of, () -> node.access().authorize(caller, Operation.USE_RESOURCE, at));
        }
    }

    private <T> void list(String question, Function<PageRequest, Page<T>> list) {
        ask(question, () -> Pages.all(100, list));
    }
}
