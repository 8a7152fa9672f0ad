package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.acls.domain.AclImpl;
import org.springframework.security.acls.domain.BasePermission;
import org.springframework.security.acls.domain.DefaultPermissionGrantingStrategy;
import org.springframework.security.acls.domain.ObjectIdentityImpl;
import org.springframework.security.acls.domain.PrincipalSid;
import org.springframework.security.acls.model.Acl;
import org.springframework.security.acls.model.AclService;
import org.springframework.security.acls.model.NotFoundException;
import org.springframework.security.acls.model.ObjectIdentity;
import org.springframework.security.acls.model.Sid;

/**
 * Spring Security's access control lists. Each organization, community and project has a list, which inherits the
 * entries of the one above. A list has an entry for each permission that a principal holds there, since the strategy
 * that Spring Security comes with compares whole permissions. So a project's is empty, and who has no entry up to the
 * organization is answered with an exception.
 *
 * <p>All lists are in memory, and what a request has at hand is not made anew: whom it is for. Groups are left out,
 * which hold nothing here and would only have to be compared as well.
 */
final class BySpringAcl implements Checker {
    private static final List<org.springframework.security.acls.model.Permission> ASKED =
            List.of(new OwnPermission(Questions.ASKED));

    private final Map<ObjectIdentity, AclImpl> lists = new HashMap<>();
    private final AclService service = new Loaded(lists);
    private final Map<Caller, List<Sid>> principals = new HashMap<>();

    BySpringAcl(Walk walk) {
        walk.parents().forEach((project, community) -> {
            AclImpl organization = list(project.organization(), null);
            list(project, list(community, organization));
        });
        for (Caller caller : walk.callers()) {
            Sid sid = new PrincipalSid(
                    caller.organization().value() + "/" + caller.principal().id());
            principals.put(caller, List.of(sid));
            walk.held(caller).forEach((place, permissions) -> {
                AclImpl list = Objects.requireNonNull(lists.get(identity(place)));
                permissions.forEach(permission -> list.insertAce(0, new OwnPermission(permission), sid, true));
            });
        }
    }

    private AclImpl list(Scope place, @Nullable Acl parent) {
        return lists.computeIfAbsent(
                identity(place),
                identity -> new AclImpl(
                        identity,
                        identity.getIdentifier(),
                        (list, change) -> {},
                        new DefaultPermissionGrantingStrategy((granted, entry) -> {}),
                        parent,
                        null,
                        true,
                        new PrincipalSid("ann")));
    }

    private static ObjectIdentity identity(Scope place) {
        if (place instanceof ProjectId project) {
            return new ObjectIdentityImpl("project", project.organization().value() + "/" + project.value());
        }
        if (place instanceof CommunityId community) {
            return new ObjectIdentityImpl("community", community.organization().value() + "/" + community.value());
        }
        return new ObjectIdentityImpl("organization", ((OrganizationId) place).value());
    }

    @Override
    public boolean can(Caller caller, ProjectId project) {
        List<Sid> sids = principals.get(caller);
        try {
            return service.readAclById(identity(project), sids).isGranted(ASKED, sids, false);
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** A permission of the library's, each of which has a bit. */
    private static final class OwnPermission extends BasePermission {
        private static final long serialVersionUID = 1;

        OwnPermission(Permission permission) {
            super(1 << permission.bit());
        }
    }

    /** Lists of which none has to be read, as where Spring's cache holds them all. */
    private record Loaded(Map<ObjectIdentity, AclImpl> lists) implements AclService {
        @Override
        public Acl readAclById(ObjectIdentity identity) {
            Acl list = lists.get(identity);
            if (list == null) {
                throw new NotFoundException("no list of " + identity);
            }
            return list;
        }

        @Override
        public Acl readAclById(ObjectIdentity identity, List<Sid> sids) {
            return readAclById(identity);
        }

        @Override
        public Map<ObjectIdentity, Acl> readAclsById(List<ObjectIdentity> identities) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<ObjectIdentity, Acl> readAclsById(List<ObjectIdentity> identities, List<Sid> sids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ObjectIdentity> findChildren(ObjectIdentity parent) {
            throw new UnsupportedOperationException();
        }
    }
}
