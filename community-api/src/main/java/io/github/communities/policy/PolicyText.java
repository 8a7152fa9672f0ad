package io.github.communities.policy;

import io.github.communities.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A policy as a person reads it (POL-3). */
final class PolicyText {
    private PolicyText() {}

    static String markdown(Policy policy) {
        StringBuilder text = new StringBuilder();
        text.append("| role | bound at | includes | permits besides |\n| --- | --- | --- | --- |\n");
        for (RoleDefinition definition : policy.roles()) {
            row(
                    text,
                    "`" + definition.role() + "`",
                    definition.scopes().stream().map(scope -> scope.noun()).collect(Collectors.joining(", ")),
                    definition.includes().stream().map(Role::name).collect(Collectors.joining(", ")),
                    code(definition.permissions()));
        }
        text.append("\n| switch | ").append(policy.name()).append(" |\n| --- | --- |\n");
        row(text, "role of every user of an organization", code(policy.memberRole()));
        row(text, "role of owners", code(policy.ownerRole()));
        row(text, "role of administrators", code(policy.administratorRole()));
        row(text, "role of a project's creator", code(policy.projectCreatorRole()));
        row(text, "role given at first sign-in", code(policy.firstSignInRole()));
        row(
                text,
                "organization role that makes an administrator of the default community",
                inherited(policy.defaultAdministrationRole()));
        row(text, "the same for standard communities", inherited(policy.standardAdministrationRole()));
        row(text, "channel links", policy.channelLinks().text());
        row(text, "billing", "`" + policy.billing() + "`");
        row(text, "resource types", names(policy.resourceTypes(), ResourceType::name));
        row(
                text,
                "of these can't be shared",
                names(
                        policy.resourceTypes().stream()
                                .filter(type -> !type.shareable())
                                .toList(),
                        ResourceType::name));
        row(text, "restrictions", names(policy.restrictions(), RestrictionDefinition::name));
        row(text, "caps", caps(policy.caps()));
        row(text, "what was deleted can be restored for", time(policy.retention()));
        row(text, "a personal invitation lasts", time(policy.invitationLifetime()));
        return text.toString();
    }

    static String mermaid(Policy policy) {
        StringBuilder text = new StringBuilder("graph BT\n");
        for (RoleDefinition definition : policy.roles()) {
            text.append("    ").append(definition.role()).append('\n');
        }
        for (RoleDefinition definition : policy.roles()) {
            for (Role included : definition.includes()) {
                text.append("    ")
                        .append(included)
                        .append(" --> ")
                        .append(definition.role())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static <T> String names(List<T> all, Function<T, String> name) {
        return all.isEmpty()
                ? "none"
                : all.stream().map(each -> "`" + name.apply(each) + "`").collect(Collectors.joining(", "));
    }

    private static String caps(Caps caps) {
        List<String> capped = new ArrayList<>();
        caps.communities().ifPresent(most -> capped.add(most + " communities"));
        caps.members().ifPresent(most -> capped.add(most + " members of a community"));
        caps.projects().ifPresent(most -> capped.add(most + " projects of a community"));
        caps.resources().ifPresent(most -> capped.add(most + " resources of a project"));
        return capped.isEmpty() ? "none" : String.join(", ", capped);
    }

    private static String time(Duration time) {
        return time.equals(Duration.ofDays(time.toDays())) ? time.toDays() + " days" : time.toString();
    }

    private static String inherited(Optional<Role> role) {
        return role.map(name -> code(name) + " and what includes it").orElse("off");
    }

    private static String code(Role role) {
        return "`" + role + "`";
    }

    private static String code(Collection<?> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
