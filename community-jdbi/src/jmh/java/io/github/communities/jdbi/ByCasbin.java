package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/**
 * jCasbin with roles in domains, as its documentation has it for tenants: the domains are the communities and
 * organizations, a rule says what a role permits in a domain, and a link which role a user holds in it. The host looks
 * up the community of a project and asks for that. Nothing is asked of the organization, whose roles permit nothing at
 * projects here: it would only take longer.
 *
 * <p>jCasbin tries rule after rule, so the matcher begins with what takes least and fails most; its log is off, for
 * which it would make texts otherwise.
 */
final class ByCasbin implements Checker {
    private static final String MODEL = """
            [request_definition]
            r = sub, dom, act

            [policy_definition]
            p = sub, dom, act

            [role_definition]
            g = _, _, _

            [policy_effect]
            e = some(where (p.eft == allow))

            [matchers]
            m = r.dom == p.dom && r.act == p.act && g(r.sub, p.sub, r.dom)
            """;

    private final Map<ProjectId, CommunityId> parents;
    private final Enforcer enforcer;

    ByCasbin(Walk walk, Function<Model, Enforcer> kind) {
        parents = walk.parents();
        enforcer = kind.apply(Model.newModelFromString(MODEL));
        enforcer.enableLog(false);
        Set<List<String>> rules = new LinkedHashSet<>();
        Set<List<String>> links = new LinkedHashSet<>();
        for (Caller caller : walk.callers()) {
            walk.held(caller).forEach((place, permissions) -> {
                String role = role(place);
                links.add(List.of(caller.principal().id(), role, domain(place)));
                for (Permission permission : permissions) {
                    rules.add(List.of(role, domain(place), permission.toString()));
                }
            });
        }
        enforcer.addPolicies(new ArrayList<>(rules));
        enforcer.addGroupingPolicies(new ArrayList<>(links));
    }

    private static String role(Scope place) {
        return (place instanceof CommunityId ? Role.COMMUNITY_DEVELOPER : Role.ORGANIZATION_MEMBER).toString();
    }

    /** No two communities have the same id here, and no community that of an organization. */
    private static String domain(Scope place) {
        return place instanceof CommunityId community ? community.value() : ((OrganizationId) place).value();
    }

    @Override
    public boolean can(Caller caller, ProjectId project) {
        CommunityId community = parents.get(project);
        return community != null
                && enforcer.enforce(caller.principal().id(), domain(community), Questions.ASKED.toString());
    }
}
