package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.authc.AuthenticationInfo;
import org.apache.shiro.authc.AuthenticationToken;
import org.apache.shiro.authz.AuthorizationInfo;
import org.apache.shiro.authz.SimpleAuthorizationInfo;
import org.apache.shiro.authz.permission.WildcardPermissionResolver;
import org.apache.shiro.cache.MemoryConstrainedCacheManager;
import org.apache.shiro.realm.AuthorizingRealm;
import org.apache.shiro.subject.PrincipalCollection;
import org.apache.shiro.subject.SimplePrincipalCollection;

/**
 * Apache Shiro. A principal has a wildcard permission for each place at which they hold something: the actions, the
 * organization and, at a community, the community. A permission with fewer parts implies all that begins so, hence who
 * is asked for a project names the community as well, which the host looks up. That is how its documentation grants a
 * permission at an instance, and at what is below, with the fewest texts to compare.
 *
 * <p>The realm takes the permissions from hash maps once and then remembers them in Shiro's own cache. It is asked
 * itself, not through a subject and a security manager, which would take longer; and what a request has at hand is not
 * made anew: the principal's collection.
 */
final class ByShiro implements Checker {
    private final Map<ProjectId, CommunityId> parents;
    private final Map<Caller, PrincipalCollection> principals = new HashMap<>();
    private final Realm realm;

    ByShiro(Walk walk) {
        parents = walk.parents();
        Map<String, Set<String>> permissions = new HashMap<>();
        for (Caller caller : walk.callers()) {
            String name =
                    caller.organization().value() + "/" + caller.principal().id();
            Set<String> own = new HashSet<>();
            walk.held(caller).forEach((place, held) -> own.add(actions(held) + ":" + text(place)));
            permissions.put(name, own);
            principals.put(caller, new SimplePrincipalCollection(name, "ground"));
        }
        realm = new Realm(permissions);
    }

    private static String actions(Collection<Permission> permissions) {
        return permissions.stream().map(Permission::toString).collect(Collectors.joining(","));
    }

    private static String text(Scope place) {
        if (place instanceof CommunityId community) {
            return community.organization().value() + ":" + community.value();
        }
        return ((OrganizationId) place).value();
    }

    @Override
    public boolean can(Caller caller, ProjectId project) {
        CommunityId community = parents.get(project);
        return community != null
                && realm.isPermitted(
                        principals.get(caller), Questions.ASKED + ":" + text(community) + ":" + project.value());
    }

    private static final class Realm extends AuthorizingRealm {
        private final Map<String, Set<String>> permissions;

        Realm(Map<String, Set<String>> permissions) {
            super(new MemoryConstrainedCacheManager());
            this.permissions = permissions;
            setPermissionResolver(new WildcardPermissionResolver(true));
        }

        @Override
        protected AuthorizationInfo doGetAuthorizationInfo(PrincipalCollection principals) {
            SimpleAuthorizationInfo info = new SimpleAuthorizationInfo();
            info.setStringPermissions(permissions.get((String) principals.getPrimaryPrincipal()));
            return info;
        }

        @Override
        protected AuthenticationInfo doGetAuthenticationInfo(AuthenticationToken token) {
            throw new AuthenticationException("nobody signs in");
        }
    }
}
