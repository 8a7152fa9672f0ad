package io.github.communities.tck.model;

import static io.github.communities.tck.model.Outcome.ANY;
import static io.github.communities.tck.model.Outcome.Kind.CHANGED;
import static io.github.communities.tck.model.Outcome.Kind.NOT_FOUND;
import static io.github.communities.tck.model.Outcome.Kind.REFUSED;
import static io.github.communities.tck.model.Outcome.Kind.UNCHANGED;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.organization.Organization;
import io.github.communities.organization.SignIn;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the host does: organizations, users, groups, sign-in: the rules ORG and DEF. */
final class OrganizationModel {
    private final World world;
    private final MemberModel members;

    OrganizationModel(World world, MemberModel members) {
        this.world = world;
        this.members = members;
    }

    Expected register(String newName) {
        if (newName.equals(world.name)) {
            return Expected.unchanged();
        }
        return Expected.nothing().or(Outcome.changed(), value -> {
            world.name = newName;
            if (world.teams.isEmpty()) {
                CommunityId id = ((Organization) value).defaultCommunity();
                world.teams.add(new World.Team(id, newName + " Team", true, Optional.empty()));
            } else if (world.defaultTeam().generatedName) {
                world.defaultTeam().name = newName + " Team";
            }
        });
    }

    Expected add(Subject principal, List<Role> roles) {
        List<Role> missing = roles.stream()
                .filter(role -> world.binding(World.ACME, principal, role)
                        .filter(binding -> binding.end().equals(World.NEVER))
                        .isEmpty())
                .toList();
        if (world.belongs(principal) && missing.isEmpty()) {
            return Expected.unchanged();
        }
        return Expected.changed(() -> {
            world.belonging.add(principal);
            missing.forEach(role -> world.bind(World.ACME, principal, role, World.NEVER));
        });
    }

    Expected revokeRole(Subject subject, Role role) {
        if (!world.belongs(subject)) {
            return Expected.unchanged().or(NOT_FOUND, ANY).or(REFUSED, ANY);
        }
        return members.revoked(World.ACME, subject, role);
    }

    /** A user, a service account or a group is taken out (ORG-4, ORG-8). */
    Expected remove(Subject subject) {
        if (world.belongs(subject)) {
            return Expected.changed(() -> world.forget(subject));
        }
        // Whether those who are invited before they belong can be taken out is left open.
        boolean invited = world.invitations.stream()
                .anyMatch(pending -> pending.recipient.equals(Optional.of(subject)) && world.isAlive(pending));
        Expected nothing = Expected.unchanged().or(NOT_FOUND, ANY);
        return invited ? nothing.orChanged(() -> world.forget(subject)) : nothing;
    }

    Expected addGroup(Subject group) {
        return world.belongs(group)
                ? Expected.unchanged()
                : Expected.changed(() -> {
                    world.belonging.add(group);
                    world.groups.put(group, new HashSet<>());
                });
    }

    Expected addToGroup(Subject group, Subject member) {
        if (!world.belongs(group) || !world.belongs(member)) {
            return Expected.only(NOT_FOUND, ANY).or(REFUSED, ANY);
        }
        return members(group).contains(member)
                ? Expected.unchanged()
                : Expected.changed(() -> members(group).add(member));
    }

    Expected removeFromGroup(Subject group, Subject member) {
        if (!world.belongs(group) || !world.belongs(member)) {
            return Expected.unchanged().or(NOT_FOUND, ANY).or(REFUSED, ANY);
        }
        return members(group).contains(member)
                ? Expected.changed(() -> members(group).remove(member))
                : Expected.unchanged();
    }

    private Set<Subject> members(Subject group) {
        return world.groups.computeIfAbsent(group, none -> new HashSet<>());
    }

    Expected signIn(Subject user) {
        if (!world.belongs(user)) {
            return Expected.only(NOT_FOUND, "DEF-5");
        }
        CommunityId team = world.defaultTeam().id;
        boolean keptOut = world.out.contains(new World.Departure(team, user));
        String joined = SignIn.Outcome.JOINED.name();
        String member = SignIn.Outcome.MEMBER.name();
        String outside = SignIn.Outcome.KEPT_OUT.name();
        Runnable join = () -> {
            world.signedIn.add(user);
            world.bind(team, user, world.table.firstSignIn(), World.NEVER);
        };
        boolean throughOthers = world.identities(user).stream()
                .anyMatch(
                        identity -> !identity.equals(user) && world.bound(team).contains(identity));
        if (world.signedIn.contains(user)) {
            Expected expected = Expected.nothing();
            if (!keptOut || throughOthers) {
                expected.or(UNCHANGED, member);
            }
            if (!world.bound(team).contains(user)) {
                expected.or(UNCHANGED, outside);
            }
            return expected;
        }
        if (keptOut) {
            Expected expected = Expected.only(UNCHANGED, outside).or(CHANGED, outside);
            return throughOthers ? expected.or(UNCHANGED, member) : expected;
        }
        Expected expected = Expected.nothing().or(new Outcome(CHANGED, joined), value -> join.run());
        if (world.onceOut.contains(new World.Departure(team, user))) {
            // Brought back by being added before they ever signed in: the rules don't say what the first sign-in adds.
            for (String detail : List.of(member, outside)) {
                expected.or(UNCHANGED, detail).or(CHANGED, detail);
            }
        }
        return expected;
    }
}
