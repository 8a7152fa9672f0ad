package io.github.communities.policy;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Policy}; get one from {@link Policy#toBuilder}. Faults are collected and named all at once by {@link
 * #build()} (POL-1). Not thread-safe.
 */
public final class PolicyBuilder {
    /** From today on, an instant that can be reckoned with and that every supported database can keep. */
    private static final Duration LONGEST = Duration.ofDays(365_250);

    private final String name;
    private final List<RoleDefinition> roles = new ArrayList<>();
    private final Set<Role> administratorRoles = new LinkedHashSet<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable Role memberRole;
    private @Nullable Role ownerRole;
    private @Nullable Role projectCreatorRole;
    private @Nullable Role firstSignInRole;
    private Optional<Role> defaultAdministrationRole = Optional.empty();
    private Optional<Role> standardAdministrationRole = Optional.empty();
    private ChannelLinks channelLinks = ChannelLinks.SLACK_AND_TELEGRAM;
    private Billing billing = Billing.REQUIRED;
    private final List<ResourceType> resourceTypes = new ArrayList<>();
    private final List<RestrictionDefinition> restrictions = new ArrayList<>();
    private Caps caps = Caps.NONE;
    private Duration retention = Duration.ofDays(3);
    private Duration invitationLifetime = Duration.ofDays(30);

    PolicyBuilder(String name) {
        this.name = Texts.free("name of policy", name, 1, 64, "POL-1");
    }

    PolicyBuilder(Policy base, String name) {
        this(name);
        roles.addAll(base.roles());
        administratorRoles.add(base.administratorRole());
        memberRole = base.memberRole();
        ownerRole = base.ownerRole();
        projectCreatorRole = base.projectCreatorRole();
        firstSignInRole = base.firstSignInRole();
        defaultAdministrationRole = base.defaultAdministrationRole();
        standardAdministrationRole = base.standardAdministrationRole();
        channelLinks = base.channelLinks();
        billing = base.billing();
        resourceTypes.addAll(base.resourceTypes());
        restrictions.addAll(base.restrictions());
        caps = base.caps();
        retention = base.retention();
        invitationLifetime = base.invitationLifetime();
    }

    /** Adds a role, which ranks above those that were added before. */
    public PolicyBuilder role(RoleDefinition definition) {
        Arguments.required("definition of role", definition);
        if (position(definition.role()).isPresent()) {
            faults.add("role " + definition.role() + " is defined twice");
        }
        roles.add(definition);
        return this;
    }

    /** Puts a definition in the place of the one the role has, keeping its rank. */
    public PolicyBuilder redefine(RoleDefinition definition) {
        Arguments.required("definition of role", definition);
        position(definition.role())
                .ifPresentOrElse(
                        index -> roles.set(index, definition),
                        () -> faults.add("role " + definition.role() + ", to be redefined, is not defined"));
        return this;
    }

    /** Lets a role that is defined permit more. */
    public PolicyBuilder alsoPermit(Role role, Permission... permissions) {
        Arguments.required("role", role);
        Arguments.all("permissions", permissions);
        position(role)
                .ifPresentOrElse(
                        index -> roles.set(index, roles.get(index).permits(permissions)),
                        () -> faults.add("role " + role + ", which is to permit more, is not defined"));
        return this;
    }

    /** Sets {@link Policy#memberRole()}. */
    public PolicyBuilder memberRole(Role role) {
        memberRole = Arguments.required("role", role);
        return this;
    }

    /** Sets {@link Policy#ownerRole()}. */
    public PolicyBuilder ownerRole(Role role) {
        ownerRole = Arguments.required("role", role);
        return this;
    }

    /** Sets {@link Policy#administratorRole()}; there is exactly one, so naming a second is a fault. */
    public PolicyBuilder administratorRole(Role role) {
        administratorRoles.add(Arguments.required("role", role));
        return this;
    }

    /** Sets {@link Policy#projectCreatorRole()}. */
    public PolicyBuilder projectCreatorRole(Role role) {
        projectCreatorRole = Arguments.required("role", role);
        return this;
    }

    /** Sets {@link Policy#firstSignInRole()}. */
    public PolicyBuilder firstSignInRole(Role role) {
        firstSignInRole = Arguments.required("role", role);
        return this;
    }

    /** Sets {@link Policy#defaultAdministrationRole()}. */
    public PolicyBuilder defaultAdministrationRole(Role role) {
        defaultAdministrationRole = Arguments.given("role", role);
        return this;
    }

    /** Sets {@link Policy#standardAdministrationRole()}. */
    public PolicyBuilder standardAdministrationRole(Role role) {
        standardAdministrationRole = Arguments.given("role", role);
        return this;
    }

    /** Lets no organization role make administrators of communities. */
    public PolicyBuilder withoutInheritedAdministration() {
        defaultAdministrationRole = Optional.empty();
        standardAdministrationRole = Optional.empty();
        return this;
    }

    /** Sets {@link Policy#channelLinks()}. */
    public PolicyBuilder channelLinks(ChannelLinks links) {
        channelLinks = Arguments.required("channel links", links);
        return this;
    }

    /** Sets {@link Policy#billing()}. */
    public PolicyBuilder billing(Billing requirement) {
        billing = Arguments.required("billing", requirement);
        return this;
    }

    /** Adds a resource type, or puts it in the place of the one of that name. */
    public PolicyBuilder resourceType(ResourceType type) {
        Arguments.required("type of resource", type);
        resourceTypes.removeIf(other -> other.name().equals(type.name()));
        resourceTypes.add(type);
        return this;
    }

    /** Adds a restriction to the catalog, or puts it in the place of the one of that name. */
    public PolicyBuilder restriction(RestrictionDefinition definition) {
        Arguments.required("restriction", definition);
        restrictions.removeIf(other -> other.name().equals(definition.name()));
        restrictions.add(definition);
        return this;
    }

    /** Sets {@link Policy#caps()}; none if not set. */
    public PolicyBuilder caps(Caps most) {
        caps = Arguments.required("caps", most);
        return this;
    }

    /** Sets {@link Policy#retention()}: zero to 365,250 days; 72 hours if not set. */
    public PolicyBuilder retention(Duration time) {
        retention = Arguments.required("retention", time);
        return this;
    }

    /** Sets {@link Policy#invitationLifetime()}: more than zero, to 365,250 days; 30 days if not set. */
    public PolicyBuilder invitationLifetime(Duration time) {
        invitationLifetime = Arguments.required("lifetime of invitations", time);
        return this;
    }

    /**
     * The policy.
     *
     * @throws InvalidInput if it is inconsistent, naming every fault (POL-1)
     */
    public Policy build() {
        List<String> all = new ArrayList<>(faults);
        PolicyCheck check = new PolicyCheck(roles, all);
        Role administrator = onlyAdministrator(all);
        check.roles();
        Role member = check.organizationRole("role of every user", memberRole);
        Role owner = check.organizationRole("role of owners", ownerRole);
        Role administers = check.administratorRole(administrator);
        Role creator = check.projectRole("role of a project's creator", projectCreatorRole);
        Role signIn = check.communityRole("role at first sign-in", firstSignInRole);
        defaultAdministrationRole.ifPresent(
                role -> check.organizationRole("role that administers the default community", role));
        standardAdministrationRole.ifPresent(
                role -> check.organizationRole("role that administers standard communities", role));
        checkTimes(all);
        check.restrictions(restrictions, resourceTypes);
        if (!all.isEmpty()) {
            throw new InvalidInput("policy", name, "POL-1", "is inconsistent: " + String.join("; ", all));
        }
        return ImmutablePolicy.builder()
                .name(name)
                .roles(roles)
                .memberRole(member)
                .ownerRole(owner)
                .administratorRole(administers)
                .projectCreatorRole(creator)
                .firstSignInRole(signIn)
                .defaultAdministrationRole(defaultAdministrationRole)
                .standardAdministrationRole(standardAdministrationRole)
                .channelLinks(channelLinks)
                .billing(billing)
                .resourceTypes(resourceTypes)
                .restrictions(restrictions)
                .caps(caps)
                .retention(retention)
                .invitationLifetime(invitationLifetime)
                .build();
    }

    private @Nullable Role onlyAdministrator(List<String> all) {
        if (administratorRoles.size() > 1) {
            all.add("there is more than one administrator role: " + administratorRoles);
        }
        return administratorRoles.stream().findFirst().orElse(null);
    }

    private void checkTimes(List<String> all) {
        if (retention.isNegative()) {
            all.add("the retention is negative: " + retention);
        }
        if (retention.compareTo(LONGEST) > 0) {
            all.add("the retention is longer than a thousand years: " + retention);
        }
        if (invitationLifetime.isNegative() || invitationLifetime.isZero()) {
            all.add("the lifetime of invitations is not positive: " + invitationLifetime);
        }
        if (invitationLifetime.compareTo(LONGEST) > 0) {
            all.add("the lifetime of invitations is longer than a thousand years: " + invitationLifetime);
        }
    }

    private Optional<Integer> position(Role role) {
        for (int i = 0; i < roles.size(); i++) {
            if (roles.get(i).role().equals(role)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
